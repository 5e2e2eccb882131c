package io.tributary.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.cli.command.Temporary;
import io.tributary.cli.command.UsageException;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.Quarantine;
import io.tributary.server.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows that cannot be read, a line of JSON each: of a row that is no UTF-8, the bytes in Base64
 * stand beside the text. The file appears when it is closed, unless nothing was asked to be kept.
 */
final class QuarantineFile implements Quarantine, AutoCloseable {
  private final Path file;
  private final Temporary beside;
  private final boolean isContinued;
  private @Nullable OutputStream out;

  /**
   * Nothing is written yet.
   *
   * @param isContinued whether the rows come behind those that the file has
   */
  QuarantineFile(Path file, boolean isContinued) {
    if (Files.isDirectory(file)) {
      throw new UsageException("--quarantine", file + ", a folder", "a file", "add its name");
    }
    this.file = file;
    this.isContinued = isContinued;
    beside = Temporary.beside(file.toAbsolutePath());
  }

  @Override
  public void add(BadRow row) throws IOException {
    var line = new LinkedHashMap<String, Object>();
    line.put("file", row.file());
    line.put("line", row.line());
    line.put("column", row.column());
    line.put("reason", row.reason());
    line.put("row", new String(row.bytes(), UTF_8));
    if (!isUtf8(row.bytes())) {
      line.put("row_base64", Base64.getEncoder().encodeToString(row.bytes()));
    }
    var to = open();
    Json.compact(to, line);
    to.write('\n');
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The source has been read: there is to be a file, whether there are such rows or not. */
  void keep() throws IOException {
    var unused = open();
  }

  private OutputStream open() throws IOException {
    var opened = out;
    if (opened == null) {
      if (isContinued && Files.exists(file)) {
        Files.copy(file, beside.path());
      }
      opened =
          new BufferedOutputStream(
              Files.newOutputStream(
                  beside.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      out = opened;
    }
    return opened;
  }

  @Override
  public void close() throws IOException {
    try (beside) {
      if (out != null) {
        out.close();
        if (!Thread.currentThread().isInterrupted()) {
          Files.move(
              beside.path(),
              file,
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
