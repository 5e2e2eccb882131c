package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an algorithm learns from. The Trainer has checked it: there is at least one row and one
 * feature, numbers and labels are finite, and no label is the same in all rows.
 *
 * @param digest content digest of the examples that the rows come from, in hexadecimal, for
 *     provenance
 * @param weights how much each row counts, above 0; empty if all count 1
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
    if (weights.isPresent() && weights.get().length != features.rows()) {
      throw new IllegalArgumentException(
          "weights: " + weights.get().length + " (expected: " + features.rows() + ", one a row)");
    }
  }

  /** Rows that count the same, and nothing else. */
  public TrainingData(FeatureMatrix features, Labels labels, String digest) {
    this(features, labels, digest, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public TrainingData withWeights(float... newWeights) {
    return new TrainingData(features, labels, digest, Optional.of(newWeights), evaluation, base);
  }

  public TrainingData withEvaluation(TrainingData newEvaluation) {
    return new TrainingData(features, labels, digest, weights, Optional.of(newEvaluation), base);
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
        weights.map(
            all -> {
              var selected = new float[chosen.length];
              for (int i = 0; i < chosen.length; i++) {
                selected[i] = all[chosen[i]];
              }
              return selected;
            }),
        evaluation,
        base);
  }

  /** How much a row counts. */
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
        weights,
        evaluation.map(rows -> rows.withLabel(label)),
        base.map(directory -> directory.resolve(labels.names().get(label))));
  }
}
