package io.tributary.cli.command;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.PipelineDefinitionException;
import io.tributary.cli.output.Printable;
import io.tributary.core.RunRefusedException;
import io.tributary.metadata.MetadataException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a person reads when a command cannot do its work. */
public final class Failures {
  private Failures() {}

  /**
   * Prints one clear message, with the stack trace only where nobody foresaw the failure; gives the
   * exit code.
   */
  public static int report(Exception thrown, PrintWriter err) {
    if (thrown instanceof ClosedByInterruptException || thrown instanceof InterruptedIOException) {
      err.println("tributary: canceled");
      err.flush();
      return ExitCode.CANCELED;
    }
    if (isForeseen(thrown)) {
      var message = "tributary: " + thrown.getMessage();
      message.lines().map(Printable::line).forEach(err::println);
    } else if (thrown instanceof FileSystemException file) {
      err.println("tributary: " + explanation(file));
    } else {
      err.println("tributary: unforeseen failure; please report it with this trace");
      thrown.printStackTrace(err);
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private static Explanation explanation(FileSystemException thrown) {
    var where = thrown.getFile() == null ? "file" : thrown.getFile();
    if (thrown instanceof AccessDeniedException) {
      return new Explanation(
          where,
          "no permission",
          "a file or folder that this user may read and write",
          "give the user the permission, or choose another place");
    } else if (thrown instanceof FileAlreadyExistsException
        || thrown instanceof NotDirectoryException) {
      return new Explanation(
          where, "a file", "a folder, or nothing yet", "move it away, or choose another place");
    } else if (thrown instanceof NoSuchFileException) {
      return new Explanation(where, "does not exist", "a file or folder", "mend the path");
    } else if (thrown instanceof FileSystemLoopException) {
      return new Explanation(
          where, "a link that leads back to itself", "a folder that ends", "remove the link");
    }
    return new Explanation(
        where,
        thrown.getReason() == null ? thrown.toString() : thrown.getReason(),
        "a file system that does what it is asked",
        "mend it, or choose another place");
  }

  /** Whether its message says what to do. */
  public static boolean isForeseen(Exception thrown) {
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
