package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir Path directory;

  @Test
  void namesOfColumnsLeaveNothingOpenOfAPackedFile() throws IOException {
    var packed = directory.resolve("rows.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("fare,hour\n1,2\n".getBytes(UTF_8));
    }
    long before = openSpools();
    for (int i = 0; i < 20; i++) {
      assertThat(CsvTable.columns(files(packed), CsvOptions.defaults()))
          .containsExactly("fare", "hour");
    }
    assertThat(openSpools()).isLessThanOrEqualTo(before);
  }

  /** How many files are open into which something was unpacked. */
  private static long openSpools() throws IOException {
    var descriptors = Path.of("/proc/self/fd");
    assumeThat(descriptors).isDirectory();
    long count = 0;
    try (var all = Files.list(descriptors)) {
      for (var each : all.toList()) {
        count += isSpool(each) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isSpool(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("tributary-unpacked-");
    } catch (NoSuchFileException e) {
      return false; // that of the list itself
    }
  }

  @Test
  void typesAreInferredFromAllRows() throws IOException {
    var table = scan("fare,hour,company\n0,1,\n12.45,2,Acme\n3,3,7\n");

    assertThat(table.schema().getFields())
        .extracting(Field::toString)
        .containsExactly("fare: FloatingPoint(DOUBLE)", "hour: Int(64, true)", "company: Utf8");
    assertThat(rows(table))
        .containsExactly(row(0.0, 1L, null), row(12.45, 2L, "Acme"), row(3.0, 3L, "7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1;-2;+3 | INT64",
        "9223372036854775807;-9223372036854775808 | INT64",
        "007 | INT64",
        " 12 ;3 | INT64",
        "1;2.0 | FLOAT64",
        ".5;5.;1e3;-1E-3 | FLOAT64",
        "1;NaN;-inf;Infinity | FLOAT64",
        "1.5;9223372036854775808 | FLOAT64",
        "1;9223372036854775808 | UTF8",
        "1e999 | UTF8",
        "1;a | UTF8",
        "1;1e | UTF8",
        "1;. | UTF8",
        "1;- | UTF8",
        "1;0x10 | UTF8",
        "1;1d | UTF8",
        "1;1 2 | UTF8",
        "true;false | UTF8",
      })
  void theNarrowestTypeThatKeepsEveryValueIsTaken(String values, ColumnType expected)
      throws IOException {
    var table = scan("x,y\n" + values.replace(";", ",1\n") + ",1\n,1\n");

    assertThat(table.types().get(0)).isEqualTo(expected);
  }

  @Test
  void aColumnWithoutValuesIsText() throws IOException {
    assertThat(scan("a,b\n,1\n,2\n").types()).containsExactly(ColumnType.UTF8, ColumnType.INT64);
  }

  @Test
  void demandedTypesAreNotInferred() throws IOException {
    var table =
        scan(
            "zip,n\n01234,1\n10001,2\n",
            CsvOptions.defaults()
                .withType("zip", ColumnType.UTF8)
                .withType("n", ColumnType.FLOAT64));

    assertThat(rows(table)).containsExactly(row("01234", 1.0), row("10001", 2.0));
  }

  @Test
  void valuesThatAreNotOfTheDemandedTypeAreRefused() {
    assertThatThrownBy(
            () -> scan("n\n1\nx\n", CsvOptions.defaults().withType("n", ColumnType.INT64)))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("line 3, column 'n': 'x' (expected: an integer of 64 bits)");
  }

  @Test
  void aDemandForAnUnknownColumnIsRefused() {
    assertThatThrownBy(() -> scan("n\n1\n", CsvOptions.defaults().withType("m", ColumnType.INT64)))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("'m'")
        .hasMessageContaining("one of [n]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyLineEndIsUnderstood(String end) throws IOException {
    var text = "a,b\n1,\"x\ny\"\n2,\n".replace("\n", end);

    assertThat(rows(scan(text))).containsExactly(row(1L, "x" + end + "y"), row(2L, null));
    assertThat(rows(scan(text.substring(0, text.length() - end.length())))).hasSize(2);
  }

  @Test
  void quotedFieldsHoldDelimitersQuotesAndLineEnds() throws IOException {
    assertThat(rows(scan("a,b\n\"1\",\"say \"\"hi\"\", please\n\"\n\"2\",\"\"\"\"\n")))
        .containsExactly(row(1L, "say \"hi\", please\n"), row(2L, "\""));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    assertThat(scan("\ufeffa,b\n1,2\n").names()).containsExactly("a", "b");
  }

  @Test
  void emptyFieldsAreMissingQuotedOrNot() throws IOException {
    assertThat(rows(scan("a,b\n\"\",\nx,1\n"))).containsExactly(row(null, null), row("x", 1L));
  }

  @Test
  void blankLinesAreNoRowsWhereRowsHaveSeveralFields() throws IOException {
    assertThat(rows(scan("a,b\n\n1,2\n\n\n"))).containsExactly(row(1L, 2L));
  }

  @Test
  void aBlankLineIsAMissingValueWhereRowsHaveOneField() throws IOException {
    assertThat(rows(scan("a\n1\n\n3\n"))).containsExactly(row(1L), row((Object) null), row(3L));
  }

  @Test
  void otherDelimitersCanBeSet() throws IOException {
    assertThat(rows(scan("a\tb,c\n1\t2\n", CsvOptions.defaults().withDelimiter("\t"))))
        .containsExactly(row(1L, 2L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",,", "\"", "\n", "é"})
  void delimitersThatCannotBeAreRefused(String delimiter) {
    assertThatThrownBy(() -> CsvOptions.defaults().withDelimiter(delimiter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delimiter: '" + delimiter + "' (expected: ");
  }

  @Test
  void filesOfADirectoryAreReadInTheOrderOfTheirNames() throws IOException {
    write("b.csv", "x\n2.5\n");
    write("a.CSV", "x\n1\n");
    write("empty.csv", "x\n");
    write(".hidden.csv", "y\n1\n");
    write("readme.txt", "no data");

    assertThat(rows(CsvTable.scan(files(directory), CsvOptions.defaults())))
        .containsExactly(row(1.0), row(2.5));
  }

  @Test
  void filesWithOtherHeadersAreRefused() throws IOException {
    write("a.csv", "x,y\n1,2\n");
    write("b.csv", "y,x\n1,2\n");

    refuses(directory, Code.INVALID_DATA, "b.csv, line 1, the header: [y, x]", "[x, y]");
  }

  @Test
  void aMissingFileIsRefused() {
    refuses(directory.resolve("none.csv"), Code.NOT_FOUND, "none.csv: no such file");
  }

  @Test
  void theWorkingDirectoryIsToldWhereAPathIsRelative() {
    refuses(Path.of("none.csv"), Code.NOT_FOUND, Path.of("").toAbsolutePath().toString());
  }

  @Test
  void aDirectoryWithoutCsvIsRefused() throws IOException {
    refuses(directory, Code.NOT_FOUND, "an empty directory");
    write("a.parquet", "PAR1");
    refuses(directory, Code.NOT_FOUND, "1 entry, 'a.parquet'", "ends with .csv");
  }

  @Test
  void anUnreadableFileIsRefused() throws IOException {
    var file = write("a.csv", "x\n1\n");

    assertThat(SourceFiles.failure(file, new AccessDeniedException(file.toString())))
        .hasMessageContaining("a.csv: may not be read")
        .extracting(ExecutionFailure::code)
        .isEqualTo(Code.PERMISSION_DENIED);
    assumeThat(file.toFile().setReadable(false)).isTrue();
    assumeThat(Files.isReadable(file)).isFalse();
    refuses(file, Code.PERMISSION_DENIED, "a.csv: may not be read");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    refuses("", "data.csv: an empty file (expected: a header");
    refuses("\ufeff", "data.csv: an empty file");
  }

  @Test
  void aHeaderWithoutRowsIsRefused() throws IOException {
    refuses("a,b\n", "data.csv: a header and no rows (expected: at least one row)");
    refuses("a,b", "a header and no rows");
  }

  @Test
  void namesThatAreNotUniqueOrEmptyAreRefusedTogether() throws IOException {
    refuses(
        "a,,a,b,\n1,2,3,4,5\n",
        "line 1, the header: field 2 is empty; fields 1 and 3 are both 'a'; field 5 is empty");
  }

  @Test
  void raggedRowsAreRefusedTogether() throws IOException {
    refuses(
        "a,b,c\n1,2,3\n1,2\n1,2,3,4\n",
        "data.csv: 2 of 3 rows cannot be read",
        "line 3, column 'c': 2 fields, so that this column is absent (expected: 3 fields",
        "line 4: 4 fields, the first too many is '4'",
        "(expected: no bad row)");
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    refuses(
        "a,b,c\n1,2,3\n1,2",
        "line 3, column 'c': 2 fields, and the file ends without a line end",
        "is the file cut off?");
    refuses(
        "a,b\n1,x\n2,\"Taxi Aff",
        "line 3, column 'b': the quoted field that begins with '\"Taxi Aff' never ends",
        "cut off");
  }

  @Test
  void wrongQuotesAreRefusedAndWhatFollowsIsStillChecked() throws IOException {
    refuses(
        "a,b\n1,5\" pipe\n2,\"x\"y\n\"3\n\" ,1\n4\n",
        "4 of 4 rows",
        "line 2, column 'b': a quote inside the unquoted field '5\"'",
        "line 3, column 'b': text after the closing quote of '\"x\"y'",
        "line 4, column 'a': on the row's line 2, text after the closing quote of '\"3\\n\" '",
        "line 6, column 'b': 1 field");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    var file =
        Files.write(directory.resolve("data.csv"), "a,b\n1,caf\u00e9\n".getBytes(ISO_8859_1));

    refuses(
        file,
        Code.INVALID_DATA,
        "line 2, column 'b'",
        "byte 0xe9 at byte 9 of the file, which is no UTF-8",
        "iconv");
    Files.write(file, "a,caf\u00e9\n1,2\n".getBytes(ISO_8859_1));
    refuses(file, Code.INVALID_DATA, "line 1, field 2 of the header", "0xe9 at byte 5");
  }

  @Test
  void nulBytesAreRefused() throws IOException {
    refuses("a,b\n1,x\0y\n2,\"\0\"\n", "line 2, column 'b': a NUL byte, at byte 7", "line 3");
    refuses("a\0\n1\n", "line 1, field 1 of the header: a NUL byte");
  }

  @Test
  void filesOfOtherFormatsAreNamed() throws IOException {
    var file = directory.resolve("data.csv");
    Files.write(file, "\ufeffa\n1\n".getBytes(UTF_16LE));
    refuses(file, Code.INVALID_DATA, "text in UTF-16");
    refuses("PAR1\u0015\u0004", "a Parquet file");
  }

  @Test
  void atMostTwentyBadRowsAreTold() throws IOException {
    var text = new StringBuilder("a,b\n");
    for (int i = 0; i < 3_000; i++) {
      text.append(i % 2 == 0 ? "1\n" : "1,2\n");
    }
    var message = refuses(text.toString(), "1,500 of 3,000 rows cannot be read; the first:");

    assertThat(message.lines().filter(line -> line.contains(", line "))).hasSize(20);
    assertThat(message).contains("line 40,").doesNotContain("line 42,");
  }

  @Test
  void aLineOfTenMegabytesIsReadOrRefusedClearly() throws IOException {
    var field = "x".repeat(10 << 20);
    assertThat(rows(scan("a,b\n1," + field + "\n2,y\n")))
        .containsExactly(row(1L, field), row(2L, "y"));
    refuses("a,b\n1," + ",".repeat(10 << 20) + "\n", "10485762 fields");
    refuses(",".repeat(10 << 20) + "\n1,2\n", "10485761 columns (expected: at most 16384)");
    refuses(field, "data.csv: a header and no rows");
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws IOException {
    var table = scan("a,b\n1,2\n3,4\n");
    for (var changed :
        List.of(
            "a,b\n1,2\n",
            "a,b\n1,2\n3,x\n",
            "a,b\n1,2\n3,4,5\n",
            "a,c\n1,2\n3,4\n",
            "a,b\n1,2\n3,5\n")) {
      write("data.csv", changed);

      assertThatThrownBy(() -> rows(table))
          .as(changed)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("changed while it was read")
          .extracting(e -> ((ExecutionFailure) e).code())
          .isEqualTo(Code.FAILED_PRECONDITION);
    }
  }

  @Test
  void batchesAreFullUpToTheLast() throws IOException {
    var text = new StringBuilder("n,s\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(i % 3 == 0 ? ",\n" : ",é" + i + "\n");
    }
    var table = scan(text.toString());
    var counts = new ArrayList<Integer>();
    try (var allocator = new RootAllocator();
        var cursor = table.batches().open(allocator)) {
      for (int b = 0; b < table.batches().count(); b++) {
        counts.add(cursor.load(b).getRowCount());
      }
    }

    assertThat(counts).containsExactly(8_192, 8_192, 3_616);
    var rows = rows(table);
    assertThat(rows.get(0)).isEqualTo(row(0L, null));
    assertThat(rows.get(19_999)).isEqualTo(row(19_999L, "é19999"));
    assertThat(table.rows()).isEqualTo(20_000);
  }

  @Test
  void someColumnsCanBeReadAlone() throws IOException {
    var some = scan("a,b,c\n1,x,\n2,,y\n").batches().only(Set.of("c", "a", "z"));

    try (var allocator = new RootAllocator();
        var cursor = some.open(allocator)) {
      var batch = cursor.load(0);
      assertThat(batch.getSchema()).isEqualTo(some.schema());
      assertThat(batch.getFieldVectors()).extracting(v -> v.getName()).containsExactly("a", "c");
      assertThat(batch.getVector("a").getObject(1)).isEqualTo(2L);
      assertThat(batch.getVector("c").getObject(0)).isNull();
    }
  }

  @Test
  void theDigestSeesContentsAndNothingElse() throws IOException {
    var one = write("a.csv", "x\n1\n");
    var digest = files(one).digest(FileDigests.READING);
    var renamed = Files.move(one, directory.resolve("z.csv"));
    assertThat(renamed.toFile().setLastModified(1_000_000)).isTrue();

    assertThat(files(renamed).digest(FileDigests.READING)).isEqualTo(digest).hasSize(64);
    assertThat(files(directory).digest(FileDigests.READING)).isEqualTo(digest);
    assertThat(CsvTable.scan(files(directory), CsvOptions.defaults()).digest()).isEqualTo(digest);
    write("z.csv", "x\n2\n");
    assertThat(files(directory).digest(FileDigests.READING)).isNotEqualTo(digest);
  }

  static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  static List<List<@Nullable Object>> rows(CsvTable table) throws IOException {
    var rows = new ArrayList<List<@Nullable Object>>();
    try (var allocator = new RootAllocator();
        var cursor = table.batches().open(allocator)) {
      for (int b = 0; b < table.batches().count(); b++) {
        var batch = cursor.load(b);
        for (int r = 0; r < batch.getRowCount(); r++) {
          var row = new ArrayList<@Nullable Object>();
          for (var column : batch.getFieldVectors()) {
            var value = column.getObject(r);
            row.add(value == null || value instanceof Number ? value : value.toString());
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static SourceFiles files(Path input) throws IOException {
    return SourceFiles.at(input, List.of(".csv"));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private CsvTable scan(String text) throws IOException {
    return scan(text, CsvOptions.defaults());
  }

  private CsvTable scan(String text, CsvOptions options) throws IOException {
    return CsvTable.scan(files(write("data.csv", text)), options);
  }

  private String refuses(String text, String... parts) throws IOException {
    return refuses(write("data.csv", text), Code.INVALID_DATA, parts);
  }

  private static String refuses(Path input, Code code, String... parts) {
    var failure =
        catchThrowableOfType(
            ExecutionFailure.class, () -> CsvTable.scan(files(input), CsvOptions.defaults()));
    assertThat(failure).isNotNull().hasMessageContainingAll(parts);
    assertThat(failure.code()).isEqualTo(code);
    return failure.explanation().orElseThrow().toString();
  }
}
