package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tributary.api.ExecutionFailure;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.Hint;
import io.tributary.data.source.SetAside;
import io.tributary.data.source.SourceFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken files and odd values, and what becomes of each. */
class BadCsvTest {
  @TempDir Path directory;

  /**
   * The columns are: what it is; the file, in which {@code ⏎} is LF, {@code ␍} CR, {@code ␀} NUL,
   * {@code ␉} a tab and {@code ⎕} byte 0xE9; and what is read. An outcome that begins with {@code
   * !} is a refusal that says so; others are the types of the columns, how many rows there are, and
   * hints.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a text among numbers, late     | n,m⏎1,1⏎2,2⏎x,3⏎           | UTF8 INT64, 3 rows
          a fraction among integers      | n,m⏎1,1⏎2.5,2⏎             | FLOAT64 INT64, 2 rows
          thousands separators           | n;m⏎1,000;1⏎2,500;2⏎       | UTF8 INT64, 2 rows
          thousands in quotes            | n,m⏎"1,000",1⏎             | UTF8 INT64, 1 rows
          decimal commas                 | n;m⏎1,5;2,5⏎               | UTF8 UTF8, 1 rows
          money                          | n,m⏎$5,1⏎                  | UTF8 INT64, 1 rows
          percentages                    | n,m⏎5%,1⏎                  | UTF8 INT64, 1 rows
          dates as ISO 8601 has them     | d,n⏎2026-11-30,1⏎          | UTF8 INT64, 1 rows
          dates with a time and zone     | d,n⏎2026-11-30T04:00:00Z,1⏎ | UTF8 INT64, 1 rows
          American dates                 | d,n⏎11/30/2026,1⏎          | UTF8 INT64, 1 rows
          German dates                   | d,n⏎30.11.2026,1⏎          | UTF8 INT64, 1 rows
          dates in words                 | d,n⏎30 Nov 2026,1⏎         | UTF8 INT64, 1 rows
          dates of digits alone          | d,n⏎20261130,1⏎            | INT64 INT64, 1 rows
          the largest integers           | n,m⏎9223372036854775807,-9223372036854775808⏎ | INT64 INT64, 1 rows
          integers of more than 64 bits  | n,m⏎9223372036854775808,1⏎ | UTF8 INT64, 1 rows
          numerals beyond all doubles    | n,m⏎1e400,1⏎               | UTF8 INT64, 1 rows
          hexadecimal numerals           | n,m⏎0x1F,1⏎                | UTF8 INT64, 1 rows
          spellings of no number         | n,m⏎NaN,1⏎nan,2⏎-NAN,3⏎    | FLOAT64 INT64, 3 rows
          spellings of infinity          | n,m⏎inf,1⏎-Infinity,2⏎+INF,3⏎ | FLOAT64 INT64, 3 rows
          truth values                   | b,n⏎true,1⏎false,2⏎        | UTF8 INT64, 2 rows
          blanks around numbers          | n,m⏎ 1 ,2⏎                 | INT64 INT64, 1 rows
          blanks inside numbers          | n,m⏎1 000,2⏎               | UTF8 INT64, 1 rows
          NA among numbers               | n,m⏎1,1⏎NA,2⏎NA,3⏎         | UTF8 INT64, 3 rows, n has NA 2 times
          null and - among numbers       | n,m⏎1.5,1⏎null,2⏎-,3⏎      | UTF8 INT64, 3 rows, n has null 1 times, n has - 1 times
          NA among texts                 | n,m⏎x,1⏎NA,2⏎              | UTF8 INT64, 2 rows
          nothing but NA                 | n,m⏎NA,1⏎NA,2⏎             | UTF8 INT64, 2 rows
          a column without values        | n,m⏎,1⏎,2⏎                 | UTF8 INT64, 2 rows
          quotes within quotes           | s,n⏎"a ""b"" c",1⏎         | UTF8 INT64, 1 rows
          a number with doubled quotes   | s,n⏎"1""2",1⏎              | UTF8 INT64, 1 rows
          line ends within quotes        | s,n⏎"a⏎b␍⏎c",1⏎            | UTF8 INT64, 1 rows
          all line ends in one file      | n,m⏎1,1␍⏎2,2␍3,3⏎          | INT64 INT64, 3 rows
          no line end at the end         | n,m⏎1,1                    | INT64 INT64, 1 rows
          blank lines                    | n,m⏎⏎1,1⏎␍⏎⏎2,2⏎           | INT64 INT64, 2 rows
          semicolons                     | n;m⏎1;2⏎                   | INT64 INT64, 1 rows
          tabs                           | n␉m⏎1␉2⏎                   | INT64 INT64, 1 rows
          vertical bars                  | `n|m⏎1|2⏎`                 | INT64 INT64, 1 rows
          commas in fields of semicolons | a;b⏎1,2;3,4⏎5,6;7,8⏎       | UTF8 UTF8, 2 rows
          one column                     | n⏎1⏎⏎3⏎                    | INT64, 3 rows
          a mark of byte order           | \ufeffn,m⏎1,2⏎             | INT64 INT64, 1 rows
          such a mark within a field     | n,m⏎\ufeff1,2⏎             | UTF8 INT64, 1 rows
          two equal names                | n,n⏎1,2⏎                   | `! line 1, the header: fields 1 and 2 are both 'n'`
          an empty name                  | n,,m⏎1,2,3⏎                | `! line 1, the header: field 2 is empty`
          a blank name                   | n, ,m⏎1,2,3⏎               | `! line 1, the header: field 2 is blank`
          blanks alone                   | `  ⏎  ⏎`                    | ! line 1, the header: field 1 is blank
          a page that says not found     | <!DOCTYPE html>⏎<html>⏎    | ! a page of HTML
          a page in small letters        | <html><body>404⏎           | ! a page of HTML
          a header alone                 | n,m⏎                       | ! a header and no rows
          a header without line end      | n,m                        | ! a header and no rows
          an empty file                  | ''                         | ! an empty file (expected: a header
          a line end alone               | ⏎                          | ! line 1, the header: field 1 is empty
          a header with an open quote    | n,"m⏎1,2⏎                  | ! line 1, field 2 of the header: the quoted field
          a header that is no UTF-8      | n,⎕⏎1,2⏎                   | ! line 1, field 2 of the header: '�', with byte 0xe9
          """)
  void everyFileHasATypeForEachColumnOrAReason(String what, String text, String expected)
      throws IOException {
    var content = text.equals("''") ? "" : text;

    if (expected.startsWith("! ")) {
      assertThat(outcome(content, CsvOptions.defaults(), BadRowBudget.NONE))
          .contains(expected.substring(2))
          .contains("data.csv", "(expected: ");
    } else {
      assertThat(outcome(content, CsvOptions.defaults(), BadRowBudget.NONE)).isEqualTo(expected);
    }
  }

  /**
   * The columns are: what it is; the file, of which column {@code n} must be an integer; what is
   * told when no bad row is put up with; and which lines and columns are set aside when three are.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a value of another type        | n,m⏎1,1⏎x,2⏎3,3⏎       | line 3, column 'n': 'x' (expected: an integer of 64 bits) | 3 n
          a fraction                     | n,m⏎1,1⏎2.5,2⏎         | line 3, column 'n': '2.5' (expected: an integer | 3 n
          an integer of 65 bits          | n,m⏎1,1⏎36893488147419103232,2⏎ | line 3, column 'n': '36893488147419103232' | 3 n
          a number spelled NA            | n,m⏎1,1⏎NA,2⏎          | line 3, column 'n': 'NA'        | 3 n
          two faults in a row            | n,m⏎1,1⏎x,⎕⏎3,3⏎       | line 3, column 'n': 'x' (expected: an integer of 64 bits); column 'm': '�', with | 3 n
          a field too few                | n,m⏎1⏎2,2⏎             | line 2, column 'm': 1 field, so that this column is absent | 2 m
          a field too many               | n,m⏎1,1,1⏎2,2⏎         | line 2: 3 fields, the first too many is '1' | 2
          a stray quote                  | n,m⏎1,a"b⏎2,2⏎         | line 2, column 'm': a quote inside the unquoted field | 2 m
          text after a quote             | n,m⏎1,"a"b⏎2,2⏎        | line 2, column 'm': text after the closing quote | 2 m
          a NUL                          | n,m⏎1,a␀b⏎2,2⏎         | line 2, column 'm': a NUL byte, at byte 7 | 2 m
          a NUL within quotes            | n,m⏎1,"a␀⏎b"⏎2,2⏎      | line 2, column 'm': a NUL byte  | 2 m
          a byte that is no UTF-8        | n,m⏎1,caf⎕⏎2,2⏎        | line 2, column 'm': 'caf�', with byte 0xe9 at byte 9 | 2 m
          a row cut off at the end       | n,m⏎1,1⏎2              | line 3, column 'm': 1 field, and the file ends without a line end | 3 m
          bad rows here and there        | n,m⏎x,1⏎2⏎3,3⏎y,4⏎     | 3 of 4 rows cannot be read      | 2 n, 3 m, 5 n
          more than are put up with      | n,m⏎x,1⏎2⏎3,3⏎y,4⏎z,5⏎ | 4 of 5 rows cannot be read      | ! (expected: at most 3 bad rows); correct these rows
          no sound row                   | n,m⏎x,1⏎               | line 2, column 'n': 'x'         | ! no sound row among 1
          a quote that is never closed   | n,m⏎1,1⏎2,"a⏎3,3⏎      | line 3, column 'm': the quoted field that begins with '"a\\n3,3\\n' never ends | ! no budget covers them
          a stray quote, then lines      | n,m⏎1,1⏎a"b,"x⏎2,2⏎y"⏎3,3⏎ | 2 of 5 rows cannot be read | ! no budget covers them
          a stray quote, then a quote    | n,m⏎1,1⏎a"b,"x""y"⏎2,2⏎ | line 3, column 'n': a quote inside the unquoted field | 3 n
          text after quoted lines        | n,m⏎1,1⏎2,"a⏎3,"b⏎4,4⏎ | line 3, column 'm': on the row's line 2, text after the closing quote | ! no budget covers them
          """)
  void everyBadRowIsToldOrSetAside(String what, String text, String told, String aside)
      throws IOException {
    var options = CsvOptions.defaults().withDelimiter(",").withType("n", ColumnType.INT64);
    assertThat(outcome(text, options, BadRowBudget.NONE)).contains(told);

    var bad = new ArrayList<BadRow>();
    if (aside.startsWith("! ")) {
      assertThat(outcome(text, options, BadRowBudget.ofRows(3))).contains(aside.substring(2));
      return;
    }
    var table = scan(write("data.csv", bytes(text)), options, BadRowBudget.ofRows(3), bad);
    assertThat(bad.stream().map(row -> (row.line() + " " + row.column()).strip()))
        .containsExactly(aside.split(", "));
    assertThat(table.badRows()).isEqualTo(bad.size());
    for (var row : bad) {
      assertThat(row.file()).endsWith("data.csv");
      assertThat(row.reason()).contains("(expected: ");
      assertThat(new String(bytes(text), ISO_8859_1)).contains(new String(row.bytes(), ISO_8859_1));
    }
    var sound = CsvTableTest.rows(table);
    assertThat(sound).hasSize((int) table.rows());
    assertThat(sound).allSatisfy(row -> assertThat(row.get(0)).isIn(1L, 2L, 3L));
  }

  @Test
  void aQuarantinedRowHasAllItsReasonsAndItsBytes() throws IOException {
    var bad = new ArrayList<BadRow>();
    scan(
        write("data.csv", bytes("n,m⏎1,1⏎x,⎕␍⏎")),
        CsvOptions.defaults().withType("n", ColumnType.INT64),
        BadRowBudget.ofRows(1),
        bad);

    assertThat(bad).hasSize(1);
    assertThat(bad.get(0).reason())
        .startsWith("'x' (expected: an integer of 64 bits); column 'm': ")
        .contains("byte 0xe9 at byte 10 of the file");
    assertThat(bad.get(0).bytes()).isEqualTo(bytes("x,⎕␍⏎"));
  }

  @Test
  void ofALongRowTheBeginningIsKeptAndThatIsSaid() throws IOException {
    var bad = new ArrayList<BadRow>();
    scan(
        write("data.csv", bytes("n,m⏎1,1⏎1,2," + "y".repeat(100_000) + "⏎")),
        CsvOptions.defaults(),
        BadRowBudget.ofRows(1),
        bad);

    assertThat(bad.get(0).bytes()).hasSize(SetAside.KEPT_BYTES);
    assertThat(bad.get(0).reason()).endsWith("; of 100005 bytes, the first 65536 are kept");
  }

  @Test
  void theBudgetCountsRowsAndTheirPart() throws IOException {
    var text = "n,m⏎" + "1,1⏎".repeat(98) + "1⏎2⏎";

    assertThat(outcome(text, CsvOptions.defaults(), BadRowBudget.ofRows(1))).contains("2 of 100");
    assertThat(outcome(text, CsvOptions.defaults(), BadRowBudget.ofFraction(0.019)))
        .contains("2 of 100", "(expected: bad rows of at most 1.9 % of all)");
    assertThat(outcome(text, CsvOptions.defaults(), new BadRowBudget(2, 0.02)))
        .isEqualTo("INT64 INT64, 98 rows");
  }

  @Test
  void aColumnThatDisappearsInTheSecondFileIsNamed() throws IOException {
    write("a.csv", bytes("n,m⏎1,1⏎"));
    write("b.csv", bytes("n,k⏎1,1⏎"));

    assertThatThrownBy(() -> scan(directory))
        .hasMessageContaining("b.csv, line 1, the header: [n, k], without [m], with [k] more")
        .hasMessageContaining("a.csv: [n, m]");
  }

  @Test
  void filesThatAreCutOffInTheirPackingAreRefused() throws IOException {
    var text =
        "n,m\n" + IntStream.range(0, 999).mapToObj(i -> i + ",1\n").collect(Collectors.joining());
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(UTF_8));
    }
    var gzip = packed.toByteArray();
    var zstd = Zstd.compress(text.getBytes(UTF_8));

    assertThat(CsvTableTest.rows(scan(write("data.csv.gz", gzip))))
        .isEqualTo(CsvTableTest.rows(scan(write("data.csv.zst", zstd))))
        .hasSize(999);
    assertThatThrownBy(() -> scan(write("cut.csv.gz", Arrays.copyOf(gzip, gzip.length - 9))))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("cut.csv.gz: cut off within member 1, after ");
    assertThatThrownBy(() -> scan(write("cut.csv.zst", Arrays.copyOf(zstd, zstd.length - 9))))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("cut.csv.zst: cut off in the middle of a frame, after ");
  }

  @Test
  void filesThatAreNoTextAreRefused() throws IOException {
    var random = new byte[5_000];
    new Random(1).nextBytes(random);

    assertThatThrownBy(() -> scan(write("data.csv", random))).isInstanceOf(ExecutionFailure.class);
    for (var head :
        List.of(
            "PAR1",
            "ARROW1",
            "PK\u0003\u0004",
            "SQLite format 3",
            "BZh91AY&SY",
            "\u00fd7zXZ\u0000",
            "\u00ff\u00fe\u0000\u0000")) {
      assertThatThrownBy(() -> scan(write("data.csv", head.getBytes(ISO_8859_1))))
          .hasMessageContaining("(expected: CSV text in UTF-8)");
    }
    assertThatThrownBy(() -> scan(write("data.csv", "\ufeffn\n1\n".getBytes(UTF_16LE))))
        .hasMessageContaining("text in UTF-16");
    assertThatThrownBy(() -> scan(write("data.csv", "n,m\n1,2\n".getBytes(UTF_16LE))))
        .hasMessageContaining("is the file binary, or in UTF-16?");
  }

  @Test
  void seventyThousandColumnsAreRefusedAndManyAreRead() throws IOException {
    var many = IntStream.range(0, 16_384).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    var row = IntStream.range(0, 16_384).mapToObj(i -> "1").collect(Collectors.joining(","));
    var table = scan(write("data.csv", bytes(many + "⏎" + (row + "⏎").repeat(300))));
    assertThat(table.rows()).isEqualTo(300);
    assertThat(table.batches().count()).isEqualTo(3);

    var more = IntStream.range(0, 70_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    assertThatThrownBy(() -> scan(write("data.csv", bytes(more + "⏎"))))
        .hasMessageContaining("line 1: 70000 columns (expected: at most 16384)");
  }

  @Test
  void aLineOfMoreThan64MebibytesIsRefused() throws IOException {
    var bytes = new byte[(64 << 20) + 100];
    Arrays.fill(bytes, (byte) 'y');
    System.arraycopy("n,m\n1,1\n2,".getBytes(UTF_8), 0, bytes, 0, 10);
    var file = write("data.csv", bytes);

    assertThatThrownBy(
            () -> scan(file, CsvOptions.defaults(), BadRowBudget.ofRows(9), new ArrayList<>()))
        .hasMessageContaining("line 3: a line of more than 64 MiB (expected: shorter lines;")
        .hasMessageContaining("no budget covers them");
  }

  private String outcome(String text, CsvOptions options, BadRowBudget budget) throws IOException {
    try {
      var table = scan(write("data.csv", bytes(text)), options, budget, new ArrayList<>());
      assertThat(CsvTableTest.rows(table)).hasSize((int) table.rows());
      return table.types().stream().map(Enum::name).collect(Collectors.joining(" "))
          + ", "
          + table.rows()
          + " rows"
          + table.hints().stream().map(BadCsvTest::words).collect(Collectors.joining());
    } catch (ExecutionFailure e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String words(Hint hint) {
    assertThat(hint)
        .hasToString(
            "column '"
                + hint.column()
                + "': text, because of '"
                + hint.spelling()
                + "' in "
                + hint.count()
                + (hint.count() == 1 ? " row" : " rows")
                + " (expected: numbers, as everywhere else in it); say --missing '"
                + hint.spelling()
                + "' if that means a missing value");
    return ", " + hint.column() + " has " + hint.spelling() + " " + hint.count() + " times";
  }

  private static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    for (var c : text.codePoints().toArray()) {
      bytes.writeBytes(
          switch (c) {
            case '⏎' -> new byte[] {'\n'};
            case '␍' -> new byte[] {'\r'};
            case '␀' -> new byte[] {0};
            case '␉' -> new byte[] {'\t'};
            case '⎕' -> new byte[] {(byte) 0xe9};
            default -> Character.toString(c).getBytes(UTF_8);
          });
    }
    return bytes.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static CsvTable scan(Path input) throws IOException {
    return scan(input, CsvOptions.defaults(), BadRowBudget.NONE, new ArrayList<>());
  }

  private static CsvTable scan(
      Path input, CsvOptions options, BadRowBudget budget, List<BadRow> bad) throws IOException {
    return CsvTable.scan(SourceFiles.at(input, List.of(".csv")), options, budget, 2, bad::add);
  }
}
