package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

/**
 * What an algorithm learns from. The Trainer has checked it: there is at least one row and one
 * feature, numbers and labels are finite, and no label is the same in all rows.
 *
 * @param digest content digest of the examples that the rows come from, in hexadecimal, for
 *     provenance
 */
public record TrainingData(FeatureMatrix features, Labels labels, String digest) {
  public TrainingData {
    requireNonNull(features, "features");
    requireNonNull(labels, "labels");
    requireNonNull(digest, "digest");
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
  }

  public int rows() {
    return features.rows();
  }

  /** The same rows, of whose labels one is to be learnt, as in a binary classification. */
  public TrainingData withLabel(int label) {
    return new TrainingData(features, labels.binary(label), digest);
  }
}
