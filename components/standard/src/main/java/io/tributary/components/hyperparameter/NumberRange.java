package io.tributary.components.hyperparameter;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number between two others. Values that are searched have six significant digits.
 *
 * @param low the least, included; above 0 on a logarithmic scale
 * @param high the greatest, included
 * @param preset the value when nobody chooses
 */
public record NumberRange(String name, double low, double high, Scale scale, Double preset)
    implements Hyperparameter<Double> {
  private static final MathContext DIGITS = new MathContext(6);

  public NumberRange {
    Hyperparameter.requireName(name);
    requireNonNull(scale, "scale");
    boolean right =
        Math.abs(low) <= Double.MAX_VALUE
            && Math.abs(high) <= Double.MAX_VALUE
            && low <= high
            && (scale == Scale.LINEAR || low > 0)
            && low <= preset
            && preset <= high;
    if (!right) {
      throw new IllegalArgumentException(
          new Explanation(
                  "hyper-parameter '" + name + "'",
                  low + " to " + high + scale.words() + ", by default " + preset,
                  "finite numbers, the least first, above 0 on a logarithmic scale, and the"
                      + " default between them",
                  "correct them")
              .toString());
    }
  }

  /** Equal differences are tried equally often. */
  public static NumberRange linear(String name, double low, double high, double preset) {
    return new NumberRange(name, low, high, Scale.LINEAR, preset);
  }

  /** Equal ratios are tried equally often. */
  public static NumberRange logarithmic(String name, double low, double high, double preset) {
    return new NumberRange(name, low, high, Scale.LOGARITHMIC, preset);
  }

  @Override
  public Double at(double place) {
    double exact = scale.at(low, high, place);
    return Math.min(high, Math.max(low, new BigDecimal(exact).round(DIGITS).doubleValue()));
  }

  @Override
  public double place(Double value) {
    return scale.place(low, high, value);
  }

  @Override
  public Optional<Integer> size() {
    return low == high ? Optional.of(1) : Optional.empty();
  }

  @Override
  public Double read(@Nullable Object json) {
    if (json instanceof Number number) {
      double value = number.doubleValue();
      if (value >= low && value <= high) {
        return value;
      }
    }
    throw wrong(json);
  }

  @Override
  public String values() {
    return low + " to " + high + scale.words();
  }
}
