package io.tributary.data.tfrecord;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.arrow.ArrowTable;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import io.tributary.data.source.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordWriterTest {
  private static final Set<String> UNWRITABLE =
      Set.of("decimal", "list", "struct", "list_of_struct", "nothing", "u64", "f64");

  @TempDir Path directory;

  private static SourceFiles only(Path file) {
    return new SourceFiles(file, List.of(file));
  }

  private static SourceTable read(Path file) throws IOException {
    return TfRecordTable.scan(only(file), BadRowBudget.NONE, 1, row -> {}, FileDigests.READING);
  }

  private Path write(SourceTable table, Set<String> columns, String name, boolean isPacked)
      throws IOException {
    var file = directory.resolve(name);
    var batches = table.batches().only(columns);
    try (var allocator = new RootAllocator();
        var cursor = batches.open(allocator);
        var out = new TfRecordWriter(file, batches.schema(), isPacked)) {
      for (int b = 0; b < batches.count(); b++) {
        out.append(cursor.load(b));
      }
    }
    return file;
  }

  private static SourceTable types() throws IOException {
    return ArrowTable.open(only(Values.golden("types-pyarrow-26.0.1.arrow")), FileDigests.READING);
  }

  private static Set<String> writable(SourceTable table) {
    return table.schema().getFields().stream()
        .map(Field::getName)
        .filter(name -> !UNWRITABLE.contains(name))
        .collect(Collectors.toSet());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    var table = read(write(types(), writable(types()), "types.tfrecord", false));

    var columns = Values.columns(table.batches());
    assertThat(columns.get("i8")).isEqualTo(asList(-128L, null, 127L));
    assertThat(columns.get("u16")).isEqualTo(asList(0L, null, 65_535L));
    assertThat(columns.get("u32")).isEqualTo(asList(0L, null, 4_294_967_295L));
    assertThat(columns.get("i64")).isEqualTo(asList(Long.MIN_VALUE, null, Long.MAX_VALUE));
    assertThat(columns.get("f32")).isEqualTo(asList(1.5f, null, Float.NaN));
    assertThat(columns.get("bool")).isEqualTo(asList(1L, null, 0L));
    assertThat(columns.get("utf8")).isEqualTo(asList("", null, "Zürich 😀"));
    assertThat(columns.get("large_utf8")).isEqualTo(asList("long", null, "text"));
    assertThat(columns.get("binary")).isEqualTo(asList("0x00ff", null, "0x"));
    assertThat(columns.get("dictionary")).isEqualTo(asList("red", null, "green"));
    assertThat(columns.get("ts_s")).isEqualTo(asList(1_709_170_201L, null, 1_709_173_801L));
    assertThat(columns.get("ts_utc"))
        .isEqualTo(asList(1_709_170_201_000_000L, null, 1_709_173_801_000_000L));
    assertThat(columns.get("date")).isEqualTo(asList(-1L, null, 19_782L));
  }

  @Test
  void equalRowsGiveEqualBytes() throws IOException {
    var columns = writable(types());
    for (boolean isPacked : List.of(false, true)) {
      assertThat(write(types(), columns, "a" + isPacked, isPacked))
          .hasSameBinaryContentAs(write(types(), columns, "b" + isPacked, isPacked));
    }
  }

  @Test
  void refusesTypesThatFeaturesCannotHoldAllAtOnce() {
    assertThatThrownBy(
            () -> write(types(), Set.of("decimal", "struct", "i8"), "refused.tfrecord", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("column 'decimal' of type Decimal(10, 2, 128), column 'struct' of");
    assertThat(directory.resolve("refused.tfrecord")).doesNotExist();
  }

  @Test
  void refusesUnsignedNumbersThatAreTooLarge() {
    assertThatThrownBy(() -> write(types(), Set.of("u64"), "large.tfrecord", false))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageStartingWith(
            "row 3, column 'u64': 18446744073709551615 (expected: a number below 2^63)");
  }

  @Test
  void saysWhichColumnsItRounds() throws IOException {
    assertThat(TfRecordWriter.roundedColumns(types().schema())).containsExactly("f64");
  }

  @Test
  void refusesFiniteNumbersBeyondTheRangeOfFloats() throws IOException {
    var schema =
        new Schema(
            List.of(
                Field.nullable("x", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));
    try (var allocator = new RootAllocator();
        var rows = VectorSchemaRoot.create(schema, allocator);
        var out = new TfRecordWriter(directory.resolve("x.tfrecord"), schema, false)) {
      var x = (Float8Vector) rows.getVector("x");
      x.setSafe(0, 0.1);
      x.setSafe(1, 1e300);
      rows.setRowCount(2);

      assertThatThrownBy(() -> out.append(rows))
          .hasMessageContaining("row 2, column 'x': 1.0E300 (expected: a number within the range");
      assertThat(out.rowCount()).isEqualTo(1);
    }
    assertThat(Values.column(read(directory.resolve("x.tfrecord")), "x")).isEqualTo(List.of(0.1f));
  }

  @Test
  void refusesMissingElementsAndKeepsEmptyLists() throws IOException {
    var schema =
        new Schema(
            List.of(
                new Field(
                    "l",
                    FieldType.nullable(ArrowType.List.INSTANCE),
                    List.of(Field.nullable("item", new ArrowType.Int(32, true))))));
    var file = directory.resolve("l.tfrecord");
    try (var allocator = new RootAllocator();
        var rows = VectorSchemaRoot.create(schema, allocator);
        var out = new TfRecordWriter(file, schema, false)) {
      var lists = (ListVector) rows.getVector("l");
      var values = (IntVector) lists.getDataVector();
      values.setSafe(lists.startNewValue(0), 1);
      values.setSafe(1, 2);
      lists.endValue(0, 2);
      lists.startNewValue(1);
      lists.endValue(1, 0);
      values.setNull(lists.startNewValue(3));
      lists.endValue(3, 1);
      rows.setRowCount(4);

      assertThatThrownBy(() -> out.append(rows))
          .hasMessageContaining("row 4, column 'l': a list with a missing element");
    }
    assertThat(Values.column(read(file), "l")).isEqualTo(asList(List.of(1L, 2L), List.of(), null));
  }

  @Test
  void overwritesNothing() throws IOException {
    var file = Files.createFile(directory.resolve("there.tfrecord"));

    assertThatThrownBy(() -> write(types(), Set.of("i8"), "there.tfrecord", false))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(file).isEmptyFile();
  }
}
