package io.tributary.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineWriterTest {
  @TempDir Path directory;

  private void write(BadRow... rows) throws IOException {
    try (var allocator = new RootAllocator();
        var writer =
            new QuarantineWriter(
                new ExamplesWriter(directory, QuarantineWriter.SCHEMA, allocator), allocator)) {
      for (var row : rows) {
        writer.add(row);
      }
    }
  }

  @Test
  void rowsAreWrittenWithPlaceReasonAndBytes() throws IOException {
    var raw = new byte[] {'1', ',', (byte) 0xe9, 0};
    write(
        new BadRow("a.csv", 7, "fare", "no number", raw),
        new BadRow("b.csv", 9, "", "2 fields", "1,2".getBytes(UTF_8)));

    try (var allocator = new RootAllocator();
        var reader = ExamplesReader.open(directory.resolve("part-00000.arrow"), allocator)) {
      assertThat(reader.loadNextBatch()).isTrue();
      var root = reader.getVectorSchemaRoot();
      assertThat(root.getVector("file").getObject(0)).hasToString("a.csv");
      assertThat(root.getVector("line").getObject(0)).isEqualTo(7L);
      assertThat(root.getVector("column").getObject(0)).hasToString("fare");
      assertThat(root.getVector("column").getObject(1)).isNull();
      assertThat(root.getVector("reason").getObject(1)).hasToString("2 fields");
      assertThat(((VarBinaryVector) root.getVector("row")).get(0)).isEqualTo(raw);
    }
  }

  @Test
  void manyAndLargeRowsAreWrittenInSeveralBatches() throws IOException {
    var rows = new ArrayList<BadRow>();
    for (int i = 0; i < 1_500; i++) {
      rows.add(new BadRow("a.csv", i, "c", "r", new byte[i < 200 ? 40_000 : 3]));
    }
    write(rows.toArray(BadRow[]::new));

    int batches = 0;
    long count = 0;
    try (var allocator = new RootAllocator();
        var reader = ExamplesReader.open(directory.resolve("part-00000.arrow"), allocator)) {
      while (reader.loadNextBatch()) {
        batches++;
        count += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    assertThat(count).isEqualTo(1_500);
    assertThat(batches).isEqualTo(3);
  }

  @Test
  void aFileWithoutRowsIsAFile() throws IOException {
    write();

    try (var allocator = new RootAllocator();
        var reader = ExamplesReader.open(directory.resolve("part-00000.arrow"), allocator)) {
      assertThat(reader.loadNextBatch()).isFalse();
      assertThat(reader.getVectorSchemaRoot().getSchema()).isEqualTo(QuarantineWriter.SCHEMA);
    }
  }
}
