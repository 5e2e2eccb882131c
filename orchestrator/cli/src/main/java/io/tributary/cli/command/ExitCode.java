package io.tributary.cli.command;

/** What a command's exit code tells a program. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_BLESSED = 3;

  /**
   * Data departs from its schema, or from other data: as a model that is not blessed, a finding.
   */
  public static final int ANOMALIES = 3;

  /** With {@code --one-attempt}: the node failed, and would fail again. */
  public static final int FAILED_FOR_GOOD = 98;

  /** With {@code --one-attempt}: the node is skipped. */
  public static final int SKIPPED = 99;

  public static final int CANCELED = 130;

  private ExitCode() {}
}
