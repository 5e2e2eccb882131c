package io.tributary.components.evaluator;

/**
 * The weights of positive and negative rows by score: what the metrics of a 0/1 label are a
 * function of.
 *
 * @param scores ascending, each once
 * @param positives weight of the rows of that score whose label is 1
 * @param negatives weight of the rows of that score whose label is 0
 */
@SuppressWarnings("ArrayRecordComponent") // read by index in tight loops, never compared
record ScoreColumns(double[] scores, double[] positives, double[] negatives) {

  static ScoreColumns of(ScoreTable.Sorted rows) {
    int distinct = 0;
    for (int i = 0; i < rows.scores().length; i++) {
      distinct += i == 0 || rows.scores()[i] != rows.scores()[i - 1] ? 1 : 0;
    }
    var columns =
        new ScoreColumns(new double[distinct], new double[distinct], new double[distinct]);
    int at = -1;
    for (int i = 0; i < rows.scores().length; i++) {
      if (i == 0 || rows.scores()[i] != rows.scores()[i - 1]) {
        columns.scores[++at] = rows.scores()[i];
      }
      columns.positives[at] += rows.weights()[i] * rows.positives()[i];
      columns.negatives[at] += rows.weights()[i] * rows.negatives()[i];
    }
    return columns;
  }

  int size() {
    return scores.length;
  }

  double positive() {
    return sum(positives);
  }

  double negative() {
    return sum(negatives);
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** The area under the ROC curve; NaN with one class only. */
  double auc() {
    double truePositives = 0;
    double falsePositives = 0;
    double pairs = 0;
    for (int i = scores.length - 1; i >= 0; i--) {
      pairs += negatives[i] * (truePositives + positives[i] / 2);
      truePositives += positives[i];
      falsePositives += negatives[i];
    }
    double all = truePositives * falsePositives;
    return all > 0 ? pairs / all : Double.NaN;
  }
}
