package io.tributary.runner.beam;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.core.NodeEvents;
import io.tributary.core.RunListener;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * What the conductor of a run and the workers tell each other while it is under way: files in the
 * home, which is all that they have in common on every Beam runner. The conductor says that the run
 * is canceled, workers say how nodes go. How nodes end is in the metadata database.
 */
final class Signals {
  private static final String FOLDER = ".beam";
  private static final String CANCEL = "cancel";
  private static final String CANCEL_EXIT_HANDLERS = "cancel-exit-handlers";
  private static final String EVENTS = ".events";

  private final Path folder;
  private final Map<String, Long> read = new HashMap<>();

  Signals(Path home, String runId) {
    folder = home.resolve(FOLDER).resolve(runId);
  }

  /** Makes room for signals, and forgets those of an earlier try. */
  void open() {
    close();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets no node go on; or no exit handler, either. */
  void cancel(boolean exitHandlers) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(exitHandlers ? CANCEL_EXIT_HANDLERS : CANCEL), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a node is not to go on. */
  boolean isCanceled(StepTask task) {
    return Files.exists(folder.resolve(task.exitHandler() ? CANCEL_EXIT_HANDLERS : CANCEL));
  }

  /** Where a worker writes events of a node to; appended to what other workers have. */
  PrintStream events(String node) throws IOException {
    Files.createDirectories(folder);
    return new PrintStream(
        Files.newOutputStream(
            folder.resolve(node + EVENTS), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        false,
        UTF_8);
  }

  /** Tells the listener the events of a node that have come since the last call. */
  void passOn(String node, RunListener listener) {
    long from = read.getOrDefault(node, 0L);
    try (var file = FileChannel.open(folder.resolve(node + EVENTS))) {
      int length = (int) Math.min(Integer.MAX_VALUE, file.size() - from);
      if (length <= 0) {
        return;
      }
      var bytes = ByteBuffer.allocate(length);
      file.read(bytes, from);
      int end = bytes.position();
      while (end > 0 && bytes.get(end - 1) != '\n') {
        end--;
      }
      read.put(node, from + end);
      var lines =
          new BufferedReader(
              new InputStreamReader(new ByteArrayInputStream(bytes.array(), 0, end), UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        NodeEvents.read(line, node, listener);
      }
    } catch (NoSuchFileException e) {
      return; // nothing has happened yet
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Drops all signals of the run. */
  void close() {
    read.clear();
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
