package io.tributary.tribuo;

import io.tributary.components.trainer.TrainingData;

/**
 * How the numbers of a regression are moved and scaled for training, so that learning rates mean
 * the same whatever the unit of the label is.
 *
 * @param mean becomes 0
 * @param deviation becomes 1
 */
record Scale(double mean, double deviation) {
  static final Scale NONE = new Scale(0, 1);

  /** To mean 0 and standard deviation 1. */
  static Scale of(TrainingData training) {
    double mean = 0;
    double squares = 0;
    int count = 0;
    for (float value : training.labels().values()) {
      double delta = value - mean;
      mean += delta / ++count;
      squares += delta * (value - mean);
    }
    return new Scale(mean, Math.sqrt(squares / count));
  }

  double apply(double value) {
    return (value - mean) / deviation;
  }
}
