package io.tributary.components.caution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that is no mistake, and yet may spoil a model.
 *
 * @param text one line: where, what was found, and what may be done
 */
public record Caution(Kind kind, String text) {

  /** What a caution is about. */
  public enum Kind {
    /** Something that often stands for a missing value makes a column of numbers one of texts. */
    MISSING_VALUES,
    /** Times that are not of ISO 8601 are taken as texts. */
    TIMES,
    /** Integers that may be numbers or classes. */
    FEW_VALUES,
    /** There are few rows to judge by, or few of a class. */
    FEW_ROWS,
    /** The best model does no better than somebody who knows no feature. */
    CHANCE,
    /** The best model makes hardly a mistake, as if a feature told the label. */
    PERFECT
  }

  public Caution {
    requireNonNull(kind, "kind");
    requireNonNull(text, "text");
  }

  /** The property by which artifacts carry cautions, as {@link #write} makes it of them. */
  public static <A extends Artifact> Property<A, String> property(Class<A> type) {
    return Property.ofString(type, "cautions");
  }

  /** Its fields as JSON has them. */
  public Map<String, Object> json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", kind.name().toLowerCase(Locale.ROOT));
    fields.put("text", text);
    return fields;
  }

  /** Cautions as JSON. */
  public static String write(List<Caution> cautions) {
    return new String(Json.write(cautions.stream().map(Caution::json).toList()), UTF_8);
  }

  /**
   * Those that {@link #write} has written.
   *
   * @throws IOException if it is something else
   */
  public static List<Caution> read(String json) throws IOException {
    var cautions = new ArrayList<Caution>();
    if (!(Json.read(json.getBytes(UTF_8)) instanceof List<?> written)) {
      throw new IOException("cautions: " + json + " (expected: a list)");
    }
    for (var each : written) {
      var fields = (Map<?, ?>) requireNonNull(each);
      var kind = (String) requireNonNull(fields.get("kind"));
      cautions.add(
          new Caution(
              Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
              (String) requireNonNull(fields.get("text"))));
    }
    return cautions;
  }
}
