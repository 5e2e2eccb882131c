package io.tributary.components.hyperparameter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value for each hyper-parameter of a search space that counts: one below an option that is not
 * chosen has none. Immutable.
 *
 * @param values Double, Integer, String or Boolean, by name, in the order of the space
 */
public record Setting(Map<String, Object> values) {
  public Setting {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The value of a hyper-parameter.
   *
   * @throws IllegalArgumentException if it has none, or one that is none of its values
   */
  public <T> T get(Hyperparameter<T> parameter) {
    return parameter.read(find(parameter));
  }

  @Nullable Object find(Hyperparameter<?> parameter) {
    return values.get(parameter.name());
  }

  /** {@code algorithm=xgboost, rounds=100}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    values.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value));
    return text.toString();
  }
}
