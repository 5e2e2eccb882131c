package io.tributary.pipelines.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The lines that a process leaves in its working directory, which {@link Outcome} has made for it,
 * and whether it is to stop where it can be stuck.
 *
 * @param place in which the process works
 */
record Trace(Path place) {
  private static final Path LINES = Path.of("trace");
  private static final Path STUCK = Path.of("stuck");

  /** Leaves a line, in the process. */
  static synchronized void leave(String line) throws IOException {
    Files.writeString(LINES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Waits, in the process, as long as it is to be stuck. */
  static void waitWhileStuck() {
    while (Files.exists(STUCK)) {
      LockSupport.park();
    }
  }

  private Path folder() throws IOException {
    return Files.createDirectories(place.resolve("elsewhere"));
  }

  void stick() throws IOException {
    Files.createFile(folder().resolve(STUCK));
  }

  /** For the next process: one that is stuck does not notice. */
  void release() throws IOException {
    Files.delete(folder().resolve(STUCK));
  }

  List<String> lines() throws IOException {
    var lines = folder().resolve(LINES);
    return Files.exists(lines) ? Files.readAllLines(lines) : List.of();
  }

  /** What lines say that begin so. */
  List<String> lines(String beginning) throws IOException {
    return lines(lines(), beginning);
  }

  static List<String> lines(List<String> lines, String beginning) {
    return new ArrayList<>(
        lines.stream()
            .filter(line -> line.startsWith(beginning))
            .map(line -> line.substring(beginning.length()))
            .toList());
  }
}
