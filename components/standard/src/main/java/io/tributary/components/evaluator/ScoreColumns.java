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
