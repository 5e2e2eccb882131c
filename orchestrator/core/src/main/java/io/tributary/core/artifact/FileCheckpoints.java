package io.tributary.core.artifact;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.tributary.api.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checkpoints as files of a directory, which is made when something is put. One that is being
 * written has a name that begins with a dot.
 */
final class FileCheckpoints implements Checkpoints {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path directory;

  FileCheckpoints(Path directory) {
    this.directory = directory;
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "checkpoint '"
              + name
              + "' (expected: letters, digits, '-', '_' and '.', a letter or digit first); choose"
              + " another name");
    }
    return directory.resolve(name);
  }

  @Override
  public Optional<byte[]> find(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    var file = file(name);
    Durable.makeDirectories(directory);
    var written = Files.createTempFile(directory, "." + name, "");
    Files.write(written, content);
    Durable.forceFile(written);
    Files.move(written, file, ATOMIC_MOVE);
    Durable.forceDirectory(directory);
  }
}
