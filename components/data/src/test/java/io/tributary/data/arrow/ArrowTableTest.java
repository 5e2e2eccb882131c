package io.tributary.data.arrow;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.data.RowTrace;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.LocalDataEngine;
import io.tributary.data.source.PyarrowTypes;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowTableTest {
  private static final Path BATCHES = Values.golden("batches-pyarrow-26.0.1.arrow");

  private static final Field N = Field.nullable("n", new ArrowType.Int(64, true));

  @TempDir Path directory;

  private static ArrowTable open(Path... files) throws IOException {
    return ArrowTable.open(new SourceFiles(files[0], List.of(files)), FileDigests.READING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "types-pyarrow-26.0.1.arrow",
        "types-zstd-pyarrow-26.0.1.arrow",
        "types-lz4-pyarrow-26.0.1.feather",
        "types-pyarrow-26.0.1.arrows"
      })
  void readsEveryTypeOfFilesAndStreams(String file) throws IOException {
    var table = open(Values.golden(file));

    assertThat(Values.types(table)).isEqualTo(PyarrowTypes.types());
    assertThat(Values.columns(table.batches())).isEqualTo(PyarrowTypes.values());
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.badRows()).isZero();
  }

  @Test
  void keepsTheSchemaOfAFileWithoutBatches() throws IOException {
    var table = open(Values.golden("no-batches-pyarrow-26.0.1.arrow"));

    assertThat(Values.types(table)).isEqualTo(PyarrowTypes.types());
    assertThat(table.rows()).isZero();
  }

  @Test
  void readsDictionariesThatAreReplacedInAStream() throws IOException {
    var table = open(Values.golden("dictionaries-pyarrow-26.0.1.arrows"));

    assertThat(Values.column(table, "colour"))
        .isEqualTo(asList("red", null, "green", "red", "blue", "red"));
  }

  @Test
  void readsDictionariesThatGrow() throws IOException {
    var table = open(Values.golden("dictionary-deltas-pyarrow-26.0.1.arrows"));

    assertThat(Values.column(table, "colour")).isEqualTo(asList("red", null, "green", "red"));
  }

  @Test
  void filesMayHaveDictionariesOfTheirOwn() throws IOException {
    var table =
        open(
            Values.golden("dictionaries-pyarrow-26.0.1.arrows"),
            Values.golden("dictionary-deltas-pyarrow-26.0.1.arrows"));

    assertThat(Values.column(table, "colour")).hasSize(10).endsWith("red", null, "green", "red");
    try (var allocator = new RootAllocator();
        var cursor = table.batches().open(allocator)) {
      assertThat(cursor.load(4).getVector(0).getObject(0)).hasToString("green");
      assertThat(cursor.load(2).getVector(0).getObject(0)).hasToString("blue");
      assertThat(cursor.load(3).getVector(0).getObject(0)).hasToString("red");
    }
  }

  @Test
  void refusesADictionaryInsideAStruct() {
    assertThatThrownBy(() -> open(Values.golden("nested-dictionary-pyarrow-26.0.1.arrow")))
        .hasMessageContaining("column 's' of type Struct with a dictionary inside");
  }

  @Test
  void columnsMayShareADictionary() throws IOException {
    var file = directory.resolve("shared.arrow");
    var encoding = new DictionaryEncoding(7, false, new ArrowType.Int(32, true));
    var type = new FieldType(true, new ArrowType.Int(32, true), encoding);
    var schema = new Schema(List.of(new Field("a", type, null), new Field("b", type, null)));
    try (var allocator = new RootAllocator();
        var colours = new VarCharVector("colours", allocator);
        var root = VectorSchemaRoot.create(schema, allocator);
        var channel = FileChannel.open(file, CREATE_NEW, WRITE);
        var out =
            new ArrowFileWriter(
                root, new MapDictionaryProvider(new Dictionary(colours, encoding)), channel)) {
      colours.setSafe(0, "red".getBytes(UTF_8));
      colours.setSafe(1, "blue".getBytes(UTF_8));
      colours.setValueCount(2);
      ((IntVector) root.getVector("a")).setSafe(0, 1);
      ((IntVector) root.getVector("b")).setSafe(0, 0);
      root.setRowCount(1);
      out.writeBatch();
    }

    assertThat(Values.columns(open(file).batches()))
        .isEqualTo(Map.of("a", List.of("blue"), "b", List.of("red")));
  }

  @Test
  void refusesSeveralColumnsOfOneName() throws IOException {
    var file = write(new Schema(List.of(N, N)), root -> {});

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageStartingWith(
            file + ": several columns called 'n' (expected: a name of its own for every column)");
  }

  @Test
  void aDamagedBufferLeavesNoMemoryTaken() throws IOException {
    var file =
        write(
            new Schema(List.of(N)),
            root -> {
              for (int r = 0; r < 5_000; r += 2) {
                ((BigIntVector) root.getVector("n")).setSafe(r, r);
              }
              root.setRowCount(5_000);
            });
    var bytes = Files.readAllBytes(file);
    int validity = frame(bytes, 0);
    bytes[frame(bytes, validity + 1)] ^= 0x55;
    Files.write(file, bytes);

    assertThatThrownBy(() -> Values.columns(open(file).batches()))
        .hasMessageContaining("record batch 1: cannot be loaded")
        .hasNoSuppressedExceptions();
  }

  /** Where a Zstandard frame begins. */
  private static int frame(byte[] bytes, int from) {
    int at = from;
    while (ByteBuffer.wrap(bytes).getInt(at) != 0x28B52FFD) {
      at++;
    }
    return at;
  }

  private Path write(Schema schema, Consumer<VectorSchemaRoot> rows) throws IOException {
    try (var allocator = new RootAllocator();
        var root = VectorSchemaRoot.create(schema, allocator);
        var out = new ExamplesWriter(directory, schema, allocator)) {
      rows.accept(root);
      out.append(root);
    }
    return directory.resolve("part-00000.arrow");
  }

  @Test
  void anyNumberOfThreadsSeesEveryRowInOrder() throws IOException {
    var batches = open(BATCHES, BATCHES).batches();

    assertThat(batches.place(8)).isEqualTo(BATCHES + ", record batch 2");
    try (var allocator = new RootAllocator()) {
      var expected = new LocalDataEngine(allocator, 1).aggregate(batches, new RowTrace());
      assertThat(expected.rows().subList(20_000, 40_000))
          .isEqualTo(LongStream.range(0, 20_000).boxed().toList());
      for (int threads : List.of(2, 7)) {
        assertThat(new LocalDataEngine(allocator, threads).aggregate(batches, new RowTrace()))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void readsTheColumnsAskedForAlone() throws IOException {
    var bytes = Files.readAllBytes(BATCHES);
    var table = open(Files.write(directory.resolve("whole.arrow"), bytes));
    int first = (int) (firstBody(table) + 8);
    for (int i = first; i < first + 64; i++) {
      bytes[i] ^= 0x55;
    }
    var damaged = open(Files.write(directory.resolve("damaged.arrow"), bytes));

    assertThat(Values.columns(damaged.batches().only(Set.of("s", "x"))))
        .isEqualTo(without("n", Values.columns(table.batches())));
    assertThatThrownBy(() -> Values.columns(damaged.batches()))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageContaining("damaged.arrow, record batch 1: cannot be loaded");
  }

  private static long firstBody(ArrowTable table) {
    var place = ((IpcBatches) table.batches()).places().get(0).batch().place();
    return place.getOffset() + place.getMetadataLength();
  }

  private static Map<String, List<Object>> without(String name, Map<String, List<Object>> columns) {
    columns.remove(name);
    return columns;
  }

  @Test
  void namesAFileOfAnotherSchema() {
    var other = Values.golden("types-pyarrow-26.0.1.arrows");

    assertThatThrownBy(() -> open(BATCHES, other))
        .hasMessageStartingWith(other + ": another schema than " + BATCHES)
        .hasMessageContaining("column 1 is i8: Int(8, true), not n: Int(64, true)");
  }

  @Test
  void noticesThatAFileHasChanged() throws IOException {
    var file = Files.copy(BATCHES, directory.resolve("f.arrow"));
    var table = open(file);
    Files.write(file, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> Values.columns(table.batches()))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION))
        .hasMessageContaining("it had 67258 bytes, and now has 3");
  }

  @Test
  void noPrefixOfAFileOrStreamIsTakenForAWholeOne() throws IOException {
    for (var name : List.of("types-pyarrow-26.0.1.arrow", "dictionaries-pyarrow-26.0.1.arrows")) {
      var bytes = Files.readAllBytes(Values.golden(name));
      for (int length = 0; length < bytes.length - 4; length += 7) {
        var file = Files.write(directory.resolve(name), Arrays.copyOf(bytes, length));

        assertThatThrownBy(() -> open(file))
            .as("%s, %d bytes", name, length)
            .isInstanceOf(ExecutionFailure.class)
            .hasMessageStartingWith(file + ": ");
      }
    }
  }

  /** Where texts or lists begin: two of them, of 7 and 11 bytes or elements. */
  @ParameterizedTest
  @CsvSource({"0, -7, 18", "0, 17, 5", "-7, 7, 18", "0, 7, 19", "0, 7, 2147483647"})
  void valuesOutsideTheirBuffersAreRefused(int first, int second, int end) throws IOException {
    for (var name : List.of("offsets-pyarrow-26.0.1.arrow", "list-offsets-pyarrow-26.0.1.arrow")) {
      var bytes = Files.readAllBytes(Values.golden(name));
      int at = new String(bytes, ISO_8859_1).indexOf(text(0, 7, 18));
      ByteBuffer.wrap(bytes, at, 12).put(text(first, second, end).getBytes(ISO_8859_1));
      var file = Files.write(directory.resolve(name), bytes);

      assertThatThrownBy(() -> Values.columns(open(file).batches()))
          .isInstanceOfSatisfying(
              ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
          .hasMessageContaining(
              file + ", record batch 1: cannot be loaded (column 'a': values outside its buffers)");
    }
  }

  private static String text(int... offsets) {
    var bytes = ByteBuffer.allocate(Integer.BYTES * offsets.length).order(LITTLE_ENDIAN);
    for (int offset : offsets) {
      bytes.putInt(offset);
    }
    return new String(bytes.array(), ISO_8859_1);
  }
}
