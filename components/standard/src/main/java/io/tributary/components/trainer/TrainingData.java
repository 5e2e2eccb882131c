package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

/**
 * What an algorithm learns from. The Trainer has checked it: there is at least one row and one
 * feature, numbers and labels are finite, labels of a binary classification are 0 and 1 and both
 * occur.
 */
public final class TrainingData {
  private final FeatureMatrix features;
  private final String label;
  private final float[] labels;
  private final String digest;

  /**
   * Rows with their labels.
   *
   * @param label name of the label
   * @param labels a label per row; not to be modified afterwards
   * @param digest content digest of the examples that the rows come from, for provenance
   */
  public TrainingData(FeatureMatrix features, String label, float[] labels, String digest) {
    this.features = requireNonNull(features, "features");
    this.label = requireNonNull(label, "label");
    this.labels = requireNonNull(labels, "labels");
    this.digest = requireNonNull(digest, "digest");
    if (labels.length != features.rows()) {
      throw new IllegalArgumentException(
          "label '"
              + label
              + "': "
              + labels.length
              + " rows (expected: "
              + features.rows()
              + ", as the features have)");
    }
  }

  public int rows() {
    return features.rows();
  }

  public FeatureMatrix features() {
    return features;
  }

  /** Name of the label. */
  public String label() {
    return label;
  }

  /** A label per row. Shared, not to be modified. */
  public float[] labels() {
    return labels;
  }

  /** Content digest of the examples, in hexadecimal. */
  public String digest() {
    return digest;
  }
}
