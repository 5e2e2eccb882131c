package io.tributary.api.span;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The files of one span, of its latest version.
 *
 * @param span its number
 * @param version number of the latest version; empty where the pattern has none
 * @param files in the order of their names; at least one
 * @param marked whether a directory that belongs to this span alone holds a file {@code _SUCCESS}
 */
public record FoundSpan(long span, Optional<Long> version, List<Path> files, boolean marked) {
  /** The file by which a writer says that a directory is complete, as Hadoop has it. */
  static final String SUCCESS = "_SUCCESS";

  public FoundSpan {
    files = List.copyOf(files);
  }

  /**
   * When the files last changed, moved or came, by the clock of their file system. Where that keeps
   * no time of changes, the time of the last modification counts, which copying may take along.
   */
  public Instant changed() throws IOException {
    var latest = Instant.MIN;
    for (var file : files) {
      var time = changed(file);
      latest = time.isAfter(latest) ? time : latest;
    }
    return latest;
  }

  private static Instant changed(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
    }
    return Files.getLastModifiedTime(file).toInstant();
  }
}
