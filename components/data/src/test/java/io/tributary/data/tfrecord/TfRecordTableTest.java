package io.tributary.data.tfrecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import io.tributary.data.source.Values;
import io.tributary.proto.tensorflow.Example;
import io.tributary.proto.tensorflow.Feature;
import io.tributary.proto.tensorflow.Features;
import io.tributary.proto.tensorflow.Int64List;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfRecordTableTest {
  private static final String EXAMPLES = "examples-tensorflow-2.16.2.tfrecord";

  @TempDir Path directory;

  private final List<BadRow> quarantine = new ArrayList<>();

  private SourceTable scan(int threads, Path... files) throws IOException {
    return TfRecordTable.scan(
        new SourceFiles(files[0], List.of(files)),
        BadRowBudget.ofRows(3),
        threads,
        quarantine::add,
        FileDigests.READING);
  }

  @ParameterizedTest
  @ValueSource(strings = {EXAMPLES, EXAMPLES + ".gz"})
  void readsWhatTensorFlowHasWritten(String file) throws IOException {
    var table = scan(2, Values.golden(file));

    assertThat(Values.types(table))
        .containsExactly(
            Map.entry("bytes", "Binary"),
            Map.entry("float", "FloatingPoint(SINGLE)"),
            Map.entry("floats", "List<item: FloatingPoint(SINGLE)>"),
            Map.entry("int", "Int(64, true)"),
            Map.entry("ints", "List<item: Int(64, true)>"),
            Map.entry("sometimes", "Int(64, true)"),
            Map.entry("text", "Utf8"),
            Map.entry("texts", "List<item: Utf8>"),
            Map.entry("unset", "Utf8"));
    var columns = Values.columns(table.batches());
    assertThat(columns.get("bytes")).isEqualTo(asList("0xff00", "0x", null, null));
    assertThat(columns.get("float")).isEqualTo(asList(0.1f, Float.NaN, -1.5f, null));
    assertThat(columns.get("floats")).isEqualTo(asList(null, null, List.of(1f, 2.5f), null));
    assertThat(columns.get("int")).isEqualTo(asList(Long.MIN_VALUE, Long.MAX_VALUE, null, null));
    assertThat(columns.get("ints"))
        .isEqualTo(asList(List.of(1L, 2L, 3L), List.of(), List.of(7L), null));
    assertThat(columns.get("sometimes")).isEqualTo(asList(1L, null, null, null));
    assertThat(columns.get("text")).isEqualTo(asList("Zürich", "", "x", null));
    assertThat(columns.get("texts")).isEqualTo(asList(List.of("a", ""), List.of("b"), null, null));
    assertThat(columns.get("unset")).containsOnlyNulls();
    assertThat(table.rows()).isEqualTo(4);
  }

  @Test
  void refusesAFeatureOfSeveralKinds() {
    var file = Values.golden("mixed-tensorflow-2.16.2.tfrecord");

    assertThatThrownBy(() -> scan(1, file))
        .hasMessageContaining("feature 'x' has ")
        .hasMessageContaining("bytes in " + file + ", record 2")
        .hasMessageContaining("int64 in " + file + ", record 1");
  }

  @Test
  void noPrefixOfAFileIsTakenForAWholeOne() throws IOException {
    var bytes = Files.readAllBytes(Values.golden(EXAMPLES));
    var ends = new ArrayList<Integer>(List.of(0));
    for (int at = 0; at < bytes.length; ends.add(at)) {
      at += Frame.HEAD + (int) Frame.of(bytes).getLong(at) + Frame.TAIL;
    }
    for (int length = 0; length < bytes.length; length++) {
      if (!ends.contains(length)) {
        var file = Files.write(directory.resolve("cut.tfrecord"), Arrays.copyOf(bytes, length));

        assertThatThrownBy(() -> scan(1, file))
            .as("%d bytes", length)
            .isInstanceOf(ExecutionFailure.class)
            .hasMessageStartingWith(file + ", record ")
            .hasMessageContaining("cut off after");
      }
    }
  }

  @Test
  void aChangedByteIsFoundWhereverItIs() throws IOException {
    var bytes = Files.readAllBytes(Values.golden(EXAMPLES));
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 0x20;
      var file = Files.write(directory.resolve("damaged.tfrecord"), bytes);
      bytes[i] ^= 0x20;

      assertThatThrownBy(() -> scan(1, file))
          .as("byte %d", i)
          .isInstanceOfSatisfying(
              ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
          .hasMessageStartingWith(file + ", record ")
          .hasMessageContaining("checksum");
    }
  }

  private static byte[] frame(byte[] record) throws IOException {
    var out = new ByteArrayOutputStream();
    var head = new byte[Frame.HEAD];
    Frame.of(head).putLong(0, record.length);
    Frame.of(head).putInt(8, Frame.checksum(head, 0, 8));
    var tail = new byte[Frame.TAIL];
    Frame.of(tail).putInt(0, Frame.checksum(record, 0, record.length));
    out.writeBytes(head);
    out.writeBytes(record);
    out.writeBytes(tail);
    return out.toByteArray();
  }

  @Test
  void recordsThatAreNoExamplesAreSetAside() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(frame(Example.getDefaultInstance().toByteArray()));
    bytes.writeBytes(frame("no protobuf".getBytes(UTF_8)));
    bytes.writeBytes(Files.readAllBytes(Values.golden(EXAMPLES)));
    var file = Files.write(directory.resolve("some.tfrecord"), bytes.toByteArray());
    var table = scan(2, file);

    assertThat(table.rows()).isEqualTo(5);
    assertThat(table.badRows()).isEqualTo(1);
    assertThat(Values.column(table, "sometimes")).isEqualTo(asList(null, 1L, null, null, null));
    assertThat(quarantine).singleElement().extracting(BadRow::line).isEqualTo(2L);
    assertThat(quarantine.get(0).bytes()).asString(UTF_8).isEqualTo("no protobuf");
    assertThat(quarantine.get(0).reason()).startsWith("no tf.Example: ");
  }

  @Test
  void noticesThatAFileHasOtherRecordsOfTheSameLength() throws IOException {
    var file = directory.resolve("examples.tfrecord");
    Files.write(file, frame(example(1)));
    var table = scan(1, file);
    Files.write(file, frame(example(2)));

    assertThatThrownBy(() -> Values.columns(table.batches()))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION))
        .hasMessageContaining(file + ": changed while it was read (other bytes from record 1 on)");
  }

  @Test
  void noticesThatAFileGrowsWhileItIsDigested() throws IOException {
    var file = Files.write(directory.resolve("examples.tfrecord"), frame(example(1)));
    FileDigests growing =
        path -> {
          Files.write(path, frame(example(2)), StandardOpenOption.APPEND);
          return Sha256.of(path);
        };

    assertThatThrownBy(
            () ->
                TfRecordTable.scan(
                    new SourceFiles(file, List.of(file)),
                    BadRowBudget.NONE,
                    1,
                    quarantine::add,
                    growing))
        .hasMessageContaining(file + ": changed while it was read");
  }

  private static byte[] example(long value) {
    var list = Int64List.newBuilder().addValue(value);
    return Example.newBuilder()
        .setFeatures(
            Features.newBuilder().putFeature("n", Feature.newBuilder().setInt64List(list).build()))
        .build()
        .toByteArray();
  }

  @Test
  void aFileWithoutRecordsIsRefused() throws IOException {
    var file = Files.createFile(directory.resolve("empty.tfrecord"));

    assertThatThrownBy(() -> scan(1, file)).hasMessageContaining(file + ": no records");
  }

  @Test
  void columnsThatAreNotAskedForAreLeftOut() throws IOException {
    var batches = scan(1, Values.golden(EXAMPLES)).batches();

    assertThat(Values.columns(batches.only(Set.of("text", "absent"))))
        .isEqualTo(Map.of("text", asList("Zürich", "", "x", null)));
  }

  @Test
  void anyNumberOfThreadsSeesEveryRowInOrder() throws IOException {
    try (var allocator = new RootAllocator()) {
      var file = directory.resolve("many.tfrecord.gz");
      try (var out = new TfRecordWriter(file, NUMBERS, true)) {
        for (int from = 0; from < 20_000; from += 5_000) {
          try (var batch = numbers(from, allocator)) {
            out.append(batch);
          }
        }
        assertThat(out.rowCount()).isEqualTo(20_000);
      }
      var batches = scan(2, file, file).batches();

      assertThat(batches.count()).isEqualTo(6);
      assertThat(batches.place(4)).isEqualTo(file + ", from record 8193 on");
      assertThat(Values.column(scan(2, file), "n"))
          .isEqualTo(LongStream.range(0, 20_000).boxed().toList());
    }
  }

  private static final Schema NUMBERS =
      new Schema(
          List.of(
              Field.nullable("n", new ArrowType.Int(64, true)),
              Field.nullable("x", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));

  private static VectorSchemaRoot numbers(int from, RootAllocator allocator) {
    var root = VectorSchemaRoot.create(NUMBERS, allocator);
    for (int i = 0; i < 5_000; i++) {
      ((BigIntVector) root.getVector("n")).setSafe(i, from + i);
      ((Float4Vector) root.getVector("x")).setSafe(i, i / 4f);
    }
    root.setRowCount(5_000);
    return root;
  }

  @Test
  void examplesWithoutFeaturesAreRefused() throws IOException {
    var file = Files.write(directory.resolve("sequences.tfrecord"), frame(new byte[0]));

    assertThatThrownBy(() -> scan(1, file))
        .hasMessageContaining(file + ": examples without any feature, as SequenceExamples are");
  }
}
