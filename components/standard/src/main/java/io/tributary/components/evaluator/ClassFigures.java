package io.tributary.components.evaluator;

import java.util.List;
import java.util.Map;

/** The metrics of predicted classes, from sums of weights. */
final class ClassFigures {
  private final List<String> classes;
  private final double[] support;
  private final double[] predicted;
  private final double[] right;
  private double weight;
  private double unknown;
  private double hits;

  private ClassFigures(List<String> classes, double[][] confusion) {
    int n = classes.size();
    this.classes = classes;
    this.support = new double[n];
    this.predicted = new double[n];
    this.right = new double[n];
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j < n; j++) {
        weight += confusion[i][j];
        predicted[j] += confusion[i][j];
        if (i < n) {
          support[i] += confusion[i][j];
        } else {
          unknown += confusion[i][j];
        }
      }
      if (i < n) {
        right[i] = confusion[i][i];
        hits += right[i];
      }
    }
  }

  /**
   * Every metric but the counts.
   *
   * @param confusion weights by true class and predicted class; a last line of unknown classes
   * @param ranks weights by the number of classes that score above the true one
   * @param loss sum of weighted log losses
   * @param areas of each class the area under the ROC curve
   */
  static Map<Metric, Double> of(
      List<String> classes,
      List<Metric> asked,
      double[][] confusion,
      double[] ranks,
      double loss,
      double[] areas) {
    var figures = new Figures(new Task.Multiclass().metrics());
    figures.expect(asked);
    figures.expect(ClassYardstick.ofEach(Task.Multiclass.OF_CLASS, classes));
    var sums = new ClassFigures(classes, confusion);
    figures.put(Metric.WEIGHT, sums.weight);
    if (sums.weight > 0) {
      figures.put(Metric.ACCURACY, sums.hits / sums.weight);
      figures.put(Metric.LOG_LOSS, loss / sums.weight);
      sums.averages(figures);
      sums.agreement(figures);
      for (var metric : List.copyOf(figures.all().keySet())) {
        if (metric.isA(Metric.TOP_K_ACCURACY)) {
          figures.put(metric, sums.within(ranks, metric.at().orElseThrow()));
        }
      }
      for (int i = 0; i < areas.length; i++) {
        figures.put(Metric.AUC.of(classes.get(i)), areas[i]);
      }
      figures.put(Metric.MACRO_AUC, ClassCounts.mean(areas));
    }
    return figures.all();
  }

  private void averages(Figures figures) {
    new ClassCounts(classes, right, predicted, support).into(figures);
    double recalls = 0;
    int present = 0;
    for (int i = 0; i < right.length; i++) {
      if (support[i] > 0) {
        recalls += right[i] / support[i];
        present++;
      }
    }
    figures.put(Metric.BALANCED_ACCURACY, recalls, present);
    // Over all rows, also those of unknown classes.
    figures.put(Metric.MICRO_RECALL, hits / weight);
    figures.put(Metric.MICRO_F1, hits / weight);
  }

  /** Matthews' correlation after Gorodkin (2004), and Cohen's kappa. */
  private void agreement(Figures figures) {
    double products = 0;
    double squaredSupport = 0;
    double squaredPredicted = 0;
    for (int i = 0; i < right.length; i++) {
      products += support[i] * predicted[i];
      squaredSupport += support[i] * support[i];
      squaredPredicted += predicted[i] * predicted[i];
    }
    squaredSupport += unknown * unknown;
    double root =
        Math.sqrt(weight * weight - squaredPredicted) * Math.sqrt(weight * weight - squaredSupport);
    figures.put(Metric.MATTHEWS_CORRELATION, root > 0 ? (hits * weight - products) / root : 0);
    figures.put(Metric.COHEN_KAPPA, hits - products / weight, weight - products / weight);
  }

  private double within(double[] ranks, double k) {
    double sum = 0;
    for (int i = 0; i < Math.min(k, ranks.length - 1); i++) {
      sum += ranks[i];
    }
    return sum / weight;
  }
}
