package io.tributary.cli;

/** What a command's exit code tells a program. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_BLESSED = 3;

  /**
   * Data departs from its schema, or from other data: as a model that is not blessed, a finding.
   */
  static final int ANOMALIES = 3;

  /** With {@code --one-attempt}: the node failed, and would fail again. */
  static final int FAILED_FOR_GOOD = 98;

  /** With {@code --one-attempt}: the node is skipped. */
  static final int SKIPPED = 99;

  static final int CANCELED = 130;

  private ExitCode() {}
}
