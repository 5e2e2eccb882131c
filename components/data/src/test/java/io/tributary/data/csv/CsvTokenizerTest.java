package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CsvTokenizerTest {
  private static final int WHOLE = 1 << 16;

  @Property(tries = 300)
  void whatIsWrittenByTheRulesIsReadBack(@ForAll("tables") List<List<String>> table)
      throws IOException {
    assertThat(tokens(written(table, "\n"), WHOLE)).isEqualTo(table);
  }

  @Property(tries = 300)
  void otherLibrariesReadTheSame(@ForAll("tables") List<List<String>> table) throws IOException {
    var text = written(table, "\r\n");
    var fastCsv = new ArrayList<List<String>>();
    CsvReader.builder()
        .skipEmptyLines(false)
        .ofCsvRecord(text)
        .forEach(record -> fastCsv.add(record.getFields()));
    var jackson = new ArrayList<List<String>>();
    try (var rows =
        new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .<List<String>>readValues(text)) {
      rows.forEachRemaining(jackson::add);
    }

    assertThat(tokens(text, WHOLE)).isEqualTo(fastCsv).isEqualTo(jackson);
  }

  @Property(tries = 1_000)
  void whereTheBufferEndsDoesNotShow(
      @ForAll("nasty") String text, @ForAll @IntRange(min = 1, max = 40) int block)
      throws IOException {
    assertThat(outcomes(text, block)).isEqualTo(outcomes(text, WHOLE));
  }

  /** Rows of two fields or more; a last row that is blank would be no row. */
  @Provide
  Arbitrary<List<List<String>>> tables() {
    var field =
        Arbitraries.of(
                "a", "1", ",", "\"", "\n", "\r\n", "é", "🚕", " ", ";", "long text of no use")
            .list()
            .ofMaxSize(4)
            .map(parts -> String.join("", parts));
    return field.list().ofMinSize(2).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> nasty() {
    return Arbitraries.of(
            "a", "bc", ",", ",", "\"", "\"\"", "\n", "\r\n", "\r", "\0", "é", "🚕", "0123456789")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static String written(List<List<String>> table, String end) {
    var text = new StringBuilder();
    for (var row : table) {
      for (int f = 0; f < row.size(); f++) {
        var field = row.get(f);
        boolean quoted =
            field.contains(",")
                || field.contains("\"")
                || field.contains("\n")
                || field.startsWith(" ")
                || field.endsWith(" ")
                || field.length() % 3 == 2;
        text.append(f == 0 ? "" : ",")
            .append(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
      }
      text.append(end);
    }
    return text.toString();
  }

  /** A tokenizer that is given its bytes bit by bit. */
  private static final class Fed {
    final CsvTokenizer tokenizer = new CsvTokenizer(new Dialect((byte) ',', (byte) '"'));
    private final byte[] all;
    private final int block;
    private int given;

    Fed(String text, int block) {
      all = text.getBytes(UTF_8);
      this.block = block;
      given = Math.min(block, all.length);
      tokenizer.begin(bytes(), 0, given, given == all.length, 1);
    }

    CsvTokenizer.Outcome next() {
      var outcome = tokenizer.next();
      while (outcome == CsvTokenizer.Outcome.MORE) {
        given = Math.min(given + block, all.length);
        tokenizer.extend(bytes(), given, given == all.length);
        outcome = tokenizer.next();
      }
      if (outcome == CsvTokenizer.Outcome.RECORD) {
        tokenizer.unescape();
      }
      return outcome;
    }

    /** What was given, and behind it what means nothing. */
    private byte[] bytes() {
      var some = Arrays.copyOf(all, given + CsvTokenizer.SPARE);
      Arrays.fill(some, given, some.length, (byte) '"');
      return some;
    }
  }

  private static List<List<String>> tokens(String text, int block) throws IOException {
    var rows = new ArrayList<List<String>>();
    var in = new Fed(text, block);
    while (in.next() == CsvTokenizer.Outcome.RECORD) {
      rows.add(fields(in.tokenizer));
    }
    return rows;
  }

  /** Everything that the tokenizer tells. */
  private static List<String> outcomes(String text, int block) throws IOException {
    var told = new ArrayList<String>();
    var fed = new Fed(text, block);
    var in = fed.tokenizer;
    for (var outcome = fed.next(); outcome != CsvTokenizer.Outcome.END; outcome = fed.next()) {
      if (outcome == CsvTokenizer.Outcome.RECORD) {
        var flags = new ArrayList<Boolean>();
        for (int f = 0; f < in.fieldCount(); f++) {
          flags.add(in.hasNonAscii(f));
        }
        told.add(in.line() + ": " + fields(in) + flags + in.isBlankLine());
      } else {
        told.add(
            in.flaw().line()
                + ": "
                + in.flaw().kind()
                + in.flaw().field()
                + " at "
                + in.flaw().index()
                + Arrays.toString(in.flaw().text()));
      }
    }
    return told;
  }

  private static List<String> fields(CsvTokenizer in) {
    var fields = new ArrayList<String>();
    for (int f = 0; f < in.fieldCount(); f++) {
      fields.add(new String(in.bytes(), in.start(f), in.end(f) - in.start(f), UTF_8));
    }
    return fields;
  }
}
