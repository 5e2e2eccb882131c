package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Attribution;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.ContextType;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsRequest;
import io.tributary.proto.mlmd.PutContextTypeRequest;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random filters find what a look at every node finds. */
class FilterSearchTest {

  private static final String PROPERTY = "custom_properties.`a b`.int_value";
  private static final String CONTEXT = "contexts_0.name";

  @TempDir Path directory;

  private final Random random = new Random(11);
  private final List<Artifact> artifacts = new ArrayList<>();
  private final List<Context> contexts = new ArrayList<>();
  private final Set<List<Long>> attributions = new HashSet<>();

  /** An artifact and the context that was chosen for the alias. */
  private record Row(Artifact artifact, @Nullable Context context) {}

  /** A part of a query beside what it means; of a condition null means unknown. */
  private record Part(String text, Function<Row, @Nullable Object> meaning) {

    boolean mentions(String name) {
      return text.contains(name);
    }
  }

  @Test
  void randomFiltersFindWhatALookAtEveryNodeFinds() {
    try (var database =
        MetadataDatabase.open(
            directory.resolve("metadata.db"), new TickingClock(Duration.ofMillis(1)))) {
      fill(database.store());
      var found = 0;
      for (int i = 0; i < 600; i++) {
        var filter = condition(3);
        var expected = artifacts.stream().filter(node -> holds(filter, node)).toList();
        assertThat(
                database
                    .store()
                    .getArtifacts(
                        GetArtifactsRequest.newBuilder()
                            .setOptions(
                                ListOperationOptions.newBuilder().setFilterQuery(filter.text()))
                            .build())
                    .getArtifactsList())
            .as(filter.text())
            .extracting(Artifact::getId)
            .containsExactlyElementsOf(expected.stream().map(Artifact::getId).toList());
        found += expected.size();
      }
      assertThat(found).isGreaterThan(600);
    }
  }

  private boolean holds(Part filter, Artifact artifact) {
    if (filter.mentions(PROPERTY) && !artifact.containsCustomProperties("a b")) {
      return false;
    }
    if (!filter.mentions(CONTEXT)) {
      return Boolean.TRUE.equals(filter.meaning().apply(new Row(artifact, null)));
    }
    return contexts.stream()
        .filter(context -> attributions.contains(List.of(artifact.getId(), context.getId())))
        .anyMatch(
            context -> Boolean.TRUE.equals(filter.meaning().apply(new Row(artifact, context))));
  }

  private Part condition(int depth) {
    var choice = random.nextInt(depth > 0 ? 9 : 5);
    return switch (choice) {
      case 0, 1 -> comparison(number(), number());
      case 2 -> comparison(text(), text());
      case 3 -> missing(random.nextBoolean() ? number() : text());
      case 4 -> among(number());
      case 5 -> junction("AND", condition(depth - 1), condition(depth - 1));
      case 6 -> junction("OR", condition(depth - 1), condition(depth - 1));
      case 7 -> {
        var part = condition(depth - 1);
        yield new Part("NOT (" + part.text() + ")", row -> not(part.meaning().apply(row)));
      }
      default -> between(number(), number(), number());
    };
  }

  private static @Nullable Object not(@Nullable Object truth) {
    return truth == null ? null : (Object) !((Boolean) truth);
  }

  private static Part junction(String operator, Part one, Part other) {
    var decisive = (Object) operator.equals("OR");
    return new Part(
        "(" + one.text() + " " + operator + " " + other.text() + ")",
        row -> {
          var left = one.meaning().apply(row);
          var right = other.meaning().apply(row);
          if (decisive.equals(left) || decisive.equals(right)) {
            return decisive;
          }
          return left == null || right == null ? null : (Object) !((Boolean) decisive);
        });
  }

  private Part comparison(Part left, Part right) {
    var operators = List.of("=", "!=", "<", "<=", ">", ">=");
    var operator = operators.get(random.nextInt(operators.size()));
    return new Part(
        left.text() + " " + operator + " " + right.text(),
        row -> compare(left.meaning().apply(row), operator, right.meaning().apply(row)));
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object compare(
      @Nullable Object left, String operator, @Nullable Object right) {
    if (left == null || right == null) {
      return null;
    }
    var order = ((Comparable<Object>) left).compareTo(right);
    return switch (operator) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private Part missing(Part part) {
    var negated = random.nextBoolean();
    return new Part(
        part.text() + (negated ? " IS NOT NULL" : " IS NULL"),
        row -> (part.meaning().apply(row) == null) != negated);
  }

  private Part among(Part part) {
    var one = (long) random.nextInt(8);
    var other = (long) random.nextInt(8);
    var negated = random.nextBoolean();
    return new Part(
        part.text() + (negated ? " NOT" : "") + " IN (" + one + ", " + other + ")",
        row -> {
          var value = part.meaning().apply(row);
          return value == null
              ? null
              : (Object) ((value.equals(one) || value.equals(other)) != negated);
        });
  }

  private static Part between(Part part, Part low, Part high) {
    return new Part(
        part.text() + " BETWEEN " + low.text() + " AND " + high.text(),
        row ->
            junction(
                    "AND",
                    new Part(
                        "",
                        any -> compare(part.meaning().apply(any), ">=", low.meaning().apply(any))),
                    new Part(
                        "",
                        any -> compare(part.meaning().apply(any), "<=", high.meaning().apply(any))))
                .meaning()
                .apply(row));
  }

  private Part number() {
    var value = (long) random.nextInt(8);
    return switch (random.nextInt(6)) {
      case 0 -> new Part("id", row -> row.artifact().getId());
      case 1 ->
          new Part(
              PROPERTY,
              row -> {
                var property = row.artifact().getCustomPropertiesOrThrow("a b");
                return property.hasIntValue() ? (Object) property.getIntValue() : null;
              });
      case 2 -> new Part("LENGTH(uri)", row -> (long) row.artifact().getUri().length());
      case 3 -> new Part("(id + " + value + ")", row -> row.artifact().getId() + value);
      default -> new Part(Long.toString(value), row -> value);
    };
  }

  private Part text() {
    var value = List.of("", "a1", "b", "it's", "x\\y", "%").get(random.nextInt(6));
    return switch (random.nextInt(5)) {
      case 0 -> new Part("name", row -> row.artifact().getName());
      case 1 -> new Part("uri", row -> row.artifact().getUri());
      case 2 ->
          new Part(
              "external_id",
              row ->
                  row.artifact().hasExternalId() ? (Object) row.artifact().getExternalId() : null);
      case 3 -> new Part(CONTEXT, row -> Objects.requireNonNull(row.context()).getName());
      default ->
          new Part("'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'", row -> value);
    };
  }

  private void fill(MetadataStore store) {
    var type =
        store
            .putArtifactType(
                PutArtifactTypeRequest.newBuilder()
                    .setArtifactType(ArtifactType.newBuilder().setName("A"))
                    .build())
            .getTypeId();
    var contextType =
        store
            .putContextType(
                PutContextTypeRequest.newBuilder()
                    .setContextType(ContextType.newBuilder().setName("C"))
                    .build())
            .getTypeId();
    for (var name : List.of("a1", "b", "it's")) {
      var context = Context.newBuilder().setTypeId(contextType).setName(name);
      contexts.add(
          context
              .setId(
                  store
                      .putContexts(PutContextsRequest.newBuilder().addContexts(context).build())
                      .getContextIds(0))
              .build());
    }
    var links = PutAttributionsAndAssociationsRequest.newBuilder();
    for (int i = 0; i < 9; i++) {
      var artifact =
          Artifact.newBuilder().setTypeId(type).setName("a" + i).setUri("b".repeat(i % 4));
      if (i % 3 != 0) {
        artifact.putCustomProperties(
            "a b",
            i == 4
                ? Value.newBuilder().setStringValue("4").build()
                : Value.newBuilder().setIntValue(i).build());
      }
      if (i % 2 == 0) {
        artifact.setExternalId("x\\y" + i);
      }
      artifact.setId(
          store
              .putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(artifact).build())
              .getArtifactIds(0));
      artifacts.add(artifact.build());
      for (var context : contexts) {
        if (random.nextInt(3) == 0) {
          attributions.add(List.of(artifact.getId(), context.getId()));
          links.addAttributions(
              Attribution.newBuilder()
                  .setArtifactId(artifact.getId())
                  .setContextId(context.getId()));
        }
      }
    }
    store.putAttributionsAndAssociations(links.build());
  }
}
