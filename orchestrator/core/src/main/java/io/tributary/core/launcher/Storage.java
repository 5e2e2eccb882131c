package io.tributary.core.launcher;

import io.tributary.api.Explanation;
import io.tributary.core.RunHome;
import io.tributary.core.RunRefusedException;
import java.nio.file.AccessDeniedException;

/** Says what is wrong with the place where a run keeps its files. */
final class Storage {
  private Storage() {}

  /** What to throw when the artifacts of a home cannot be read or written. */
  static RuntimeException failure(RunHome home, Exception thrown) {
    if (thrown instanceof RuntimeException unchecked) {
      return unchecked;
    }
    var refused =
        new RunRefusedException(
            new Explanation(
                "home " + home.directory() + " > artifacts",
                thrown instanceof AccessDeniedException denied
                    ? "no permission for " + denied.getFile()
                    : thrown.toString(),
                "a directory that this user may read and write, with room for payloads",
                "make room or give the user the permission, and resume the run; or choose another place with --home"));
    refused.initCause(thrown);
    return refused;
  }
}
