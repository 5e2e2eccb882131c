package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.data.Batches;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What scikit-learn 1.9.1 computed, and the tables that it computed it from. */
final class Goldens {
  private Goldens() {}

  static JsonNode metrics(String name) throws IOException {
    try (var in = open(name + ".metrics-sklearn-1.9.1.json.gz")) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** The table, unpacked into a directory. */
  static Batches table(String name, Path directory) throws IOException {
    var file = directory.resolve(name + ".csv");
    try (var in = open(name + "-sklearn-1.9.1.csv.gz")) {
      Files.write(file, in.readAllBytes());
    }
    return Sources.open(file, SourceOptions.defaults(), row -> {}).batches();
  }

  static InputStream open(String name) throws IOException {
    return new GZIPInputStream(
        requireNonNull(Goldens.class.getResourceAsStream("/goldens/" + name), name));
  }

  static List<String> names(JsonNode array) {
    var names = new ArrayList<String>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }

  /** The golden of a slice; by column the key of the file. */
  static JsonNode of(JsonNode golden, Slice slice, String weighting) {
    if (slice.values().isEmpty()) {
      return golden.path("overall").path(weighting);
    }
    var value = slice.values().get(0);
    return golden.path(value.column()).path(value.value().orElse("")).path(weighting);
  }

  static void agree(SliceMetrics metrics, Map<Metric, String> names, JsonNode golden) {
    assertThat(golden.isObject()).as("golden of %s", metrics.slice()).isTrue();
    names.forEach((metric, path) -> agree(metrics, metric, golden.at(path)));
  }

  static void agree(SliceMetrics metrics, Metric metric, JsonNode golden) {
    var value = metrics.value(metric);
    if (golden.isNumber()) {
      double tolerance = 1e-9 * Math.max(1, Math.abs(golden.doubleValue()));
      assertThat(value).as("%s on %s", metric, metrics.slice()).isPresent();
      assertThat(value.orElseThrow())
          .as("%s on %s", metric, metrics.slice())
          .isCloseTo(golden.doubleValue(), within(tolerance));
    } else {
      assertThat(value).as("%s on %s", metric, metrics.slice()).isEmpty();
    }
  }
}
