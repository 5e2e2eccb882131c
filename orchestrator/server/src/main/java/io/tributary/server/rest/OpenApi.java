package io.tributary.server.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.server.json.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The OpenAPI document of a table of routes. */
final class OpenApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TOKEN = "token";

  private OpenApi() {}

  /** The document, as maps and lists. */
  static Map<?, ?> of(List<Route> routes, String version) {
    var document = JSON.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Tributary")
        .put("version", version)
        .put(
            "description",
            "Runs machine-learning pipelines and remembers everything about them. Lists come in pages: what a page says is next is the parameter after of the next one.");
    document.putArray("security").addObject().putArray(TOKEN);
    var paths = document.putObject("paths");
    for (var route : routes) {
      paths
          .withObject("/" + escaped(Route.BASE + route.path()))
          .set(route.method().name().toLowerCase(Locale.ROOT), operation(route, routes));
    }
    var components = document.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject(TOKEN)
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "made by tributary token add");
    components.set("schemas", schemas(routes));
    return new ObjectMapper().convertValue(document, Map.class);
  }

  /** A name within a JSON pointer. */
  private static String escaped(String path) {
    return path.replace("~", "~0").replace("/", "~1");
  }

  private static ObjectNode operation(Route route, List<Route> routes) {
    var operation =
        JSON.objectNode().put("operationId", route.name()).put("summary", route.summary());
    if (route.role().isPresent()) {
      operation.put(
          "description", "Role: " + route.role().get().name().toLowerCase(Locale.ROOT) + ".");
    } else {
      operation.putArray("security");
    }
    var parameters = JSON.arrayNode();
    route.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
    route
        .body()
        .ifPresent(
            body -> {
              var request = operation.putObject("requestBody").put("required", true);
              var media = request.putObject("content").putObject(body.type());
              if (body instanceof Body.Json json) {
                media.set("schema", json.shape().schema());
              } else {
                media.putObject("schema").put("type", "string").put("format", "binary");
              }
            });
    var responses = operation.putObject("responses");
    route
        .answers()
        .forEach(
            (status, shape) -> {
              var response =
                  responses.putObject(Integer.toString(status)).put("description", done(status));
              shape.ifPresent(
                  it ->
                      response
                          .putObject("content")
                          .putObject("application/json")
                          .set("schema", it.schema()));
              route.made().ifPresent(made -> response.set("links", links(made, routes)));
            });
    for (var status : route.allRefusals()) {
      var response =
          responses.putObject(Integer.toString(status)).put("description", Problem.title(status));
      response
          .putObject("content")
          .putObject(Problem.TYPE)
          .set("schema", Shape.of(Problem.class).schema());
    }
    return operation;
  }

  /** Which operations take what was made. */
  private static ObjectNode links(Route.Made made, List<Route> routes) {
    var links = JSON.objectNode();
    for (var route : routes) {
      if (route.path().contains("{" + made.parameter() + "}")) {
        links
            .putObject(route.name())
            .put("operationId", route.name())
            .putObject("parameters")
            .put(made.parameter(), "$response.body#/" + made.field());
      }
    }
    return links;
  }

  private static String done(int status) {
    return switch (status) {
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 204 -> "Done";
      default -> "OK";
    };
  }

  private static ObjectNode parameter(Parameter parameter) {
    var schema = parameter.shape().schema();
    parameter.byDefault().ifPresent(value -> schema.putPOJO("default", value));
    var node =
        JSON.objectNode()
            .put("name", parameter.name())
            .put("in", parameter.inPath() ? "path" : "query")
            .put("description", parameter.about())
            .put("required", parameter.inPath());
    node.set("schema", schema);
    return node;
  }

  private static ObjectNode schemas(List<Route> routes) {
    var records = new TreeMap<String, Shape.Fields>(Shape.of(Problem.class).records());
    for (var route : routes) {
      for (var shape : route.shapes()) {
        shape
            .records()
            .forEach(
                (name, fields) -> {
                  var other = records.put(name, fields);
                  if (other != null && !other.equals(fields)) {
                    throw new IllegalStateException(
                        name + ": the schema of both " + other + " and " + fields);
                  }
                });
      }
    }
    var schemas = JSON.objectNode();
    records.forEach((name, fields) -> schemas.set(name, fields.definition()));
    return schemas;
  }
}
