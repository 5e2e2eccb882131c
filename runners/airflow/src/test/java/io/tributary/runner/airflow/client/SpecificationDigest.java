package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * What the client has to know of one of Airflow's OpenAPI documents: all operations, and of some
 * schemas the fields, as {@code string(date-time) nullable optional}. Those that belong to a
 * release lie in {@code specification-v1.json} and {@code specification-v2.json}.
 */
public final class SpecificationDigest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode digest;

  private SpecificationDigest(JsonNode digest) {
    this.digest = digest;
  }

  /** The one that the client is held against. */
  public static SpecificationDigest committed(Api api) {
    try (var in =
        SpecificationDigest.class.getResourceAsStream(
            "/specification-" + api.name().toLowerCase(Locale.ROOT) + ".json")) {
      return new SpecificationDigest(JSON.readTree(Objects.requireNonNull(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * That of documents as a server gives them.
   *
   * @param schemas whose fields are wanted; {@code GET /path} names what that answers with, if its
   *     schema has no name
   * @param documents where each begins, {@code /api/v1} if its paths leave that out, and itself
   */
  public static SpecificationDigest of(
      String release, Collection<String> schemas, Map<String, JsonNode> documents) {
    var operations = new TreeMap<String, JsonNode>();
    var named = new TreeMap<String, JsonNode>();
    documents.forEach(
        (prefix, document) -> {
          document
              .path("paths")
              .properties()
              .forEach(
                  path ->
                      path.getValue()
                          .properties()
                          .forEach(
                              operation -> {
                                var verb = operation.getKey().toUpperCase(Locale.ROOT);
                                if (verb.matches("GET|PUT|POST|PATCH|DELETE")) {
                                  operations.put(
                                      verb + " " + prefix + path.getKey(), operation.getValue());
                                }
                              }));
          for (var name : schemas) {
            var schema = document.path("components").path("schemas").path(name);
            if (!schema.isMissingNode()) {
              named.put(name, new Fields(document).of(schema));
            }
          }
        });
    for (var name : schemas) {
      if (operations.containsKey(name)) {
        var answer = operations.get(name).path("responses").path("200").path("content");
        var document = documents.values().iterator().next();
        named.put(name, new Fields(document).of(answer.path("application/json").path("schema")));
      }
    }
    var digest = JSON.createObjectNode();
    digest.put("release", release);
    var list = digest.putArray("operations");
    operations.keySet().forEach(list::add);
    var fields = digest.putObject("schemas");
    named.forEach(fields::set);
    return new SpecificationDigest(digest);
  }

  /** Reads the fields of schemas, following references. */
  private record Fields(JsonNode document) {

    JsonNode of(JsonNode schema) {
      var resolved = resolve(schema);
      if (resolved.has("enum")) {
        return JsonNodeFactory.instance.textNode(type(resolved));
      }
      var sorted = new TreeMap<String, String>();
      collect(resolved, sorted);
      var fields = JSON.createObjectNode();
      sorted.forEach(fields::put);
      return fields;
    }

    private void collect(JsonNode schema, Map<String, String> fields) {
      schema.path("allOf").forEach(part -> collect(resolve(part), fields));
      var required = new TreeSet<String>();
      schema.path("required").forEach(name -> required.add(name.asText()));
      schema
          .path("properties")
          .properties()
          .forEach(
              field ->
                  fields.put(
                      field.getKey(),
                      type(field.getValue())
                          + (isNullable(field.getValue()) ? " nullable" : "")
                          + (required.contains(field.getKey()) ? "" : " optional")));
    }

    private JsonNode resolve(JsonNode schema) {
      return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private boolean isNullable(JsonNode schema) {
      return schema.path("nullable").asBoolean()
          || "null".equals(schema.path("type").asText())
          || values(schema.path("enum")).contains("null")
          || (schema.has("$ref") && isNullable(resolve(schema)))
          || StreamSupport.stream(schema.path("anyOf").spliterator(), false)
              .anyMatch(this::isNullable);
    }

    private String type(JsonNode schema) {
      if (schema.has("$ref")) {
        var target = resolve(schema);
        return target.has("enum") || !target.has("properties") && !target.has("allOf")
            ? type(target)
            : schema.get("$ref").asText().replaceAll(".*/", "");
      }
      if (schema.has("enum")) {
        return "string" + values(schema.get("enum"));
      }
      if (schema.has("anyOf")) {
        return StreamSupport.stream(schema.get("anyOf").spliterator(), false)
            .map(this::type)
            .filter(type -> !type.equals("null"))
            .reduce((one, other) -> one + "|" + other)
            .orElse("any");
      }
      if (schema.path("type").asText().equals("array")) {
        return "[" + type(schema.path("items")) + "]";
      }
      var format = schema.path("format").asText();
      return schema.path("type").asText("any") + (format.isEmpty() ? "" : "(" + format + ")");
    }

    private static TreeSet<String> values(JsonNode list) {
      var values = new TreeSet<String>();
      list.forEach(value -> values.add(value.isNull() ? "null" : value.asText()));
      return values;
    }
  }

  /** All, as {@code GET /api/v2/dags}. */
  public List<String> operations() {
    return StreamSupport.stream(digest.get("operations").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** The names of the schemas whose fields it has. */
  public List<String> schemas() {
    return digest.get("schemas").properties().stream().map(Map.Entry::getKey).toList();
  }

  /** What it says of a field; empty if the schema has none of this name. */
  Optional<String> field(String schema, String name) {
    return Optional.ofNullable(digest.get("schemas").path(schema).path(name).textValue());
  }

  /** The release that it belongs to. */
  public String release() {
    return digest.get("release").asText();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpecificationDigest that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** As JSON, the same bytes every time. */
  @Override
  public String toString() {
    try {
      var lines = new DefaultIndenter("  ", "\n");
      var printer = new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
      return JSON.writer(printer).writeValueAsString((ObjectNode) digest) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
