package io.tributary.components.examplediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.ExamplesDiff;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.data.split.SplitConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleDiffTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("New", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Examples> BASELINE =
      Channel.of("Old", "examples", ArtifactType.of(Examples.class));

  @TempDir Path directory;

  @Test
  void changedRowsAreToldWithBothValues() throws Exception {
    var diff = ExampleDiff.of(EXAMPLES).against(BASELINE).withKey("id");
    try (var run =
        run(
                diff,
                examples("new", "all", "id,fare,company\n1,2.5,a\n2,3.5,\n3,1.5,c\n"),
                examples("old", "all", "id,fare,company\n2,4.5,b\n3,1.5,c\n4,1.5,d\n"))
            .execute()) {
      var made = run.made(ExampleDiff.Outputs::difference);

      assertThat(run.messages())
          .containsExactly(
              "all: 1 rows the same, 1 changed, 1 only in the examples, 1 only in the baseline");
      assertThat(made.property(ExamplesDiff.EQUAL)).contains(false);
      assertThat(made.path().resolve("diff.json"))
          .hasContent(
              """
              {
                "key" : [ "id" ],
                "equal" : false,
                "pairs" : [ {
                  "examples" : "all",
                  "baseline" : "all",
                  "rows_in_examples" : 3,
                  "rows_in_baseline" : 3,
                  "same" : 1,
                  "columns" : {
                    "only_in_examples" : [ ],
                    "only_in_baseline" : [ ],
                    "types" : [ ]
                  },
                  "only_in_examples" : {
                    "count" : 1,
                    "samples" : [ {
                      "row" : 1,
                      "values" : {
                        "id" : 1,
                        "fare" : 2.5,
                        "company" : "a"
                      }
                    } ]
                  },
                  "only_in_baseline" : {
                    "count" : 1,
                    "samples" : [ {
                      "row" : 3,
                      "values" : {
                        "id" : 4,
                        "fare" : 1.5,
                        "company" : "d"
                      }
                    } ]
                  },
                  "changed" : {
                    "count" : 1,
                    "columns" : {
                      "company" : 1,
                      "fare" : 1
                    },
                    "samples" : [ {
                      "row_in_examples" : 2,
                      "row_in_baseline" : 1,
                      "key" : {
                        "id" : 2
                      },
                      "columns" : {
                        "company" : {
                          "examples" : null,
                          "baseline" : "b"
                        },
                        "fare" : {
                          "examples" : 3.5,
                          "baseline" : 4.5
                        }
                      }
                    } ]
                  },
                  "repeated_in_examples" : {
                    "count" : 0,
                    "samples" : [ ]
                  },
                  "repeated_in_baseline" : {
                    "count" : 0,
                    "samples" : [ ]
                  }
                } ]
              }
              """);
      assertThat(ids(made.path(), "only-in-examples")).isEqualTo(1);
      assertThat(ids(made.path(), "only-in-baseline")).isEqualTo(4);
      assertThat(ids(made.path(), "changed-in-examples")).isEqualTo(2);
      assertThat(ids(made.path(), "changed-in-baseline")).isEqualTo(2);
    }
  }

  @Test
  void refusesPairsWhoseRowsWouldBeInOneDirectory() {
    var diff = ExampleDiff.of(EXAMPLES).against(BASELINE).withSplitPair("a", "b_c");
    assertThatThrownBy(() -> diff.withSplitPair("a_b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[SplitPair-a_b_c, SplitPair-a_b_c]");
  }

  @Test
  void equalExamplesAreEqual() throws Exception {
    var same = examples("same", "all", "id\n1\n2\n");
    try (var run = run(ExampleDiff.of(EXAMPLES).against(BASELINE), same, same).execute()) {
      assertThat(run.made(ExampleDiff.Outputs::difference).property(ExamplesDiff.EQUAL))
          .contains(true);
    }
  }

  @Test
  void splitsOfOtherNamesAreComparedWhenTold() throws Exception {
    var a = examples("a", "train", "id\n1\n2\n3\n");
    var b = examples("b", "all", "id\n2\n3\n");
    var diff = ExampleDiff.of(EXAMPLES).against(BASELINE);
    try (var run = run(diff, a, b)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(
              "splits: [train] and [all] (expected: a split that both have); say which");
    }
    try (var run = run(diff.withSplitPair("train", "all").withSamples(0), a, b).execute()) {
      assertThat(run.messages())
          .containsExactly(
              "train against all: 2 rows the same, 0 changed, 1 only in the examples, 0 only in the baseline");
      assertThat(run.made(ExampleDiff.Outputs::difference).path())
          .isDirectoryNotContaining("glob:**/SplitPair*");
    }
  }

  private FakeRun<ExampleDiff.Outputs> run(ExampleDiff diff, Path examples, Path baseline)
      throws IOException {
    return FakeRun.of(diff, Files.createTempDirectory(directory, "run"))
        .given(EXAMPLES, examples)
        .given(BASELINE, baseline);
  }

  private Path examples(String name, String split, String csv) throws Exception {
    var file = Files.writeString(directory.resolve(name + ".csv"), csv);
    var gen = new CsvExampleGen(file).withSplits(SplitConfig.of(split, 1));
    try (var run = FakeRun.of(gen, directory.resolve(name)).execute()) {
      return run.made(CsvExampleGen.Outputs::examples).path();
    }
  }

  /** The id of the only row. */
  private static long ids(Path artifact, String kind) throws IOException {
    var part = artifact.resolve("SplitPair-all_all").resolve(kind).resolve("part-00000.arrow");
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(new Dataset(List.of(part)), allocator)) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(reader.batch().getRowCount()).isEqualTo(1);
      return (Long) reader.batch().getVector("id").getObject(0);
    }
  }
}
