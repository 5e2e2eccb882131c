package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model card says about how a model was made. Values are strings, booleans, integers or
 * floating-point numbers; the order of entries is kept.
 *
 * @param algorithm the algorithm's name: {@code logistic regression}
 * @param library what fitted it, with its version: {@code Tribuo 4.3.2}
 * @param hyperParameters what the author chose
 * @param fitted what came of it: sizes, training loss
 * @param provenance what the library itself tells of the model's origin, as maps and lists of plain
 *     values; empty if it tells nothing
 */
public record ModelDescription(
    String algorithm,
    String library,
    Map<String, Object> hyperParameters,
    Map<String, Object> fitted,
    Map<String, Object> provenance) {
  public ModelDescription {
    requireNonNull(algorithm, "algorithm");
    requireNonNull(library, "library");
    hyperParameters = checked("hyperParameters", hyperParameters);
    fitted = checked("fitted", fitted);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /** Without provenance. */
  public ModelDescription(
      String algorithm,
      String library,
      Map<String, Object> hyperParameters,
      Map<String, Object> fitted) {
    this(algorithm, library, hyperParameters, fitted, Map.of());
  }

  private static Map<String, Object> checked(String where, Map<String, Object> values) {
    values.forEach(
        (name, value) -> {
          if (!(value instanceof String
              || value instanceof Boolean
              || value instanceof Integer
              || value instanceof Long
              || value instanceof Float
              || value instanceof Double)) {
            throw new IllegalArgumentException(
                where
                    + "["
                    + name
                    + "]: "
                    + value.getClass().getName()
                    + " (expected: a string, a boolean or a number); write it as text");
          }
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
