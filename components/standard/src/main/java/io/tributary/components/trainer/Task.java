package io.tributary.components.trainer;

/** What a model predicts, and hence what its outputs are. */
public enum Task {
  /**
   * One of two classes. Labels are 0 and 1. Outputs: {@code probability}, float {@code [N,1]}, of
   * class 1; {@code label}, int64 {@code [N,1]}, 1 where the probability is at least one half.
   */
  BINARY_CLASSIFICATION("binary classification"),
  /** A number. Labels are finite numbers. Output: {@code prediction}, float {@code [N,1]}. */
  REGRESSION("regression");

  private final String words;

  Task(String words) {
    this.words = words;
  }

  /** {@code binary classification}, as people write it. */
  @Override
  public String toString() {
    return words;
  }
}
