package io.tributary.data.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.data.source.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of all formats but CSV that are not what they should be, and what is said of each. */
class BrokenFilesTest {
  private static final String PARQUET = "row-groups-pyarrow-26.0.1.parquet";
  private static final String ARROW = "batches-pyarrow-26.0.1.arrow";
  private static final String STREAM = "types-pyarrow-26.0.1.arrows";
  private static final String TFRECORD = "examples-tensorflow-2.16.2.tfrecord";

  @TempDir Path directory;

  /**
   * The columns are: what it is; the file's ending; how the file is made: {@code PARQUET}, {@code
   * ARROW}, {@code STREAM} or {@code TFRECORD} is one that is sound, {@code cut} leaves out its
   * last bytes, {@code set} changes one of its bytes ({@code -1} is the last), {@code text} is a
   * text in which {@code ⏎} is LF and {@code ⎕} byte 0xE9, {@code gzip} and {@code zstd} pack what
   * follows; and the beginning of what is said, in which {@code FILE} is the file.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          an empty Parquet file          | parquet  | text                     | FILE: an empty file (expected: a complete Parquet file)
          text as Parquet                | parquet  | text hello, world, hello | FILE: no Parquet file (it does not begin with PAR1)
          four bytes of Parquet          | parquet  | text PAR1                | FILE: cut off after 4 bytes
          Parquet without its last byte  | parquet  | cut 1 PARQUET            | FILE: cut off after 2632 bytes (it does not end with PAR1)
          the first half of Parquet      | parquet  | cut 1300 PARQUET         | FILE: cut off after 1333 bytes
          a Parquet footer too long      | parquet  | set -5 127 PARQUET       | FILE: a footer of 21
          a Parquet footer of nothing    | parquet  | set -8 0 set -7 0 PARQUET | FILE: a footer of 0 bytes in a file of 2633
          a Parquet footer damaged       | parquet  | set -1000 255 set -999 255 set -998 255 set -997 255 PARQUET | FILE: its metadata cannot be read
          encrypted Parquet              | parquet  | set -1 69 PARQUET        | FILE: encrypted (expected: a plain Parquet file)
          Parquet of too many digits     | parquet  | decimal50-pyarrow-26.0.1.parquet | FILE: column 'money' of decimals with 50 digits
          a Parquet page damaged         | parquet  | set 40 255 set 41 255 set 42 255 set 43 255 set 44 255 PARQUET | FILE, row group 1, rows from 1 on: cannot be read
          Parquet with a column encrypted | parquet | encrypted-column-pyarrow-26.0.1.parquet | FILE, row group 1, rows from 1 on: cannot be read (Invalid Input Error: File is encrypted
          Parquet texts that are no UTF-8 | parquet | no-utf8-pyarrow-26.0.1.parquet | FILE, row group 1, rows from 1 on: cannot be read (Invalid Input Error: Invalid string encoding
          an empty Arrow file            | arrow    | text                     | FILE: an empty file (expected: an Arrow IPC file or stream
          text as Arrow                  | arrow    | text hello, world, hello | FILE: no Arrow file
          a CSV as Arrow                 | arrow    | text a,b⏎1,2⏎            | FILE: no Arrow file
          Feather of version 1           | feather  | text FEA1 and so on      | FILE: Feather of version 1
          Arrow without its last byte    | arrow    | cut 1 ARROW              | FILE: cut off after 67257 bytes (it does not end with ARROW1)
          the first half of Arrow        | arrow    | cut 30000 ARROW          | FILE: cut off after 37258 bytes
          an Arrow footer too long       | arrow    | set -7 127 ARROW         | FILE: a footer of 21
          an Arrow footer of nothing     | arrow    | set -10 0 set -9 0 ARROW | FILE: a footer of 0 bytes
          an Arrow stream without end    | arrows   | cut 8 STREAM             | FILE: a stream that breaks off after 4464 bytes, without its end
          an Arrow stream cut in a batch | arrows   | cut 500 STREAM           | FILE: cut off within the message at byte
          an Arrow stream cut in its schema | arrows | cut 4000 STREAM         | FILE: no Arrow file, or cut off within its schema
          an Arrow batch damaged         | arrow    | set 520 255 ARROW | FILE, record batch 1: cannot be loaded
          dictionaries inside a struct   | arrow    | nested-dictionary-pyarrow-26.0.1.arrow | FILE: column 's' of type Struct with a dictionary inside
          an empty TFRecord file         | tfrecord | text                     | FILE: no records (expected: at least one example)
          text as TFRecord               | tfrecord | text hello, world, hello | FILE, record 1: no TFRecord file
          three bytes of TFRecord        | tfrecord | text abc                 | FILE, record 1: cut off after 3 bytes of 12 bytes before it
          TFRecord without its last byte | tfrecord | cut 1 TFRECORD           | FILE, record 4: cut off after 17 bytes of the 18
          a TFRecord length damaged      | tfrecord | set 0 1 TFRECORD         | FILE, record 1: no TFRecord file
          a TFRecord value damaged       | tfrecord | set 40 1 TFRECORD        | FILE, record 1: another checksum than it says
          TFRecord of two kinds          | tfrecord | mixed-tensorflow-2.16.2.tfrecord | FILE: feature 'x' has bytes in FILE, record 2 and int64 in FILE, record 1
          TFRecord in gzip, cut off      | tfrecord.gz | cut 10 gzip TFRECORD  | FILE: cut off within member 1
          an empty JSON lines file       | jsonl    | text                     | FILE: no rows (expected: at least one JSON object
          blank JSON lines               | jsonl    | text ⏎ ⏎                 | FILE: no rows
          a JSON document                | jsonl    | text [⏎{"a": 1}⏎]⏎       | FILE: 2 of 3 rows cannot be read
          a JSON array                   | jsonl    | text [{"a": 1}]          | FILE, line 1: a line with an array
          JSON that ends early           | jsonl    | text {"a": 1}⏎{"a": {"b" | FILE, line 2, column 'a.b': the line ends within a value (expected: a whole JSON object); correct
          JSON with a key twice          | jsonl    | text {"a": 1, "a": 2}    | FILE, line 1, column 'a': a key that comes twice
          JSON with a comma too many     | jsonl    | text {"a": 1,}           | FILE, line 1, column 'a': Unexpected character ('}'
          JSON that is no UTF-8          | jsonl    | text {"a": "⎕"}          | FILE, line 1, column 'a': Invalid UTF-8
          two objects on a line of JSON  | jsonl    | text {"a": 1}{"a": 2}    | FILE, line 1: more behind the object
          JSON objects without keys      | jsonl    | text {}⏎{}⏎              | FILE: objects without any key (expected: at least one key)
          JSON in gzip, cut off          | jsonl.gz | cut 3 gzip text {"a": 1} | FILE: cut off within member 1
          JSON in Zstandard, cut off     | jsonl.zst | cut 3 zstd text {"a": 1} | FILE: cut off in the middle of a frame
          """)
  void everyBrokenFileHasAReason(String what, String ending, String recipe, String expected)
      throws IOException {
    var file = Files.write(directory.resolve("data." + ending), make(recipe));

    assertThatThrownBy(
            () -> {
              var table = Sources.open(file, SourceOptions.defaults().withThreads(1), row -> {});
              Values.columns(table.batches());
            })
        .as(what)
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageStartingWith(expected.replace("FILE", file.toString()))
        .hasMessageContaining("(expected: ");
  }

  private static byte[] make(String recipe) throws IOException {
    var words = recipe.split(" ", 2);
    var rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "text" ->
          rest.replace("⏎", "\n")
              .replace("⎕", "é")
              .getBytes(recipe.contains("⎕") ? ISO_8859_1 : UTF_8);
      case "gzip" -> gzip(make(rest));
      case "zstd" -> Zstd.compress(make(rest));
      case "cut" -> {
        var bytes = make(rest.substring(rest.indexOf(' ') + 1));
        yield Arrays.copyOf(bytes, bytes.length - Integer.parseInt(rest.split(" ")[0]));
      }
      case "set" -> {
        var parts = rest.split(" ", 3);
        var bytes = make(parts[2]);
        int place = Integer.parseInt(parts[0]);
        bytes[place < 0 ? bytes.length + place : place] = (byte) Integer.parseInt(parts[1]);
        yield bytes;
      }
      case "PARQUET" -> Files.readAllBytes(Values.golden(PARQUET));
      case "ARROW" -> Files.readAllBytes(Values.golden(ARROW));
      case "STREAM" -> Files.readAllBytes(Values.golden(STREAM));
      case "TFRECORD" -> Files.readAllBytes(Values.golden(TFRECORD));
      default -> Files.readAllBytes(Values.golden(recipe));
    };
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
