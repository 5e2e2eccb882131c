package io.tributary.components.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.TunerResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDeliveryTest {
  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));
  private static final Channel<TunerResults> RESULTS =
      Channel.of("Tuner", "tunerResults", ArtifactType.of(TunerResults.class));

  @TempDir Path directory;
  private Path target;

  @BeforeEach
  void layOut() throws IOException {
    target = directory.resolve("below/out");
    Files.createDirectories(directory.resolve("model/native"));
    Files.writeString(directory.resolve("model/model.onnx"), "graph");
    Files.writeString(directory.resolve("model/native/model.json"), "trees");
    Files.writeString(directory.resolve("model/.manifest"), "the store's own");
    Files.createDirectories(directory.resolve("results"));
    Files.writeString(directory.resolve("results/leaderboard.json"), "{}");
  }

  private void deliver() throws Exception {
    try (var run =
        FakeRun.of(new ModelDelivery(MODEL, RESULTS, target), directory.resolve("run"))) {
      run.given(MODEL, directory.resolve("model"))
          .given(RESULTS, directory.resolve("results"))
          .execute();
    }
  }

  @Test
  void copiesModelAndLeaderboard() throws Exception {
    deliver();
    assertThat(target.resolve("model.onnx")).hasContent("graph");
    assertThat(target.resolve("native/model.json")).hasContent("trees");
    assertThat(target.resolve("leaderboard.json")).hasContent("{}");
    assertThat(target.resolve(".manifest")).doesNotExist();
    assertThat(target.getParent()).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void isContentWithWhatItHasDeliveredBefore() throws Exception {
    deliver();
    deliver();
    assertThat(target.resolve("model.onnx")).hasContent("graph");
  }

  @Test
  void startsAnewWhereItWasKilled() throws Exception {
    deliver();
    Files.move(target, target.resolveSibling(".out-fake-run"));
    deliver();
    assertThat(target.resolve("model.onnx")).hasContent("graph");
  }

  @Test
  void leavesAloneWhatIsSomethingElse() throws Exception {
    Files.createDirectories(target);
    Files.writeString(target.resolve("thesis.txt"), "the only copy");
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("which exists and holds something else")
        .hasMessageContaining("move it away, and resume the run");
    assertThat(target.resolve("thesis.txt")).hasContent("the only copy");
    assertThat(target.getParent()).isDirectoryNotContaining("glob:**/.*");
  }
}
