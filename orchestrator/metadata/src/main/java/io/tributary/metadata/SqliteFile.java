package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tributary.metadata.MetadataException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The length of a database file, before SQLite opens it: that notices missing pages, but takes a
 * last page that is cut for a whole one, and a file of one byte for an empty one.
 */
final class SqliteFile {
  private static final int HEADER = 100;
  private static final int PAGE_SIZE_AT = 16;
  private static final String MAGIC = "SQLite format 3\0";

  private SqliteFile() {}

  /** DATA_LOSS if the file ends within a page, and no log is there from which to complete it. */
  static void check(Path file) {
    long length;
    int page;
    try {
      if (!Files.isRegularFile(file) || logged(file, "-wal") || logged(file, "-journal")) {
        return;
      }
      try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
        length = channel.size();
        var header = ByteBuffer.allocate(HEADER);
        while (header.hasRemaining() && channel.read(header) >= 0) {}
        if (length >= HEADER && !new String(header.array(), ISO_8859_1).startsWith(MAGIC)) {
          return; // what it is instead, SQLite says
        }
        page = header.getShort(PAGE_SIZE_AT) & 0xffff;
      }
    } catch (IOException e) {
      return; // why it cannot be read, SQLite says when it opens it
    }
    // The size of the largest pages, 65536, is written as 1.
    if (length > 0 && (length < HEADER || length % (page == 1 ? 1 << 16 : Math.max(page, 1)) > 0)) {
      throw new MetadataException(
          Code.DATA_LOSS,
          "metadata database "
              + file
              + ": damaged, cut off after "
              + length
              + " bytes (expected: an intact database, in whole pages); restore it from a backup, or move the file aside to start with an empty one");
    }
  }

  private static boolean logged(Path file, String suffix) throws IOException {
    var log = file.resolveSibling(file.getFileName() + suffix);
    return Files.exists(log) && Files.size(log) > 0;
  }
}
