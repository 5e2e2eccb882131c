package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads rows whose compressed bytes were damaged: the library then keeps a buffer. */
public record ReadDamaged() implements Component<ReadDamaged.Outputs> {
  private static final int ROWS = 5_000;

  /** Never made. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var directory = run.temporaryDirectory();
    var schema = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
    try (var root = VectorSchemaRoot.create(schema, run.allocator());
        var writer = new ExamplesWriter(directory, schema, run.allocator())) {
      var column = (BigIntVector) root.getVector("n");
      for (int i = 0; i < ROWS; i++) {
        column.setSafe(i, i % 7);
      }
      root.setRowCount(ROWS);
      writer.append(root);
    }
    var file = directory.resolve("part-00000.arrow");
    var bytes = Files.readAllBytes(file);
    // The header of the frame's first block: memory for the values is taken before it is read.
    Arrays.fill(bytes, lastFrame(bytes) + 7, lastFrame(bytes) + 10, (byte) 0xFF);
    Files.write(file, bytes);
    try (var reader = new ExamplesReader(new Dataset(List.of(file)), run.allocator())) {
      while (reader.loadNextBatch()) {
        run.progress(reader.batch().getRowCount() + " rows");
      }
    }
  }

  /** Where the last ZSTD frame begins: the values, after the validity bits. */
  private static int lastFrame(byte[] bytes) {
    for (int i = bytes.length - 4; i >= 0; i--) {
      if (bytes[i] == 0x28
          && bytes[i + 1] == (byte) 0xB5
          && bytes[i + 2] == 0x2F
          && bytes[i + 3] == (byte) 0xFD) {
        return i;
      }
    }
    throw new IllegalStateException("no ZSTD frame");
  }
}
