package io.tributary.cli;

/** What a command's exit code tells a program. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_BLESSED = 3;
  static final int CANCELED = 130;

  private ExitCode() {}
}
