package io.tributary.components.hyperparameter;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole number between two others: the least, and what steps from it lead to.
 *
 * @param low the least, included; at least 1 on a logarithmic scale
 * @param high the greatest that may be reached
 * @param step between values, at least 1
 * @param preset the value when nobody chooses, one of the values
 */
public record IntegerRange(String name, int low, int high, int step, Scale scale, Integer preset)
    implements Hyperparameter<Integer> {
  public IntegerRange {
    Hyperparameter.requireName(name);
    requireNonNull(scale, "scale");
    boolean right =
        low <= high
            && step >= 1
            && (long) high - low < Integer.MAX_VALUE
            && (scale == Scale.LINEAR || low >= 1)
            && low <= preset
            && preset <= high
            && (preset - low) % step == 0;
    if (!right) {
      throw new IllegalArgumentException(
          new Explanation(
                  "hyper-parameter '" + name + "'",
                  low + " to " + high + " by " + step + scale.words() + ", by default " + preset,
                  "the least first, a step of 1 or more, 1 or more on a logarithmic scale, and a"
                      + " default that steps lead to",
                  "correct them")
              .toString());
    }
  }

  /** Every whole number, all equally often. */
  public static IntegerRange linear(String name, int low, int high, int preset) {
    return new IntegerRange(name, low, high, 1, Scale.LINEAR, preset);
  }

  /** Every whole number, equal ratios equally often. */
  public static IntegerRange logarithmic(String name, int low, int high, int preset) {
    return new IntegerRange(name, low, high, 1, Scale.LOGARITHMIC, preset);
  }

  /** Only what such steps from the least lead to. */
  public IntegerRange withStep(int newStep) {
    return new IntegerRange(name, low, high, newStep, scale, preset);
  }

  /** Half a step before the least: each value has the places up to half a step on either side. */
  private double begin() {
    return low - step / 2.0;
  }

  private double end() {
    return low + (steps() + 0.5) * step;
  }

  private int steps() {
    return (high - low) / step;
  }

  @Override
  public Integer at(double place) {
    double exact = scale.at(begin(), end(), place);
    long steps = Math.round((exact - low) / step);
    return low + (int) Math.min(steps(), Math.max(0, steps)) * step;
  }

  @Override
  public double place(Integer value) {
    double before = scale.place(begin(), end(), value - step / 2.0);
    double after = scale.place(begin(), end(), value + step / 2.0);
    return (before + after) / 2;
  }

  @Override
  public Optional<Integer> size() {
    return Optional.of(steps() + 1);
  }

  @Override
  public Integer read(@Nullable Object json) {
    if (json instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= low
        && number.intValue() <= high
        && (number.intValue() - low) % step == 0) {
      return number.intValue();
    }
    throw wrong(json);
  }

  @Override
  public String values() {
    return low + " to " + high + (step == 1 ? "" : " by " + step) + scale.words();
  }
}
