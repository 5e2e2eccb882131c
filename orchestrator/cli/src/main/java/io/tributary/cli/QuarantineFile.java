package io.tributary.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.data.source.BadRow;
import io.tributary.data.source.Quarantine;
import io.tributary.server.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** Rows that cannot be read, a line of JSON each. */
final class QuarantineFile implements Quarantine, AutoCloseable {
  private final OutputStream out;

  QuarantineFile(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file));
  }

  @Override
  public void add(BadRow row) throws IOException {
    var line = new LinkedHashMap<String, Object>();
    line.put("file", row.file());
    line.put("line", row.line());
    line.put("column", row.column());
    line.put("reason", row.reason());
    line.put("row", new String(row.bytes(), UTF_8));
    Json.compact(out, line);
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
