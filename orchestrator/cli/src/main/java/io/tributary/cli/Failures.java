package io.tributary.cli;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.PipelineDefinitionException;
import io.tributary.core.RunRefusedException;
import io.tributary.metadata.MetadataException;
import java.io.PrintWriter;

/** What a person reads when a command cannot do its work. */
final class Failures {
  private Failures() {}

  /**
   * Prints one clear message, with the stack trace only where nobody foresaw the failure; gives the
   * exit code.
   */
  static int report(Exception thrown, PrintWriter err) {
    if (isForeseen(thrown)) {
      err.println("tributary: " + thrown.getMessage());
    } else {
      err.println("tributary: unforeseen failure; please report it with this trace");
      thrown.printStackTrace(err);
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private static boolean isForeseen(Exception thrown) {
    return thrown instanceof UsageException
        || thrown instanceof PipelineDefinitionException
        || thrown instanceof ExecutionFailure
        || thrown instanceof RunRefusedException
        || thrown instanceof MetadataException
        || thrown instanceof IllegalArgumentException
        // By name: loading the serving tier's classes just to recognise them would slow every other
        // failure down.
        || thrown.getClass().getName().startsWith("io.tributary.serving.");
  }
}
