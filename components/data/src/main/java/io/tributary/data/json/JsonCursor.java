package io.tributary.data.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.data.Batches;
import io.tributary.data.source.ContentReader;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Parses the lines of a batch into vectors. */
final class JsonCursor implements Batches.Cursor {
  private final JsonBatches batches;
  private final BufferAllocator allocator;
  private final ContentReader reader = new ContentReader();
  private final Lines lines = new Lines();
  private final Map<String, ValueWriter> writers = new HashMap<>();
  private @Nullable VectorSchemaRoot root;

  JsonCursor(JsonBatches batches, BufferAllocator allocator) {
    this.batches = batches;
    this.allocator = allocator;
  }

  @Override
  public VectorSchemaRoot load(int batch) throws IOException {
    var place = batches.batches().get(batch);
    lines.load(reader, place.content(), place.position(), place.length());
    if (lines.checksum() != place.checksum()) {
      throw SourceFiles.changed(
          place.content().file(), "other text from line " + place.firstLine() + " on");
    }
    var into = root();
    into.getFieldVectors().forEach(vector -> vector.setInitialCapacity(place.rows()));
    into.allocateNew();
    int row = 0;
    int bad = 0;
    for (int number = 0; lines.next(); number++) {
      if (bad < place.badLines().length && place.badLines()[bad] == number) {
        bad++;
      } else if (!lines.isBlank()) {
        write(row++);
      }
    }
    into.setRowCount(row);
    return into;
  }

  private VectorSchemaRoot root() {
    var into = root;
    if (into == null) {
      into = VectorSchemaRoot.create(batches.schema(), allocator);
      root = into;
      for (var vector : into.getFieldVectors()) {
        writers.put(vector.getName(), ValueWriter.into(vector));
      }
    }
    return into;
  }

  private void write(int row) throws IOException {
    int start = lines.start();
    try (JsonParser parser = Json.FACTORY.createParser(lines.bytes(), start, lines.end() - start)) {
      var line = new Line(parser, lines.bytes(), start);
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var writer = writers.get(parser.currentName());
        var token = parser.nextToken();
        if (writer == null) {
          parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
          writer.write(line, row);
        }
      }
    }
  }

  /**
   * A line that is being parsed.
   *
   * @param bytes with the line from {@code start} on
   */
  record Line(JsonParser parser, byte[] bytes, int start) {}

  @Override
  public void close() throws IOException {
    try (reader) {
      if (root != null) {
        root.close();
        root = null;
      }
    }
  }
}
