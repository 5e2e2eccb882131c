package io.tributary.components.evaluator;

import java.util.List;

/**
 * The figures of classes or labels, and their averages, from sums of weights.
 *
 * @param names of the classes or labels
 * @param truePositives of each the weight of the rows that have it and are predicted to
 * @param predicted of each the weight of the rows that are predicted to have it
 * @param support of each the weight of the rows that have it
 */
@SuppressWarnings("ArrayRecordComponent") // read by index, never compared
record ClassCounts(
    List<String> names, double[] truePositives, double[] predicted, double[] support) {

  void into(Figures figures) {
    int classes = names.size();
    var sums = new double[3];
    var macro = new double[3];
    var weighted = new double[3];
    for (int i = 0; i < classes; i++) {
      double precision = share(truePositives[i], predicted[i]);
      double recall = share(truePositives[i], support[i]);
      double f1 = share(2 * truePositives[i], predicted[i] + support[i]);
      figures.put(Metric.SUPPORT.of(names.get(i)), support[i]);
      figures.put(Metric.PRECISION.of(names.get(i)), precision);
      figures.put(Metric.RECALL.of(names.get(i)), recall);
      figures.put(Metric.F1.of(names.get(i)), f1);
      add(macro, precision, recall, f1, 1);
      add(weighted, precision, recall, f1, support[i]);
      add(sums, truePositives[i], predicted[i], support[i], 1);
    }
    figures.put(Metric.MACRO_PRECISION, macro[0] / classes);
    figures.put(Metric.MACRO_RECALL, macro[1] / classes);
    figures.put(Metric.MACRO_F1, macro[2] / classes);
    figures.put(Metric.MICRO_PRECISION, share(sums[0], sums[1]));
    figures.put(Metric.MICRO_RECALL, share(sums[0], sums[2]));
    figures.put(Metric.MICRO_F1, share(2 * sums[0], sums[1] + sums[2]));
    figures.put(Metric.WEIGHTED_PRECISION, share(weighted[0], sums[2]));
    figures.put(Metric.WEIGHTED_RECALL, share(weighted[1], sums[2]));
    figures.put(Metric.WEIGHTED_F1, share(weighted[2], sums[2]));
  }

  private static void add(double[] sums, double first, double second, double third, double times) {
    sums[0] += times * first;
    sums[1] += times * second;
    sums[2] += times * third;
  }

  static double share(double part, double all) {
    return all > 0 ? part / all : 0;
  }

  /** The plain mean of the AUCs that are defined; NaN if none is. */
  static double mean(double[] areas) {
    double sum = 0;
    int defined = 0;
    for (double area : areas) {
      if (!Double.isNaN(area)) {
        sum += area;
        defined++;
      }
    }
    return defined == 0 ? Double.NaN : sum / defined;
  }
}
