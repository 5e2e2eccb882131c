package io.tributary.runner.beam;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.data.Descriptions;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * What the node of a full pass and the workers leave for each other: files in a folder that all of
 * them see under the same path. The node describes the work, workers leave of every range a result
 * or what they failed at, each whole at once and under one name, so that a range may be done more
 * than once. Without the description nothing is done any more: that is how work is called off.
 */
final class PassFolder {
  private static final String WORK = "work";
  private static final String BEGUN = "begun";
  private static final String RESULT = ".result";
  private static final String FAILURE = ".failure";

  private final Path folder;

  /** A folder that a node has made. */
  PassFolder(Path folder) {
    this.folder = folder;
  }

  static PassFolder create(Path scratch) throws IOException {
    return new PassFolder(Files.createTempDirectory(scratch, "pass-"));
  }

  Path path() {
    return folder;
  }

  /**
   * Says what is to be done.
   *
   * @throws NotSerializableException if the work cannot be described
   */
  void describe(PassWork work) throws IOException {
    write(WORK, out -> Descriptions.write(work, out));
  }

  /** What is to be done; empty if nothing is any more. */
  Optional<PassWork> work(ClassLoader classes) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(folder.resolve(WORK)))) {
      return Optional.of((PassWork) Descriptions.read(in, classes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether the description is known to be gone; a file system in trouble calls nothing off. */
  boolean isCalledOff() {
    return Files.notExists(folder.resolve(WORK));
  }

  /** Says that a worker is at work; false if it is too late for that. */
  boolean begin() throws IOException {
    try {
      Files.write(folder.resolve(BEGUN), new byte[0]);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (isCalledOff()) {
      dropLate(BEGUN);
      return false;
    }
    return true;
  }

  boolean hasBegun() {
    return Files.exists(folder.resolve(BEGUN));
  }

  private static String name(int range, String kind) {
    return String.format(Locale.ROOT, "%05d%s", range, kind);
  }

  /** Where the result of a range is, when it is there. */
  Path result(int range) {
    return folder.resolve(name(range, RESULT));
  }

  boolean hasResult(int range) {
    return Files.exists(result(range));
  }

  /** Leaves the result of a range. */
  void leave(int range, Content content) throws IOException {
    write(name(range, RESULT), content);
  }

  /** Leaves a file as the result of a range; it is moved there. */
  void leave(int range, Path file) throws IOException {
    Files.move(file, result(range), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A folder for what becomes a result. */
  Path draft(int range) throws IOException {
    return Files.createTempDirectory(folder, name(range, "-"));
  }

  /** Says that a worker has failed at a range, and at what. */
  void leave(int range, Throwable thrown) throws IOException {
    write(name(range, FAILURE), out -> out.write(thrown.toString().getBytes(UTF_8)));
  }

  /** What a worker has failed at in a range, if one has. */
  Optional<String> failure(int range) throws IOException {
    try {
      return Optional.of(Files.readString(folder.resolve(name(range, FAILURE))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether a range need not be done: it has been, or one before it has failed. */
  boolean isSettled(int range) {
    for (int before = 0; before <= range; before++) {
      if (Files.exists(folder.resolve(name(before, FAILURE)))) {
        return true;
      }
    }
    return hasResult(range);
  }

  /** Writes a file. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  private void write(String name, Content content) throws IOException {
    var draft = Files.createTempFile(folder, name, ".draft");
    try (var out = new BufferedOutputStream(Files.newOutputStream(draft))) {
      content.write(out);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
    Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Calls the work off, and drops everything; workers that are late drop what they have left. */
  void drop() throws IOException {
    Files.deleteIfExists(folder.resolve(WORK));
    drop(folder);
  }

  /** Drops what a worker has left of a range too late, and the folder if it was the last. */
  void dropLate(int range) throws IOException {
    Files.deleteIfExists(folder.resolve(name(range, FAILURE)));
    dropLate(name(range, RESULT));
  }

  private void dropLate(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // of others, who drop it themselves
    }
  }

  /** Drops what has not become a result. */
  static void dropDraft(Path draft) throws IOException {
    drop(draft);
  }

  private static void drop(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        if (Files.isDirectory(file)) {
          drop(file);
        } else {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(directory);
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      return; // by a worker that is late; it goes with the temporary directory of the node
    }
  }
}
