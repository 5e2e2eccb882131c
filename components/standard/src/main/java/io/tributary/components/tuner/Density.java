package io.tributary.components.tuner;

import java.util.Arrays;
import java.util.Random;

/** How often places from 0 to 1 are met. Immutable. */
interface Density {

  /** Above 0 everywhere. */
  double at(double place);

  double draw(Random random);

  /** Of equally wide categories: a count of each, and one more shared by all. */
  static Density ofCategories(int categories, double... places) {
    var weights = new double[categories];
    Arrays.fill(weights, 1.0 / categories);
    for (double place : places) {
      weights[category(place, categories)]++;
    }
    return new Density() {
      @Override
      public double at(double place) {
        return weights[category(place, categories)] * categories / (places.length + 1);
      }

      @Override
      public double draw(Random random) {
        double left = random.nextDouble() * (places.length + 1);
        int drawn = 0;
        while (drawn < categories - 1 && left >= weights[drawn]) {
          left -= weights[drawn++];
        }
        return (drawn + 0.5) / categories;
      }
    };
  }

  private static int category(double place, int categories) {
    return Math.min(categories - 1, (int) (place * categories));
  }

  /**
   * Of numbers: a kernel at each, as wide as the wider gap to a neighbour, and a uniform one.
   *
   * @param places ascending
   */
  static Density ofNumbers(double... places) {
    return Kernels.at(places);
  }
}
