package io.tributary.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document says what the table of routes says. */
class OpenApiTest {
  @TempDir Path directory;

  @Test
  void everyRouteIsInTheDocumentAndNothingElse() throws Exception {
    try (var rest = new RestFixture(directory)) {
      var document = rest.send(HttpRequest.newBuilder(rest.uri("/api/v1/openapi.json"))).body();
      assertThat(document.get("openapi").textValue()).startsWith("3.1");
      assertThat(document.at("/info/version").textValue()).isEqualTo("1.2.3");
      var told = new ArrayList<String>();
      document
          .get("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .fieldNames()
                      .forEachRemaining(method -> told.add(method + " " + path.getKey())));
      assertThat(told)
          .containsExactlyInAnyOrderElementsOf(
              rest.server.routes().stream()
                  .map(
                      route ->
                          route.method().name().toLowerCase(Locale.ROOT)
                              + " "
                              + Route.BASE
                              + route.path())
                  .toList());
      for (var route : rest.server.routes()) {
        var operation =
            document
                .get("paths")
                .get(Route.BASE + route.path())
                .get(route.method().name().toLowerCase(Locale.ROOT));
        assertThat(operation.get("operationId").textValue()).isEqualTo(route.name());
        assertThat(operation.has("security")).isEqualTo(route.role().isEmpty());
        assertThat(operation.get("responses")).isNotEmpty();
      }
      assertThat(rest.server.routes()).extracting(Route::name).doesNotHaveDuplicates();
      assertRefersToWhatThereIs(document, document);
    }
  }

  private static void assertRefersToWhatThereIs(JsonNode node, JsonNode document) {
    if (node.has("$ref")) {
      var reference = node.get("$ref").textValue();
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
    node.forEach(child -> assertRefersToWhatThereIs(child, document));
  }
}
