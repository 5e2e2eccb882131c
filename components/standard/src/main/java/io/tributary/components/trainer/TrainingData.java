package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.components.transform.Task;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an algorithm learns from. The Trainer has checked it: there is at least one row and one
 * feature, numbers and labels are finite, and no label is the same in all rows.
 *
 * @param digest content digest of the examples that the rows come from, in hexadecimal, for
 *     provenance
 * @param weights how much each row counts, above 0, for a multi-label classification row by row a
 *     weight for each label; empty if all count 1
 * @param evaluation other rows, with the same features and labels, that tell when to stop; only for
 *     an algorithm that {@link Algorithm#stopsEarly stops early}. Classes are those of the training
 *     rows; the index of any other is −1
 * @param base a model of the same algorithm, features and labels to start from, as {@link
 *     FittedModel#save} has saved it; only for an algorithm that {@link Algorithm#startsWarm starts
 *     warm}
 */
public record TrainingData(
    FeatureMatrix features,
    Labels labels,
    String digest,
    Optional<float[]> weights,
    Optional<TrainingData> evaluation,
    Optional<Path> base) {
  public TrainingData {
    requireNonNull(features, "features");
    requireNonNull(labels, "labels");
    requireNonNull(digest, "digest");
    requireNonNull(evaluation, "evaluation");
    requireNonNull(base, "base");
    int values = labels.values().length;
    if (values != labels.names().size() * features.rows()) {
      throw new IllegalArgumentException(
          "labels "
              + labels.names()
              + ": "
              + values / labels.names().size()
              + " rows (expected: "
              + features.rows()
              + ", as the features have)");
    }
    int expected = features.rows() * weightsOfRow(labels);
    if (weights.isPresent() && weights.get().length != expected) {
      throw new IllegalArgumentException(
          "weights: "
              + weights.get().length
              + " (expected: "
              + expected
              + ", as the rows and labels are); give each its own");
    }
  }

  private static int weightsOfRow(Labels labels) {
    return labels.task() == Task.MULTILABEL_CLASSIFICATION ? labels.names().size() : 1;
  }

  /** Rows that count the same, and nothing else. */
  public TrainingData(FeatureMatrix features, Labels labels, String digest) {
    this(features, labels, digest, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public TrainingData withWeights(float... newWeights) {
    return new TrainingData(features, labels, digest, Optional.of(newWeights), evaluation, base);
  }

  /** With one weight for each row, whatever the task. */
  TrainingData withRowWeights(float... ofRows) {
    int width = weightsOfRow(labels);
    var each = new float[ofRows.length * width];
    for (int i = 0; i < each.length; i++) {
      each[i] = ofRows[i / width];
    }
    return withWeights(each);
  }

  public TrainingData withEvaluation(TrainingData newEvaluation) {
    return new TrainingData(features, labels, digest, weights, Optional.of(newEvaluation), base);
  }

  /** For an algorithm that does not stop early. */
  public TrainingData withoutEvaluation() {
    return new TrainingData(features, labels, digest, weights, Optional.empty(), base);
  }

  public TrainingData withBase(Path newBase) {
    return new TrainingData(features, labels, digest, weights, evaluation, Optional.of(newBase));
  }

  public int rows() {
    return features.rows();
  }

  /** Only these rows, in this order; evaluation rows and base stay. */
  public TrainingData rows(int... chosen) {
    return new TrainingData(
        features.rows(chosen),
        labels.rows(chosen),
        digest,
        weights.map(all -> chosenWeights(all, chosen)),
        evaluation,
        base);
  }

  private float[] chosenWeights(float[] all, int[] chosen) {
    int width = weightsOfRow(labels);
    var selected = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(all, chosen[i] * width, selected, i * width, width);
    }
    return selected;
  }

  /** How much a row counts; for anything but a multi-label classification. */
  public float weight(int row) {
    return weights.isPresent() ? weights.get()[row] : 1;
  }

  /**
   * The same rows, of whose labels one is to be learnt, as in a binary classification. The base is
   * the directory of the label's name in that of all labels.
   */
  public TrainingData withLabel(int label) {
    return new TrainingData(
        features,
        labels.binary(label),
        digest,
        weights.map(all -> weightsOf(all, label)),
        evaluation.map(rows -> rows.withLabel(label)),
        base.map(directory -> directory.resolve(labels.names().get(label))));
  }

  private float[] weightsOf(float[] all, int label) {
    int width = labels.names().size();
    var column = new float[rows()];
    for (int row = 0; row < column.length; row++) {
      column[row] = all[row * width + label];
    }
    return column;
  }
}
