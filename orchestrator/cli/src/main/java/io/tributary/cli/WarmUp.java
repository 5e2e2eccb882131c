package io.tributary.cli;

import io.tributary.metadata.MetadataDatabase;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Loads what nearly every command needs, in a thread of its own, while the command line is being
 * parsed. The command itself begins when that is done: two threads never initialise the same
 * classes.
 */
final class WarmUp implements IExecutionStrategy {
  private static final Set<String> NEEDS_NOTHING = Set.of("-h", "--help", "-V", "--version");

  private final Thread thread = new Thread(MetadataDatabase::warmUp, "tributary-warm-up");
  private final RunLast command = new RunLast();

  private WarmUp() {
    thread.setDaemon(true);
    // The command meets the same failure where it can say what to do.
    thread.setUncaughtExceptionHandler((failed, failure) -> failed.interrupt());
  }

  /** Begins, unless the arguments only ask for help. */
  static IExecutionStrategy start(String... arguments) {
    if (arguments.length == 0 || List.of(arguments).stream().anyMatch(NEEDS_NOTHING::contains)) {
      return new RunLast();
    }
    var warmUp = new WarmUp();
    warmUp.thread.start();
    return warmUp;
  }

  @Override
  public int execute(ParseResult parsed) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return command.execute(parsed);
  }
}
