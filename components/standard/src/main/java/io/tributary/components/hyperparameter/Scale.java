package io.tributary.components.hyperparameter;

/** Which values of a range are to be tried equally often. */
public enum Scale {
  /** Equal differences. */
  LINEAR {
    @Override
    double to(double value) {
      return value;
    }

    @Override
    double from(double scaled) {
      return scaled;
    }
  },
  /** Equal ratios: as many between 0.01 and 0.1 as between 0.1 and 1. */
  LOGARITHMIC {
    @Override
    double to(double value) {
      return StrictMath.log(value);
    }

    @Override
    double from(double scaled) {
      return StrictMath.exp(scaled);
    }
  };

  abstract double to(double value);

  abstract double from(double scaled);

  /** The value at a place between two others. */
  double at(double low, double high, double place) {
    return from(to(low) + place * (to(high) - to(low)));
  }

  /** The place of a value between two others; 0.5 if these are equal. */
  double place(double low, double high, double value) {
    return low == high
        ? 0.5
        : Math.min(1, Math.max(0, (to(value) - to(low)) / (to(high) - to(low))));
  }

  String words() {
    return this == LINEAR ? "" : ", by orders of magnitude";
  }
}
