package io.tributary.components.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up rows: class 1 is likelier the larger the first number, for some ids, and where the second
 * number is in a band, which no linear model sees.
 */
public final class RandomRows {
  public static final int NUMBERS = 4;
  public static final int FEW_IDS = 3;
  public static final int MANY_IDS = 40;

  private RandomRows() {}

  /** Numbers of every size, among them ties, zeros and outliers; ids, among them −1. */
  public static FeatureMatrix features(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var columns = new ArrayList<FeatureColumn>();
    for (int i = 0; i < NUMBERS; i++) {
      var values = new float[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = number(random, i);
      }
      columns.add(new FeatureColumn.Numbers("n" + i, values));
    }
    columns.add(2, ids("few", FEW_IDS, rows, random));
    columns.add(0, ids("many", MANY_IDS, rows, random));
    return new FeatureMatrix(rows, columns);
  }

  private static float number(SplittableRandom random, int column) {
    return switch (column) {
      case 0, 1 -> (float) random.nextDouble(-2, 2);
      case 2 -> random.nextInt(5) - 2;
      default -> random.nextInt(50) == 0 ? (float) random.nextDouble(-1e4, 1e4) : 0f;
    };
  }

  private static FeatureColumn ids(String name, int size, int rows, SplittableRandom random) {
    var values = new int[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = random.nextInt(10) == 0 ? -1 : (int) (size * Math.pow(random.nextDouble(), 2));
    }
    return new FeatureColumn.Ids(name, size, values);
  }

  public static TrainingData labelled(int rows, long seed) {
    var features = features(rows, seed);
    var random = new SplittableRandom(~seed);
    var first = numbers(features, 1);
    var second = numbers(features, 2);
    var few = ((FeatureColumn.Ids) features.columns().get(3)).values();
    var labels = new float[rows];
    for (int row = 0; row < rows; row++) {
      double score =
          3 * first[row]
              + (few[row] == 1 ? 2 : 0)
              + (Math.abs(second[row]) < 0.5 ? 2 : -1)
              + random.nextDouble(-1, 1);
      labels[row] = score > 0 ? 1 : 0;
    }
    labels[0] = 0;
    labels[1] = 1;
    return new TrainingData(features, Labels.binary("y", labels), "0123abcd");
  }

  private static float[] numbers(FeatureMatrix features, int column) {
    return ((FeatureColumn.Numbers) features.columns().get(column)).values();
  }

  /** Rows without features that a model knows: one id feature whose ids are all out of range. */
  public static FeatureMatrix unknownIds(String name, int size, int rows) {
    var values = new int[rows];
    Arrays.fill(values, -1);
    return new FeatureMatrix(rows, List.of(new FeatureColumn.Ids(name, size, values)));
  }
}
