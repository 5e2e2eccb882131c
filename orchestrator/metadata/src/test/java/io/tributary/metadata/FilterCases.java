package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Association;
import io.tributary.proto.mlmd.Attribution;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsByContextRequest;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsRequest;
import io.tributary.proto.mlmd.PutEventsRequest;
import io.tributary.proto.mlmd.PutParentContextsRequest;
import io.tributary.proto.mlmd.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store must do with filter queries. */
abstract class FilterCases extends LineageCases {

  /** Parts of GoogleSQL that ML Metadata passes on to its database and this store refuses. */
  private static final Set<String> REFUSED_HERE =
      Set.of("SELECT", "CAST(", "FORMAT(", "~", "&", "|", "<<");

  /** What ML Metadata refuses only because its own statement then fails. */
  private static final Set<String> ANSWERED_HERE =
      Set.of(
          "artifacts_0.external_id = 'ext'",
          "executions_0.external_id = 'Ex'",
          "parent_contexts_0.create_time_since_epoch > 0",
          "child_contexts_0.create_time_since_epoch > 0");

  private final Random random = new Random(7);

  /** Answers that are not those of SQLite, because the database itself answers otherwise. */
  protected Map<String, String> otherwise() {
    return Map.of();
  }

  @Test
  void filtersFindWhatMlmdFinds() throws IOException {
    putSample();
    var differences = new ArrayList<String>();
    for (var line : recorded()) {
      var parts = line.split("\t", -1);
      var expected = parts[2];
      if (ANSWERED_HERE.contains(parts[1])) {
        assertThat(answer(parts[0], parts[1])).doesNotStartWith("!");
        continue;
      }
      if (expected.equals("!13") || REFUSED_HERE.stream().anyMatch(parts[1]::contains)) {
        expected = "!3";
      }
      var got = answer(parts[0], parts[1]);
      if (!got.equals(otherwise().getOrDefault(parts[1], expected))) {
        differences.add(line + " but got " + got);
      }
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> recorded() throws IOException {
    try (var in =
        Objects.requireNonNull(
            FilterCases.class.getResourceAsStream("/goldens/filters-mlmd-1.16.0.tsv"))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  /** The ids found, or the code of the failure behind an exclamation mark. */
  private String answer(String kind, String filter) {
    try {
      var ids =
          switch (kind) {
            case "a" -> artifacts(filter);
            case "e" -> executions(filter);
            default -> contexts(filter);
          };
      return String.join(" ", ids.stream().map(String::valueOf).toList());
    } catch (MetadataException e) {
      return "!" + e.code().number();
    }
  }

  @Test
  void filtersNarrowTheOtherListsAndPages() {
    putSample();
    assertThat(
            store
                .getArtifactsByType(
                    GetArtifactsByTypeRequest.newBuilder()
                        .setTypeName("DS")
                        .setOptions(options("contexts_0.name = 'c0' AND id > 1"))
                        .build())
                .getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(2L);
    assertThat(
            store
                .getArtifactsByContext(
                    GetArtifactsByContextRequest.newBuilder()
                        .setContextId(1)
                        .setOptions(options("name = 'a1' OR contexts_0.name = 'c1'"))
                        .build())
                .getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(2L);
    var first =
        store.getArtifacts(
            GetArtifactsRequest.newBuilder()
                .setOptions(options("properties.i.int_value >= 1").setMaxResultSize(2))
                .build());
    var second =
        store.getArtifacts(
            GetArtifactsRequest.newBuilder()
                .setOptions(
                    options("properties.i.int_value >= 1")
                        .setMaxResultSize(2)
                        .setNextPageToken(first.getNextPageToken()))
                .build());
    assertThat(first.getArtifactsList()).extracting(Artifact::getId).containsExactly(2L, 3L);
    assertThat(second.getArtifactsList()).extracting(Artifact::getId).containsExactly(4L, 6L);
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void lineageStartsWhereAnyFilterSays() {
    putSample();
    var found =
        lineage(
            "contexts_0.name = 'c0' AND state = LIVE",
            LineageSubgraphQueryOptions.Direction.DOWNSTREAM,
            1);
    assertThat(found.getArtifactsList()).extracting(Artifact::getId).containsExactly(1L);
    assertThat(found.getExecutionsList()).extracting(Execution::getId).containsExactly(2L);
    fails(
        Code.INVALID_ARGUMENT,
        () -> lineage("bogus = 1", LineageSubgraphQueryOptions.Direction.DOWNSTREAM, 1));
  }

  @Test
  void namesAndValuesOfEveryKindAreFoundAndInjectNothing() {
    var names =
        List.of(
            "plain",
            "Capital",
            "odd name",
            "a.b",
            "x' OR 1=1 --",
            "x\" OR 1=1 --",
            "); DROP TABLE Artifact; --",
            "100%_[a]?",
            "{numbers}",
            "🚕 naïve \u202e\u0301",
            "?".repeat(255));
    var type = put(artifactType("A"));
    for (var name : names) {
      put(
          artifact(type, name).toBuilder()
              .putCustomProperties(name, text("value of " + name))
              .build());
    }
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var quoted = "'" + name.replace("'", "\\'") + "'";
      var byProperty =
          "custom_properties.`"
              + name
              + "`.string_value = "
              + quoted.replaceFirst("'", "'value of ");
      assertThat(artifacts("name = " + quoted)).as(name).containsExactly(i + 1L);
      assertThat(artifacts(byProperty)).as(byProperty).containsExactly(i + 1L);
    }
    for (var attempt :
        List.of(
            "name = 'a'; DROP TABLE Artifact",
            "1=1) UNION SELECT id FROM Artifact --",
            "custom_properties.`a`b`.int_value = 1",
            "id IN (SELECT id FROM Artifact)",
            "load_extension('x') = 1",
            "contexts_0) OR (1=1.name = 'a'",
            "name = ?",
            "name = 'a\\'",
            "rowid = 1",
            "n.id = 1")) {
      fails(Code.INVALID_ARGUMENT, () -> artifacts(attempt));
    }
    assertThat(artifacts("TRUE")).hasSize(names.size());
  }

  @Test
  void hugeFiltersAreAnsweredOrRefused() {
    var id = put(artifact(put(artifactType("A")), "a"));
    assertThat(artifacts("id = " + id + " OR id = 0".repeat(900))).containsExactly(id);
    assertThat(artifacts("id IN (" + id + ", 0".repeat(20_000) + ")")).containsExactly(id);
    assertThat(artifacts("name != '" + "x".repeat(500_000) + "'")).containsExactly(id);
    for (var huge :
        List.of(
            "id = 0" + " OR id = 0".repeat(5_000),
            "(".repeat(10_000) + "TRUE" + ")".repeat(10_000),
            "NOT ".repeat(10_000) + "TRUE",
            "0 = " + "- ".repeat(10_000) + "0",
            "0 = 0" + " + 0".repeat(10_000),
            "id IN (0" + ", 0".repeat(100_000) + ")",
            "name = '" + "x".repeat(2_000_000) + "'",
            "name LIKE '" + "%x".repeat(50_000) + "'",
            manyAliases(70))) {
      fails(Code.INVALID_ARGUMENT, () -> artifacts(huge));
    }
  }

  private static String manyAliases(int count) {
    var query = new StringBuilder("TRUE");
    for (int i = 0; i < count; i++) {
      query.append(" AND contexts_").append(i).append(".id = 1");
    }
    return query.toString();
  }

  @Test
  void garbageIsAnsweredOrRefused() {
    putSample();
    var pieces =
        List.of(
            "id",
            "name",
            "state",
            "LIVE",
            "type",
            "contexts_0",
            "events_a",
            ".",
            "properties",
            "properties.i.int_value",
            "custom_properties.`cp`.double_value",
            "=",
            "!=",
            "<",
            "(",
            ")",
            ",",
            "NOT",
            "AND",
            "OR",
            "IN",
            "LIKE",
            "IS",
            "NULL",
            "TRUE",
            "BETWEEN",
            "'a%'",
            "\"x\"",
            "'",
            "`",
            "\\",
            "1",
            "-1.5e3",
            "0x1F",
            "9223372036854775808",
            "LENGTH(",
            "SUBSTR(",
            "COALESCE(",
            "CASE",
            "WHEN",
            "THEN",
            "END",
            "+",
            "/",
            "-",
            "--",
            "/*",
            "é",
            ";",
            "?",
            "\u0000");
    for (int i = 0; i < 400; i++) {
      var filter = new StringBuilder();
      for (int words = 1 + random.nextInt(9); words > 0; words--) {
        filter.append(pieces.get(random.nextInt(pieces.size())));
        filter.append(random.nextInt(8) == 0 ? "" : " ");
      }
      assertThat(answer("aec".substring(i % 3, i % 3 + 1), filter.toString()))
          .as(filter.toString())
          .matches("(\\d+( \\d+)*)?|!3");
    }
  }

  private static ListOperationOptions.Builder options(String filter) {
    return ListOperationOptions.newBuilder().setFilterQuery(filter);
  }

  List<Long> artifacts(String filter) {
    return store
        .getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options(filter)).build())
        .getArtifactsList()
        .stream()
        .map(Artifact::getId)
        .toList();
  }

  private List<Long> executions(String filter) {
    return store
        .getExecutions(GetExecutionsRequest.newBuilder().setOptions(options(filter)).build())
        .getExecutionsList()
        .stream()
        .map(Execution::getId)
        .toList();
  }

  private List<Long> contexts(String filter) {
    return store
        .getContexts(GetContextsRequest.newBuilder().setOptions(options(filter)).build())
        .getContextsList()
        .stream()
        .map(Context::getId)
        .toList();
  }

  /** What the store held whose answers were recorded. */
  private void putSample() {
    var type =
        put(
            ArtifactType.newBuilder()
                .setName("DS")
                .putProperties("i", PropertyType.INT)
                .putProperties("d", PropertyType.DOUBLE)
                .putProperties("s", PropertyType.STRING)
                .putProperties("b", PropertyType.BOOLEAN)
                .putProperties("odd name", PropertyType.INT)
                .putProperties("a.b", PropertyType.INT)
                .build());
    var other = put(ArtifactType.newBuilder().setName("M").setVersion("v").build());
    var execution = put(executionType("Ex"));
    var context = put(contextType("Ctx"));
    var context2 = put(contextType("Ctx2"));
    for (int i = 0; i < 6; i++) {
      put(sampleArtifact(type, i));
    }
    put(Artifact.newBuilder().setTypeId(other).build());
    for (int i = 0; i < 3; i++) {
      put(
          execution(execution, "e" + i).toBuilder()
              .setLastKnownState(Objects.requireNonNull(Execution.State.forNumber(i + 1)))
              .build());
    }
    put(Execution.newBuilder().setTypeId(execution).build());
    put(context(context, "c0"));
    put(context(context, "c1"));
    put(context(context2, "c2"));
    put(context(context2, "c0"));
    var links = PutAttributionsAndAssociationsRequest.newBuilder();
    for (var pair : new long[][] {{1, 1}, {2, 1}, {2, 2}, {3, 3}, {1, 4}}) {
      links.addAttributions(Attribution.newBuilder().setArtifactId(pair[0]).setContextId(pair[1]));
    }
    for (var pair : new long[][] {{1, 1}, {2, 1}, {2, 2}}) {
      links.addAssociations(Association.newBuilder().setExecutionId(pair[0]).setContextId(pair[1]));
    }
    store.putAttributionsAndAssociations(links.build());
    store.putParentContexts(
        PutParentContextsRequest.newBuilder()
            .addParentContexts(parent(2, 1))
            .addParentContexts(parent(3, 1))
            .build());
    store.putEvents(
        PutEventsRequest.newBuilder()
            .addEvents(timed(event(1, 1, Event.Type.OUTPUT)))
            .addEvents(timed(event(1, 2, Event.Type.INPUT)))
            .addEvents(timed(event(2, 2, Event.Type.OUTPUT)))
            .addEvents(timed(event(3, 3, Event.Type.PENDING_OUTPUT)))
            .build());
  }

  private static Event timed(Event event) {
    return event.toBuilder().setMillisecondsSinceEpoch(1000 + event.getArtifactId()).build();
  }

  private static Artifact sampleArtifact(long type, int i) {
    var texts = List.of("x", "X", "it's", "q\"q", "a%b", "a_b");
    var mixed =
        List.of(
            number(1),
            text("1"),
            Value.newBuilder().setDoubleValue(1.5).build(),
            Value.newBuilder().setBoolValue(true).build());
    var states = List.of(Artifact.State.LIVE, Artifact.State.PENDING, Artifact.State.UNKNOWN);
    var artifact =
        artifact(type, "a" + i).toBuilder()
            .setUri("/u/" + i % 3)
            .putProperties("d", Value.newBuilder().setDoubleValue(i / 3.0).build())
            .putProperties("s", text(texts.get(i)))
            .putProperties("b", Value.newBuilder().setBoolValue(i % 2 == 0).build())
            .putProperties("odd name", number(i))
            .putProperties("a.b", number(i))
            .putCustomProperties("cp", number(i * 10L))
            .putCustomProperties("mix", mixed.get(i % 4));
    if (i != 4) {
      artifact.putProperties("i", number(i));
    }
    if (i != 5) {
      artifact.setState(states.get(i % 3));
    }
    if (i == 2) {
      artifact.setExternalId("ext");
    }
    return artifact.build();
  }
}
