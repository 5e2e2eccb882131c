package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What the system says of a file, by which is seen, at no cost, that its bytes have not changed.
 *
 * @param identity of the file on its disk, if the system tells
 */
public record FileState(Path file, long size, FileTime modified, Optional<Object> identity) {
  public FileState {
    requireNonNull(file, "file");
    requireNonNull(modified, "modified");
    requireNonNull(identity, "identity");
  }

  /**
   * As it is now.
   *
   * @throws ExecutionFailure if the file cannot be read
   */
  public static FileState of(Path file) {
    try {
      var found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileState(
          file, found.size(), found.lastModifiedTime(), Optional.ofNullable(found.fileKey()));
    } catch (IOException e) {
      throw SourceFiles.failure(file, e);
    }
  }

  /**
   * Makes sure that nobody has written to the file since.
   *
   * @throws ExecutionFailure if somebody has, or it is gone
   */
  public void requireUnchanged() {
    var now = of(file);
    if (!now.equals(this)) {
      throw SourceFiles.changed(
          file,
          now.size == size
              ? "it was written to at " + now.modified
              : "it had " + size + " bytes, and now has " + now.size);
    }
  }
}
