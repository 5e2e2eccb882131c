package io.tributary.components.examplegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.ParameterValues;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.format.Format;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.TimeShares;
import io.tributary.data.union.SchemaChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExampleGenTest {
  private static final SplitConfig ALL = SplitConfig.of("all", 1);
  private static final RuntimeParameter<ScheduledSpan> SPAN =
      RuntimeParameter.withDefault("span", ScheduledSpan.LATEST);

  @TempDir Path directory;

  private Path in() {
    return directory.resolve("in");
  }

  private FileExampleGen gen() {
    return new FileExampleGen(in()).withSplits(ALL);
  }

  private FileExampleGen inputs() {
    return new FileExampleGen(in());
  }

  private void file(String name, String text) throws IOException {
    var file = in().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void days(int... days) throws IOException {
    for (int day : days) {
      file("2026-11-0" + day + "/trips.csv", "n\n" + day + "\n" + day * 10 + "\n");
    }
  }

  private FakeRun<FileExampleGen.Outputs> run(FileExampleGen gen) throws IOException {
    return FakeRun.of(gen, Files.createTempDirectory(directory, "run"));
  }

  @Test
  void severalInputsBecomeSplitsAsTheyAre() throws Exception {
    file("train/a.csv", "n\n1\n2\n");
    file("train/b.csv", "n\n3\n");
    file("eval.csv", "n\n4\n");
    var gen = inputs().withInput("train", "train/*.csv").withInput("eval", "eval.csv");
    try (var run = run(gen).execute()) {
      var made = run.made(FileExampleGen.Outputs::examples);
      assertThat(made.splits()).containsExactly("train", "eval");
      assertThat(rows(made.path(), "train")).containsExactly("1", "2", "3");
      assertThat(rows(made.path(), "eval")).containsExactly("4");
      assertThat(run.messages()).containsExactly("4 rows, 1 columns");
      assertThat(gen.externalDigest(FileDigests.READING, latest()))
          .isEqualTo(made.property(Examples.INPUT_FINGERPRINT).orElseThrow() + " as CSV,CSV");
    }
  }

  @Test
  void aFileThatIsRenamedToAnotherFormatIsAnotherInput() throws Exception {
    file("a/trips.csv", "n\n1\n");
    file("b/rides.csv", "n\n1\n");
    file("c/trips.tsv", "n\n1\n");
    var digests = new ArrayList<String>();
    for (var folder : List.of("a", "b", "c")) {
      digests.add(
          new FileExampleGen(in().resolve(folder)).externalDigest(FileDigests.READING, latest()));
    }
    assertThat(digests.get(1)).isEqualTo(digests.get(0));
    assertThat(digests.get(2)).isNotEqualTo(digests.get(0));

    var told = new FileExampleGen(in().resolve("c")).withFormat(Format.TSV);
    file("d/trips.tab", "n\n1\n");
    assertThat(told.externalDigest(FileDigests.READING, latest()))
        .isEqualTo(
            new FileExampleGen(in().resolve("d"))
                .withFormat(Format.TSV)
                .externalDigest(FileDigests.READING, latest()));
  }

  @Test
  void oneInputIsDividedUnlessToldOtherwise() throws Exception {
    file("only.csv", "n\n1\n2\n3\n4\n5\n6\n7\n8\n");
    try (var run = run(inputs().withInput("files", "*.csv")).execute()) {
      assertThat(run.made(FileExampleGen.Outputs::examples).splits())
          .containsExactly("train", "eval");
    }
    try (var run = run(inputs().withSplits(TimeShares.of("n", "early", "late", 0.25))).execute()) {
      var made = run.made(FileExampleGen.Outputs::examples);
      assertThat(rows(made.path(), "early")).containsExactly("1", "2", "3", "4", "5", "6");
      assertThat(rows(made.path(), "late")).containsExactly("7", "8");
    }
  }

  @Test
  void inputSplitsAreReadAtTheSameSpan() throws Exception {
    file("train-1.csv", "n\n1\n");
    file("train-2.csv", "n\n2\n");
    file("eval-1.csv", "n\n10\n");
    var gen = inputs().withInput("train", "train-{SPAN}.csv").withInput("eval", "eval-{SPAN}.csv");
    try (var run = run(gen).given(SPAN, ScheduledSpan.of(1)).execute()) {
      var made = run.made(FileExampleGen.Outputs::examples);
      assertThat(rows(made.path(), "train")).containsExactly("1");
      assertThat(rows(made.path(), "eval")).containsExactly("10");
      assertThat(made.property(Examples.SPAN)).contains(1L);
    }
    try (var run = run(gen)) {
      assertThatThrownBy(run::execute)
          .hasMessage(
              "input splits 'train' and 'eval': span 2 and span 1 (expected: the same spans and versions in all input"
                  + " splits); wait until all of them are complete, or name a span that all have");
    }
  }

  @Test
  void aWindowIsTheSpanAndThoseBeforeIt() throws Exception {
    days(1, 2, 3, 4);
    var gen = gen().withSpans("{YYYY}-{MM}-{DD}/*.csv").withWindow(3);
    try (var run = run(gen).execute()) {
      var made = run.made(FileExampleGen.Outputs::examples);
      assertThat(rows(made.path(), "all")).containsExactly("2", "20", "3", "30", "4", "40");
      assertThat(run.messages())
          .containsExactly("the latest there is, spans 20759 to 20761: 6 rows, 1 columns");
    }
    try (var run = run(gen).given(SPAN, ScheduledSpan.parse("2026-11-03")).execute()) {
      assertThat(rows(run.made(FileExampleGen.Outputs::examples).path(), "all"))
          .containsExactly("1", "10", "2", "20", "3", "30");
    }
  }

  @Test
  void aSpanThatIsMissingIsReadPastWhenToldSo() throws Exception {
    days(1, 3);
    var gen =
        gen().withSpans("{YYYY}-{MM}-{DD}/*.csv").withWindow(3).withMissingSpans(MissingSpans.SKIP);
    try (var run = run(gen).execute()) {
      assertThat(rows(run.made(FileExampleGen.Outputs::examples).path(), "all"))
          .containsExactly("1", "10", "3", "30");
      assertThat(run.messages())
          .containsExactly(
              "the latest there is, spans 20758 to 20760 without 20759 (2026-11-02): 4 rows, 1 columns");
    }
  }

  @Test
  void anotherVersionOfTheLastSpanIsOtherDataEvenIfItsRowsAreTheSame() throws Exception {
    file("1/1/a.csv", "n\n1\n");
    file("2/1/a.csv", "n\n2\n");
    var gen = gen().withSpans("{SPAN}/{VERSION}/*.csv").withWindow(2);
    var before = gen.externalDigest(FileDigests.READING, latest());

    file("2/2/a.csv", "n\n2\n");

    assertThat(gen.externalDigest(FileDigests.READING, latest())).isNotEqualTo(before);
  }

  @Test
  void aSpanThatIsMissingCanBeWaitedForByRetries() throws Exception {
    days(1);
    var gen = gen().withSpans("{YYYY}-{MM}-{DD}/*.csv").withMissingSpans(MissingSpans.WAIT);
    var wanted = ScheduledSpan.parse("2026-11-02");

    assertThat(gen.externalDigest(FileDigests.READING, given(wanted)))
        .startsWith("not there yet: ");
    try (var run = run(gen).given(SPAN, wanted)) {
      assertThatThrownBy(run::execute)
          .isInstanceOfSatisfying(
              ExecutionFailure.class,
              failure -> {
                assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
                assertThat(failure.code().retryable()).isTrue();
              })
          .hasMessageContaining("no file for span 20759 (2026-11-02)");
      days(2);
      run.execute();
      assertThat(rows(run.made(FileExampleGen.Outputs::examples).path(), "all"))
          .containsExactly("2", "20");
    }
  }

  @Test
  void spansOfDifferentColumnsAreJoinedWhenToldSo() throws Exception {
    file("1.csv", "n,old\n1,a\n");
    file("2.csv", "n,new\n2.5,b\n");
    var gen = gen().withSpans("{SPAN}.csv").withWindow(2).withSchemaChanges(SchemaChanges.WIDEN);
    try (var run = run(gen).execute()) {
      assertThat(rows(run.made(FileExampleGen.Outputs::examples).path(), "all"))
          .containsExactly("1.0 a null", "2.5 null b");
    }
  }

  @Test
  void badRowsGoToTheQuarantineWithinTheBudget() throws Exception {
    file("a.csv", "n,m\n1,2\n3\n5,6\n7,8,9\n");
    try (var run = run(gen().withBadRows(BadRowBudget.ofRows(2))).execute()) {
      assertThat(rows(run.made(FileExampleGen.Outputs::examples).path(), "all"))
          .containsExactly("1 2", "5 6");
      assertThat(run.made(FileExampleGen.Outputs::examples).property(Examples.BAD_ROWS))
          .contains(2L);
      assertThat(run.messages()).containsExactly("2 rows, 2 columns; 2 bad rows in quarantine");
      assertThat(rows(run.made(FileExampleGen.Outputs::quarantine).path(), "all"))
          .hasSize(2)
          .first()
          .asString()
          .startsWith(in().resolve("a.csv") + " 3 ");
    }
    try (var run = run(gen().withBadRows(BadRowBudget.ofRows(1)))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("a.csv, line 3");
    }
  }

  @Test
  void withoutBudgetThereIsNoQuarantine() throws Exception {
    file("a.csv", "n\n1\n");
    try (var run = run(gen()).execute()) {
      assertThat(run.madeOutputs()).containsExactly("examples");
      assertThat(run.made(FileExampleGen.Outputs::examples).property(Examples.BAD_ROWS)).isEmpty();
    }
  }

  @Test
  void aSampleIsTakenBySeed() throws Exception {
    var text = new StringBuilder("n\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(i).append('\n');
    }
    file("a.csv", text.toString());
    var samples = new ArrayList<List<String>>();
    for (long seed : List.of(1L, 1L, 2L)) {
      try (var run = run(gen().withSampling(Sampling.of(0.2))).withSeed(seed).execute()) {
        samples.add(rows(run.made(FileExampleGen.Outputs::examples).path(), "all"));
        assertThat(run.messages().get(0))
            .isEqualTo(
                "1000 rows, 1 columns, of which a sample of "
                    + samples.get(samples.size() - 1).size()
                    + " rows");
      }
    }

    assertThat(samples.get(0)).hasSizeBetween(150, 250).isEqualTo(samples.get(1));
    assertThat(samples.get(2)).isNotEqualTo(samples.get(0));
  }

  @Test
  void formatOptionsAndTypesHaveEffect() throws Exception {
    file("a.txt", "zip;n\n012;-\n");
    var gen =
        new FileExampleGen(in().resolve("a.txt"))
            .withSplits(ALL)
            .withFormat(Format.CSV)
            .withCsv(CsvOptions.defaults().withDelimiter(";").withMissing("-"))
            .withType("zip", ColumnType.UTF8);
    try (var run = run(gen).execute()) {
      assertThat(rows(run.made(FileExampleGen.Outputs::examples).path(), "all"))
          .containsExactly("012 null");
    }
  }

  @Test
  void examplesOfAnotherRunCanBeImported() throws Exception {
    file("a.csv", "n,s\n1,a\n2,b\n");
    try (var first = run(gen()).execute()) {
      var part = first.made(FileExampleGen.Outputs::examples).path().resolve("Split-all");
      try (var second = run(new FileExampleGen(part).withSplits(ALL)).execute()) {
        assertThat(second.made(FileExampleGen.Outputs::examples).digest())
            .isEqualTo(first.made(FileExampleGen.Outputs::examples).digest());
      }
    }
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedWhereItIsWritten() {
    assertThatThrownBy(() -> gen().withInput("train", "a.csv").withInput("eval", "b.csv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("splits: [all] of several inputs (expected: none");
    assertThatThrownBy(() -> inputs().withInput("train", "a.csv").withInput("train", "b.csv"))
        .hasMessageContaining("splits > 'train': twice");
    assertThatThrownBy(() -> inputs().withInput("a b", "a.csv").withInput("eval", "b.csv"))
        .hasMessageContaining("split 'a b' > name");
    assertThatThrownBy(() -> inputs().withInput("train", "{SPAN}.csv").withInput("eval", "b.csv"))
        .hasMessageContaining("input 'eval' > pattern: 'b.csv' without a span");
    assertThatThrownBy(() -> inputs().withWindow(2)).hasMessageContaining("spans: of no pattern");
    assertThatThrownBy(() -> inputs().withSpans("{SPAN}.csv").withWindow(0))
        .hasMessageContaining("window: 0 (expected: > 0)");
    assertThatThrownBy(() -> inputs().withInput("train", "{VERSION}.csv"))
        .hasMessageContaining("{VERSION} without a span");
    assertThatThrownBy(() -> inputs().withSampling(Sampling.ALL.withSplit("test", 0.5)))
        .hasMessageContaining("sampling > splits: [test] (expected: of [train, eval])");
  }

  private static ParameterValues latest() {
    return given(ScheduledSpan.LATEST);
  }

  private static ParameterValues given(ScheduledSpan span) {
    return new ParameterValues() {
      @Override
      public <T> T value(RuntimeParameter<T> parameter) {
        return parameter.type().cast(span);
      }
    };
  }

  /** Every row, its values with blanks between. */
  private static List<String> rows(Path artifact, String split) throws IOException {
    var rows = new ArrayList<String>();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(artifact, List.of(split)), allocator)) {
      while (reader.loadNextBatch()) {
        for (int r = 0; r < reader.batch().getRowCount(); r++) {
          int row = r;
          rows.add(
              String.join(
                  " ",
                  reader.batch().getFieldVectors().stream()
                      .map(vector -> String.valueOf(vector.getObject(row)))
                      .toList()));
        }
      }
    }
    return rows;
  }
}
