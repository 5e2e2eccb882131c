package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link AutoTransform} made of a raw column, and why.
 *
 * @param column its name
 * @param features names of the features that it became; none if it is left out
 * @param became what these are, in words, such as {@code hour, weekday, month, days}; {@code left
 *     out} if there is none
 * @param why in words
 */
public record ColumnChoice(String column, List<String> features, String became, String why) {
  /** The file inside a {@code TransformGraph}. */
  public static final String FILE = "columns.json";

  private static final String LEFT_OUT = "left out";

  public ColumnChoice {
    requireNonNull(column, "column");
    features = List.copyOf(features);
    requireNonNull(became, "became");
    requireNonNull(why, "why");
  }

  static ColumnChoice leftOut(String column, String why) {
    return new ColumnChoice(column, List.of(), LEFT_OUT, why);
  }

  public boolean isLeftOut() {
    return features.isEmpty();
  }

  /** Its fields as JSON has them. */
  public Map<String, Object> json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("column", column);
    fields.put("features", features);
    fields.put("became", became);
    fields.put("why", why);
    return fields;
  }

  static void write(List<ColumnChoice> choices, Path transformGraph) throws IOException {
    var columns = choices.stream().map(ColumnChoice::json).toList();
    Files.write(transformGraph.resolve(FILE), Json.write(Map.of("columns", columns)));
  }

  /**
   * Reads what was chosen from the payload of a {@code TransformGraph}, in the order of the
   * columns.
   *
   * @return empty for a transform that somebody has described
   * @throws IOException if the file cannot be read
   */
  public static List<ColumnChoice> read(Path transformGraph) throws IOException {
    var file = transformGraph.resolve(FILE);
    var choices = new ArrayList<ColumnChoice>();
    if (!Files.exists(file)) {
      return choices;
    }
    if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> fields
        && fields.get("columns") instanceof List<?> columns) {
      for (var column : columns) {
        choices.add(of((Map<?, ?>) requireNonNull(column)));
      }
      return choices;
    }
    throw new IOException(file + ": no choices of columns");
  }

  private static ColumnChoice of(Map<?, ?> fields) {
    return new ColumnChoice(
        (String) requireNonNull(fields.get("column")),
        ((List<?>) requireNonNull(fields.get("features")))
            .stream().map(name -> (String) requireNonNull(name)).toList(),
        (String) requireNonNull(fields.get("became")),
        (String) requireNonNull(fields.get("why")));
  }
}
