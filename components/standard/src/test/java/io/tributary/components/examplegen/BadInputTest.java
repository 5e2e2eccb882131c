package io.tributary.components.examplegen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.ListenedLog;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.TimeCuts;
import io.tributary.data.split.TimeShares;
import io.tributary.data.union.SchemaChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs of ExampleGen that are not what they should be, and what is said of each. */
class BadInputTest {
  private static final RuntimeParameter<ScheduledSpan> SPAN =
      RuntimeParameter.withDefault("span", ScheduledSpan.LATEST);

  @TempDir Path directory;

  /**
   * The columns are: what it is; the files, as {@code name=text} with {@code ⏎} for LF, and blanks
   * between them; how they are read, in words that {@link #generator} knows; the code of the
   * failure; and what is said, in which {@code IN} is the directory.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no such directory              | | | NOT_FOUND | IN: no such file or directory
          a directory of other files     | a.doc=x | | NOT_FOUND | IN: a directory of 1 entry, 'a.doc' (expected: at least one file that ends with
          files of two formats           | a.csv=n⏎1 b.jsonl={} | | INVALID_ARGUMENT | IN: files of several formats, such as IN/a.csv and IN/b.jsonl
          a pattern that matches nothing | a.csv=n⏎1 | input all x*.csv | NOT_FOUND | IN/x*.csv: matches no file
          files with other headers       | a.csv=n⏎1 b.csv=m⏎1 | | INVALID_DATA | IN/b.csv
          a header and nothing else      | a.csv=n⏎ | | INVALID_DATA | no rows
          a row too short                | a.csv=n,m⏎1 | | INVALID_DATA | IN/a.csv, line 2
          more bad rows than allowed     | a.csv=n,m⏎1⏎2⏎3,4 | bad 1 | INVALID_DATA | IN/a.csv, line 2
          no file of any span            | a.csv=n⏎1 | spans {SPAN}.csv | NOT_FOUND | IN: no file matches; there are 1 names, such as 'a.csv' (expected: files that match '{SPAN}.csv')
          a span missing in the middle   | 1.csv=n⏎1 3.csv=n⏎1 | spans {SPAN}.csv at 1..3 | NOT_FOUND | IN: no file for span 2, that is '2.csv'; there are 2 spans from 1 to 3
          spans missing in a window      | 1.csv=n⏎1 4.csv=n⏎1 | spans {SPAN}.csv window 4 | NOT_FOUND | IN: no file for span 2, that is '2.csv', and for 1 more
          a span missing, wait           | 1.csv=n⏎1 | spans {SPAN}.csv at 2 missing WAIT | UNAVAILABLE | IN: no file for span 2
          all spans missing, skip        | 1.csv=n⏎1 | spans {SPAN}.csv at 2..3 missing SKIP | NOT_FOUND | IN: no file for span 2, that is '2.csv', and for 1 more
          spans with different columns   | 1.csv=n,m⏎1,2 2.csv=n,k⏎1,2 | spans {SPAN}.csv window 2 | INVALID_DATA | IN/2.csv
          spans that cannot be joined    | 1.csv=n⏎1 2.csv=n⏎x | spans {SPAN}.csv window 2 widen | INVALID_DATA | IN/1.csv and others: columns that differ: column 'n' is Int(64, true) in IN/1.csv, Utf8 in IN/2.csv
          a date of no calendar          | 20260230.csv=n⏎1 | spans {YYYY}{MM}{DD}.csv | INVALID_ARGUMENT | IN/20260230.csv, whose date would be 2026-02-30
          a span for a narrow pattern    | 01.csv=n⏎1 | spans {SPAN:2}.csv at 123 | INVALID_ARGUMENT | span 123 (expected: at most 2 digits)
          inputs at different spans      | a1.csv=n⏎1 a2.csv=n⏎1 b1.csv=n⏎1 | input a a{SPAN}.csv input b b{SPAN}.csv | FAILED_PRECONDITION | input splits 'a' and 'b': span 2 and span 1
          inputs at different versions   | a1-1.csv=n⏎1 a1-2.csv=n⏎1 b1-1.csv=n⏎1 | input a a{SPAN}-{VERSION}.csv input b b{SPAN}-{VERSION}.csv | FAILED_PRECONDITION | span 1, version 2 and span 1, version 1
          inputs with different types    | a.csv=n⏎1 b.csv=n⏎1.5 | input a a.csv input b b.csv | INVALID_DATA | IN/a.csv and others: columns that differ: column 'n' is Int(64, true) in IN/a.csv, FloatingPoint(DOUBLE) in IN/b.csv
          a split by an unknown column   | a.csv=n⏎1 | feature m | INVALID_ARGUMENT | splits > partition feature 'm': no such column (expected: one of [n])
          a split by a float             | a.csv=n⏎1.5 | feature n | INVALID_ARGUMENT | splits > partition feature 'n': FloatingPoint(DOUBLE) (expected: a column of text
          a group with a missing value   | a.csv=n,m⏎1,2⏎,3 | feature n | INVALID_ARGUMENT | splits > partition feature 'n': missing in row 2
          a time that is none            | a.csv=t⏎2026-11-30⏎soon | time t | INVALID_ARGUMENT | splits > time column 't': 'soon' in row 2 (expected: a date or time such as 2026-11-30
          a time that is missing         | a.csv=t,n⏎2026-11-30,1⏎,2 | time t | INVALID_ARGUMENT | splits > time column 't': missing in row 2
          a cut that is no number        | a.csv=t⏎5⏎6 | cut t | INVALID_ARGUMENT | splits > time column 't': integers, and a split before '2026-11-30'
          """)
  void badInputIsToldAtItsPlace(
      String name, @Nullable String files, @Nullable String how, String code, String message)
      throws Exception {
    var in = directory.resolve("in");
    if (files != null) {
      Files.createDirectories(in);
      for (var file : files.split(" ")) {
        var parts = file.split("=", 2);
        Files.writeString(in.resolve(parts[0]), parts[1].replace('⏎', '\n'), UTF_8);
      }
    }
    var words = how == null ? List.<String>of() : List.of(how.split(" "));
    try (var run = FakeRun.of(generator(in, words), directory.resolve("run"))) {
      if (words.contains("at")) {
        run.given(SPAN, ScheduledSpan.parse(words.get(words.indexOf("at") + 1)));
      }
      assertThatThrownBy(run::execute)
          .hasMessageContaining(message.replace("IN", in.toString()))
          .satisfies(
              failure ->
                  assertThat(failure instanceof ExecutionFailure known ? known.code().name() : "-")
                      .isEqualTo(code));
    }
  }

  private static FileExampleGen generator(Path in, List<String> words) {
    var gen = new FileExampleGen(in);
    for (int w = 0; w < words.size(); w++) {
      gen =
          switch (words.get(w)) {
            case "input" -> gen.withInput(words.get(++w), words.get(++w));
            case "spans" -> gen.withSpans(words.get(++w));
            case "window" -> gen.withWindow(Integer.parseInt(words.get(++w)));
            case "missing" -> gen.withMissingSpans(MissingSpans.valueOf(words.get(++w)));
            case "bad" -> gen.withBadRows(BadRowBudget.ofRows(Integer.parseInt(words.get(++w))));
            case "widen" -> gen.withSchemaChanges(SchemaChanges.WIDEN);
            case "feature" -> gen.withSplits(SplitConfig.trainAndEval().byFeature(words.get(++w)));
            case "time" -> gen.withSplits(TimeShares.of(words.get(++w), "train", "eval", 0.5));
            case "cut" ->
                gen.withSplits(TimeCuts.of(words.get(++w), "new").until("2026-11-30", "old"));
            default -> gen;
          };
    }
    return gen;
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNotRead() throws Exception {
    var file = Files.writeString(directory.resolve("a.csv"), "n,m\n1,2\nNA,3\n4,5\n");
    var lines = new ArrayList<String>();
    var log =
        new ListenedLog(
            line -> {
              lines.add(line);
              rewrite(file, "n,m\n1,2\nNA,3\n4,6\n");
            });
    try (var run = FakeRun.of(new FileExampleGen(file), directory.resolve("run")).withLog(log)) {
      assertThatThrownBy(run::execute)
          .isInstanceOfSatisfying(
              ExecutionFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(Code.FAILED_PRECONDITION))
          .hasMessageContaining(file + ": changed while it was read");
    }
    assertThat(lines).hasSize(1);
  }

  /** What happens between two passes over a file, as the first one ends with a line of the log. */
  private static void rewrite(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
