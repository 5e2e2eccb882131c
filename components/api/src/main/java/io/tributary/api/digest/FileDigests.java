package io.tributary.api.digest;

import java.io.IOException;
import java.nio.file.Path;

/**
 * SHA-256 of files. An implementation may remember what it has read, and read again only what has
 * changed since. Thread-safe.
 */
@FunctionalInterface
public interface FileDigests {
  /** Reads a file every time it is asked. */
  FileDigests READING = Sha256::of;

  /**
   * SHA-256 of a file's content, as {@link Sha256#of} gives it.
   *
   * @throws IOException if the file cannot be read
   */
  String of(Path file) throws IOException;
}
