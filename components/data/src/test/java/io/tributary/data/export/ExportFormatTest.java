package io.tributary.data.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.ExamplesWriter;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportFormatTest {
  private static final String ROWS =
      "id,text,number\n"
          + "1,\"a,\"\"b\"\"\nc\",0.1\n"
          + "2,\"\",-0.0\n"
          + "3,,1e-300\n"
          + "4,🚕 größer,\n"
          + "5,x,123456789.125\n";

  @TempDir Path directory;

  private Path arrow(String csv) throws IOException {
    return arrow(csv, "rows.csv");
  }

  private Path arrow(String rows, String name) throws IOException {
    var source = Files.writeString(directory.resolve(name), rows);
    var table = Sources.open(source, SourceOptions.defaults(), row -> {});
    var folder = Files.createTempDirectory(directory, "arrow");
    try (var allocator = new RootAllocator();
        var batches = table.batches().open(allocator);
        var out = new ExamplesWriter(folder, table.schema(), allocator)) {
      for (int b = 0; b < table.batches().count(); b++) {
        out.append(batches.load(b));
      }
    }
    return folder.resolve("part-00000.arrow");
  }

  private Path write(ExportFormat format, Path arrow) throws IOException {
    var file = directory.resolve("ro'ws" + format.ending());
    try (var allocator = new RootAllocator()) {
      format.write(arrow, file, allocator);
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadAsTheSameRows(ExportFormat format) throws IOException {
    var expected = lines(arrow(ROWS));

    var file = write(format, arrow(ROWS));

    assertThat(ExportFormat.of(file)).contains(format);
    assertThat(lines(file)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void equalRowsGiveEqualBytes(ExportFormat format) throws IOException {
    var rows = new StringBuilder("id,text,number\n");
    for (int row = 0; row < 20_000; row++) {
      rows.append(row).append(",t").append(row % 7).append(',').append(row / 3.0).append('\n');
    }
    var once = Files.readAllBytes(write(format, arrow(rows.toString())));

    assertThat(Files.readAllBytes(write(format, arrow(rows.toString())))).isEqualTo(once);
    assertThat(lines(directory.resolve("ro'ws" + format.ending()))).hasSize(20_000);
  }

  @ParameterizedTest
  @EnumSource
  void aTableWithoutRowsKeepsItsColumns(ExportFormat format) throws IOException {
    var folder = Files.createTempDirectory(directory, "none");
    var schema =
        new Schema(
            List.of(
                Field.nullable("id", new ArrowType.Int(64, true)),
                Field.nullable("text", ArrowType.Utf8.INSTANCE)));
    try (var allocator = new RootAllocator()) {
      new ExamplesWriter(folder, schema, allocator).close();
    }

    var file = write(format, folder.resolve("part-00000.arrow"));

    if (format == ExportFormat.CSV) {
      assertThat(file).hasContent("id,text\n");
    } else {
      var table = Sources.open(file, SourceOptions.defaults(), row -> {});
      assertThat(table.schema().getFields())
          .extracting(Field::getName)
          .containsExactly("id", "text");
      assertThat(table.rows()).isZero();
    }
  }

  @Test
  void csvTellsMissingValuesFromEmptyTexts() throws IOException {
    var rows = "{\"id\":1,\"text\":\"\"}\n{\"id\":2}\n{\"id\":3,\"text\":\"a,\\\"b\\\"\"}\n";

    assertThat(write(ExportFormat.CSV, arrow(rows, "rows.jsonl")))
        .hasContent("id,text\n1,\"\"\n2,\n3,\"a,\"\"b\"\"\"\n");
  }

  @Test
  void tellsWhatAFormatCannotHold() {
    var number = FieldType.nullable(new ArrowType.Int(64, true));
    var schema =
        new Schema(
            List.of(
                new Field("a", number, null),
                new Field("A", number, null),
                new Field(
                    "list",
                    FieldType.nullable(ArrowType.List.INSTANCE),
                    List.of(new Field("item", number, null)))));

    assertThat(ExportFormat.ARROW.problems(schema)).isEmpty();
    assertThat(ExportFormat.PARQUET.problems(schema))
        .singleElement()
        .asString()
        .contains("column 'A' differs from another one in case alone");
    assertThat(ExportFormat.CSV.problems(schema))
        .hasSize(2)
        .element(1)
        .asString()
        .contains("column 'list' of type List (expected: one value a row, in CSV)");
  }

  private static List<String> lines(Path file) throws IOException {
    var table = Sources.open(file, SourceOptions.defaults(), row -> {});
    var lines = new ArrayList<String>();
    try (var allocator = new RootAllocator();
        var batches = table.batches().open(allocator)) {
      for (int b = 0; b < table.batches().count(); b++) {
        var batch = batches.load(b);
        for (int row = 0; row < batch.getRowCount(); row++) {
          int at = row;
          lines.add(
              batch.getFieldVectors().stream()
                  .map(column -> String.valueOf(column.getObject(at)))
                  .toList()
                  .toString());
        }
      }
    }
    return lines;
  }
}
