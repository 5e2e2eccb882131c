package io.tributary.api.data;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesFilesTest {
  private static final Schema EVERY_TYPE =
      new Schema(
          List.of(
              Field.nullable("int32", new ArrowType.Int(32, true)),
              Field.nullable("int64", new ArrowType.Int(64, true)),
              Field.nullable("float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
              Field.nullable("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Field.nullable("bool", ArrowType.Bool.INSTANCE),
              Field.nullable("utf8", ArrowType.Utf8.INSTANCE),
              Field.nullable("binary", ArrowType.Binary.INSTANCE),
              Field.nullable("time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
              new Field(
                  "list",
                  FieldType.nullable(ArrowType.List.INSTANCE),
                  List.of(Field.nullable("item", new ArrowType.Int(64, true)))),
              new Field(
                  "struct",
                  FieldType.nullable(ArrowType.Struct.INSTANCE),
                  List.of(Field.nullable("child", ArrowType.Utf8.INSTANCE)))));

  @TempDir Path directory;

  private BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeaked() {
    allocator.close();
  }

  @Test
  void everyTypeAndMissingValuesAreReadAsWritten() throws IOException {
    try (var batch = everyType(50)) {
      write(directory, batch, batch);
      var rows = rows(new Dataset(List.of(part(directory))));

      assertThat(rows).hasSize(100);
      assertThat(rows.subList(0, 50)).isEqualTo(rowsOf(batch)).isEqualTo(rows.subList(50, 100));
      assertThat(rows.get(0)).containsOnlyNulls();
      assertThat(rows.get(1)).doesNotContainNull();
    }
  }

  @Test
  void equalRowsGiveEqualBytesWhateverStandsUnderNulls() throws IOException {
    try (var clean = everyType(50);
        var dirty = everyType(50)) {
      for (int r = 0; r < 50; r += 5) {
        ((BigIntVector) dirty.getVector("int64")).getDataBuffer().setLong(8L * r, 99);
        ((Float4Vector) dirty.getVector("float32")).getDataBuffer().setFloat(4L * r, 9.9f);
        ((BitVector) dirty.getVector("bool")).getDataBuffer().setByte(r / 8, 0xff);
        ((BitVector) clean.getVector("bool")).getDataBuffer().setByte(r / 8, 0xff);
        ((BitVector) clean.getVector("bool")).setNull(r);
      }
      write(Files.createDirectory(directory.resolve("clean")), clean);
      write(Files.createDirectory(directory.resolve("dirty")), dirty);
    }

    assertThat(part(directory.resolve("dirty")))
        .hasSameBinaryContentAs(part(directory.resolve("clean")));
  }

  @Test
  void aDatasetWithoutRowsHasOnePartWithTheSchema() throws IOException {
    new ExamplesWriter(directory, EVERY_TYPE, allocator).close();

    try (var reader = new ExamplesReader(new Dataset(List.of(part(directory))), allocator)) {
      assertThat(reader.schema()).isEqualTo(EVERY_TYPE);
      assertThat(reader.loadNextBatch()).isFalse();
      assertThat(reader.loadNextBatch()).isFalse();
      assertThatThrownBy(reader::batch)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("at its end");
    }
  }

  @Test
  void partsAreReadOneAfterTheOther() throws IOException {
    var dataset =
        Rows.dataset(directory, allocator, new int[] {3, 4}, new int[0], new int[] {1, 2});

    assertThat(rows(dataset))
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L));
  }

  @Test
  void splitsAreFoundInTheirDirectories() throws IOException {
    for (var split : List.of("train", "eval")) {
      var place = Files.createDirectory(directory.resolve("Split-" + split));
      try (var batch = Rows.batch(0, 2, allocator)) {
        write(place, batch);
      }
    }

    assertThat(Dataset.of(directory, List.of("eval", "train")).parts())
        .containsExactly(
            part(directory.resolve("Split-eval")), part(directory.resolve("Split-train")));
    assertThatThrownBy(() -> Dataset.of(directory, List.of("test")))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND))
        .hasMessageContaining("split 'test': no such split (expected: one of [eval, train])");
  }

  @Test
  void filesOfOtherWritersAreRead() throws IOException {
    try (var batch = everyType(10);
        var out = Files.newByteChannel(part(directory), CREATE_NEW, WRITE);
        var writer = new ArrowFileWriter(batch, null, out)) {
      writer.writeBatch();
      writer.end();
      assertThat(rows(new Dataset(List.of(part(directory))))).isEqualTo(rowsOf(batch));
    }
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    try (var batch = everyType(1_000)) {
      write(directory, batch);
    }
    var bytes = Files.readAllBytes(part(directory));
    for (int length : List.of(0, 5, 200, bytes.length / 2, bytes.length - 1)) {
      Files.write(part(directory), Arrays.copyOf(bytes, length));

      refuses(Code.INVALID_DATA, "not a complete Arrow file");
    }
  }

  @Test
  void damagedBytesAreRefused() throws IOException {
    try (var batch = everyType(1_000)) {
      write(directory, batch);
    }
    var bytes = Files.readAllBytes(part(directory));
    Arrays.fill(bytes, bytes.length / 3, bytes.length / 3 + 200, (byte) 0x55);
    Files.write(part(directory), bytes);

    // Arrow's codec keeps a buffer when it fails: this allocator could not be closed
    var other = new RootAllocator();
    assertThatThrownBy(() -> rows(new Dataset(List.of(part(directory))), other))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageContaining(part(directory) + ": a record batch cannot be loaded");
  }

  @Test
  void aMissingPartIsRefused() {
    refuses(Code.NOT_FOUND, "no such file");
  }

  @Test
  void aDatasetWithoutPartsIsRefused() {
    assertThatThrownBy(() -> new ExamplesReader(new Dataset(List.of()), allocator))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no parts");
  }

  @Test
  void batchesOfAnotherSchemaOrWithUnevenColumnsAreRefused() throws IOException {
    try (var out = new ExamplesWriter(directory, EVERY_TYPE, allocator);
        var other = Rows.batch(0, 2, allocator);
        var uneven = everyType(3)) {
      assertThatThrownBy(() -> out.append(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("append batches of the schema");
      uneven.getVector("utf8").setValueCount(2);
      assertThatThrownBy(() -> out.append(uneven))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column 'utf8': 2 values (expected: 3");
    }
  }

  @Test
  void dictionaryEncodedColumnsAreRefused() {
    var encoded =
        new Field(
            "word",
            new FieldType(true, ArrowType.Utf8.INSTANCE, new DictionaryEncoding(1, false, null)),
            null);

    assertThatThrownBy(() -> new ExamplesWriter(directory, new Schema(List.of(encoded)), allocator))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'word': dictionary-encoded");
  }

  @Test
  void aSecondPartInTheSamePlaceIsRefused() throws IOException {
    new ExamplesWriter(directory, EVERY_TYPE, allocator).close();

    assertThatThrownBy(() -> new ExamplesWriter(directory, EVERY_TYPE, allocator))
        .isInstanceOf(IOException.class);
  }

  private void refuses(Code code, String message) {
    assertThatThrownBy(() -> rows(new Dataset(List.of(part(directory)))))
        .isInstanceOfSatisfying(ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(part(directory) + ": " + message);
  }

  /** Rows of which every fifth misses all values. */
  private VectorSchemaRoot everyType(int rows) {
    var root = VectorSchemaRoot.create(EVERY_TYPE, allocator);
    root.allocateNew();
    var struct = (StructVector) root.getVector("struct");
    var lists = ((ListVector) root.getVector("list")).getWriter();
    for (int r = 0; r < rows; r++) {
      lists.setPosition(r);
      if (r % 5 == 0) {
        lists.writeNull();
        continue;
      }
      ((IntVector) root.getVector("int32")).setSafe(r, -r);
      ((BigIntVector) root.getVector("int64")).setSafe(r, Long.MAX_VALUE - r);
      ((Float4Vector) root.getVector("float32")).setSafe(r, r / 3f);
      ((Float8Vector) root.getVector("float64")).setSafe(r, r / 3.0);
      ((BitVector) root.getVector("bool")).setSafe(r, r % 2);
      ((VarCharVector) root.getVector("utf8")).setSafe(r, new Text("taxi 🚕 " + r));
      ((VarBinaryVector) root.getVector("binary")).setSafe(r, new byte[] {(byte) r, 0, -1});
      ((TimeStampMicroTZVector) root.getVector("time")).setSafe(r, 1_357_000_200_000_000L + r);
      lists.startList();
      for (int i = 0; i < r % 4; i++) {
        lists.bigInt().writeBigInt(i);
      }
      lists.endList();
      struct.setIndexDefined(r);
      ((VarCharVector) struct.getChild("child")).setSafe(r, new Text("child " + r));
    }
    root.setRowCount(rows);
    return root;
  }

  private void write(Path place, VectorSchemaRoot... batches) throws IOException {
    try (var out = new ExamplesWriter(place, batches[0].getSchema(), allocator)) {
      for (var batch : batches) {
        out.append(batch);
      }
    }
  }

  private static Path part(Path place) {
    return place.resolve("part-00000.arrow");
  }

  private List<List<Object>> rows(Dataset dataset) throws IOException {
    return rows(dataset, allocator);
  }

  private static List<List<Object>> rows(Dataset dataset, BufferAllocator allocator)
      throws IOException {
    var rows = new ArrayList<List<Object>>();
    try (var reader = new ExamplesReader(dataset, allocator)) {
      while (reader.loadNextBatch()) {
        rows.addAll(rowsOf(reader.batch()));
      }
    }
    return rows;
  }

  private static List<List<Object>> rowsOf(VectorSchemaRoot batch) {
    var rows = new ArrayList<List<Object>>();
    for (int r = 0; r < batch.getRowCount(); r++) {
      var row = new ArrayList<Object>();
      for (var column : batch.getFieldVectors()) {
        var value = column.getObject(r);
        row.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
      }
      rows.add(row);
    }
    return rows;
  }
}
