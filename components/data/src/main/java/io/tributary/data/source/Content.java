package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of a text file, at random; of a file that was packed, those that came out of it.
 * Whoever does not close it leaves that to the garbage collector.
 *
 * @param file as it was named
 * @param size how many bytes there are
 * @param unpacked where they are, if not in the file itself
 * @param digest SHA-256 of the file's own bytes if it was packed; of another file nobody knows yet
 */
public record Content(Path file, long size, Optional<FileChannel> unpacked, Optional<byte[]> digest)
    implements Closeable {
  public Content {
    requireNonNull(file, "file");
    requireNonNull(unpacked, "unpacked");
    requireNonNull(digest, "digest");
  }

  /** Frees what was unpacked, which then can be read no more. */
  @Override
  public void close() throws IOException {
    if (unpacked.isPresent()) {
      unpacked.get().close();
    }
  }
}
