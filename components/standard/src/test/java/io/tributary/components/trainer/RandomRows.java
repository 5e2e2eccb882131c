package io.tributary.components.trainer;

import io.tributary.components.transform.Task;
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

  private static final float[] EXTREMES = {
    Float.MAX_VALUE, -Float.MAX_VALUE, 1e30f, -1e20f, Float.MIN_VALUE, -Float.MIN_VALUE, -0f, 1e-30f
  };

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

  /** Numbers at the ends of what single precision holds, and beyond all training rows. */
  public static FeatureMatrix extremes(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var columns = new ArrayList<FeatureColumn>();
    for (var column : features(rows, seed).columns()) {
      if (column instanceof FeatureColumn.Numbers numbers) {
        var values = numbers.values().clone();
        for (int row = 0; row < rows; row++) {
          if (random.nextInt(3) == 0) {
            values[row] = EXTREMES[random.nextInt(EXTREMES.length)];
          }
        }
        columns.add(new FeatureColumn.Numbers(numbers.name(), values));
      } else {
        columns.add(column);
      }
    }
    return new FeatureMatrix(rows, columns);
  }

  /** Rows of a binary classification. */
  public static TrainingData labelled(int rows, long seed) {
    return labelled(Task.BINARY_CLASSIFICATION, rows, seed);
  }

  /** Rows with the labels that a task is about. */
  public static TrainingData labelled(Task task, int rows, long seed) {
    var features = features(rows, seed);
    var scores = scores(features, seed);
    var labels =
        switch (task) {
          case BINARY_CLASSIFICATION -> Labels.binary("y", above(scores, 0));
          case MULTICLASS_CLASSIFICATION ->
              Labels.multiclass("y", List.of("high", "low", "mid"), classes(scores));
          case MULTILABEL_CLASSIFICATION ->
              Labels.multilabel(List.of("y", "z"), interleaved(above(scores, 0), above(scores, 2)));
          case REGRESSION -> Labels.regression("y", values(scores));
          case CLUSTERING -> Labels.none();
        };
    return new TrainingData(features, labels, "0123abcd");
  }

  /** Rows with labels, and numbers of similar sizes, as a z-score would make them. */
  public static TrainingData scaled(Task task, int rows, long seed) {
    var data = labelled(task, rows, seed);
    var columns = data.features().columns().stream().map(RandomRows::clipped).toList();
    return new TrainingData(new FeatureMatrix(rows, columns), data.labels(), data.digest());
  }

  private static FeatureColumn clipped(FeatureColumn column) {
    if (!(column instanceof FeatureColumn.Numbers numbers)) {
      return column;
    }
    var values = numbers.values().clone();
    for (int row = 0; row < values.length; row++) {
      values[row] = Math.max(-3, Math.min(3, values[row]));
    }
    return new FeatureColumn.Numbers(numbers.name(), values);
  }

  private static double[] scores(FeatureMatrix features, long seed) {
    var random = new SplittableRandom(~seed);
    var first = numbers(features, 1);
    var second = numbers(features, 2);
    var few = ((FeatureColumn.Ids) features.columns().get(3)).values();
    var scores = new double[features.rows()];
    for (int row = 0; row < scores.length; row++) {
      scores[row] =
          3 * first[row]
              + (few[row] == 1 ? 2 : 0)
              + (Math.abs(second[row]) < 0.5 ? 2 : -1)
              + random.nextDouble(-1, 1);
    }
    scores[0] = -10;
    scores[1] = 10;
    return scores;
  }

  private static float[] above(double[] scores, double threshold) {
    var labels = new float[scores.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = scores[row] > threshold ? 1 : 0;
    }
    return labels;
  }

  private static float[] classes(double[] scores) {
    var labels = new float[scores.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = scores[row] > 2 ? 0 : scores[row] < -2 ? 1 : 2;
    }
    return labels;
  }

  private static float[] values(double[] scores) {
    var labels = new float[scores.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (float) (1000 + 50 * scores[row]);
    }
    return labels;
  }

  private static float[] interleaved(float[] one, float[] other) {
    var both = new float[one.length * 2];
    for (int row = 0; row < one.length; row++) {
      both[2 * row] = one[row];
      both[2 * row + 1] = other[row];
    }
    return both;
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
