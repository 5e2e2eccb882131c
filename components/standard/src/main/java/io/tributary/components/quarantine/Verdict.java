package io.tributary.components.quarantine;

import io.tributary.proto.tfmd.AnomalyInfo;

/** Takes note of the rows of a batch that are not allowed. */
interface Verdict {
  /**
   * A row is not allowed.
   *
   * @param value what it has there, in words; asked for only if somebody wants to know
   */
  void object(int row, AnomalyInfo.Type type, String column, Value value, String expected);

  /** Says in words what a row has; made only when asked for. */
  @FunctionalInterface
  interface Value {
    String of(int row);
  }
}
