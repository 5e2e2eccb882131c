package io.tributary.components.hyperparameter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Yes or no.
 *
 * @param preset what it is when nobody chooses
 */
public record Flag(String name, Boolean preset) implements Hyperparameter<Boolean> {
  public Flag {
    Hyperparameter.requireName(name);
  }

  @Override
  public Boolean at(double place) {
    return place >= 0.5;
  }

  @Override
  public double place(Boolean value) {
    return value ? 0.75 : 0.25;
  }

  @Override
  public Optional<Integer> size() {
    return Optional.of(2);
  }

  @Override
  public Boolean read(@Nullable Object json) {
    if (json instanceof Boolean truth) {
      return truth;
    }
    throw wrong(json);
  }

  @Override
  public String values() {
    return "true or false";
  }
}
