package io.tributary.components.auto;

import static io.tributary.components.trainer.TransformedData.examples;
import static io.tributary.components.trainer.TransformedData.ids;
import static io.tributary.components.trainer.TransformedData.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.trainer.TransformedData.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledRowsTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  private static final Column X = ids("x", 1L, null, 3L, 4L, 5L);
  private static final Column Y = numbers("y", 0.5f, 1f, null, 2f, null);

  @TempDir Path directory;

  private FakeRun<LabelledRows.Outputs> run(List<String> labels, Column... columns) {
    return FakeRun.of(new LabelledRows(EXAMPLES, labels), directory.resolve("run"))
        .given(EXAMPLES, examples(directory.resolve("examples"), "train", 2, columns));
  }

  private static List<String> rows(Path examples, String split) throws IOException {
    var rows = new ArrayList<String>();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(examples, List.of(split)), allocator)) {
      while (reader.loadNextBatch()) {
        for (int row = 0; row < reader.batch().getRowCount(); row++) {
          rows.add(
              reader.batch().getVector("x").getObject(row)
                  + " "
                  + reader.batch().getVector("y").getObject(row));
        }
      }
    }
    return rows;
  }

  @Test
  void leavesOutRowsWithoutLabelAndSaysHowMany() throws Exception {
    try (var run = run(List.of("y"), X, Y)) {
      var made = run.execute().made(LabelledRows.Outputs::labelled);
      assertThat(rows(made.path(), "train")).containsExactly("1 0.5", "null 1.0", "4 2.0");
      assertThat(made.property(LabelledRows.MESSAGE))
          .hasValue("2 of 5 rows have no label [y] and are left out");
      assertThat(run.messages()).containsExactly("2 of 5 rows have no label [y] and are left out");
    }
  }

  @Test
  void takesNaNAsNoLabel() throws Exception {
    try (var run = run(List.of("y"), ids("x", 1L, 2L), numbers("y", Float.NaN, 3f))) {
      var labelled = run.execute().made(LabelledRows.Outputs::labelled).path();
      assertThat(rows(labelled, "train")).containsExactly("2 3.0");
      assertThat(run.messages()).containsExactly("1 of 2 rows have no label [y] and are left out");
    }
  }

  @Test
  void asksForAllOfSeveralLabels() throws Exception {
    try (var run = run(List.of("y", "x"), X, Y)) {
      var labelled = run.execute().made(LabelledRows.Outputs::labelled).path();
      assertThat(rows(labelled, "train")).containsExactly("1 0.5", "4 2.0");
    }
  }

  @Test
  void saysNothingWhereNothingIsMissing() throws Exception {
    try (var run = run(List.of("x"), ids("x", 1L, 2L), numbers("y", 1f, null))) {
      var labelled = run.execute().made(LabelledRows.Outputs::labelled).path();
      assertThat(rows(labelled, "train")).containsExactly("1 1.0", "2 null");
      assertThat(run.messages()).isEmpty();
    }
  }

  @Test
  void keepsEverySplit() throws Exception {
    examples(directory.resolve("examples"), "eval", 2, X, Y);
    try (var run = run(List.of("y"), ids("x", 9L), numbers("y", 9f))) {
      var labelled = run.execute().made(LabelledRows.Outputs::labelled).path();
      assertThat(rows(labelled, "train")).containsExactly("9 9.0");
      assertThat(rows(labelled, "eval")).hasSize(3);
    }
  }

  @Test
  void refusesASplitWithoutLabels() {
    try (var run = run(List.of("y"), ids("x", 1L, 2L), numbers("y", null, null))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("split 'train' > label: [y] missing in all 2 rows");
    }
  }

  @Test
  void refusesASplitWithoutRows() {
    try (var run = run(List.of("y"), ids("x"), numbers("y"))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("split 'train' > rows: 0 (expected: at least 1)");
    }
  }

  @Test
  void saysWhatPutsAllRowsIntoOneSplit() throws Exception {
    examples(directory.resolve("examples"), "eval", 1, ids("x"), numbers("y"));
    try (var run = run(List.of("y"), ids("x", 1L, 1L), numbers("y", 1f, 1f))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("split 'eval' > rows: 0 of 2 (expected: at least 1)")
          .hasMessageContaining("equal rows are all in one");
    }
  }

  @Test
  void namesTheColumnsThatMayHaveBeenMeant() {
    try (var run =
        run(List.of("Payment"), ids("fare", 1L), ids("payments", 1L), numbers("y", 1f))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(
              "no column 'Payment' (expected: one of ['payments', 'fare', 'y']); correct");
    }
  }

  @Test
  void refusesLabelsThatAreNone() {
    assertThatThrownBy(() -> new LabelledRows(EXAMPLES, List.of()))
        .hasMessageContaining("labels: [] (expected: at least one column, and each once)");
    assertThatThrownBy(() -> new LabelledRows(EXAMPLES, List.of("y", "y")))
        .hasMessageContaining("labels: [y, y]");
  }
}
