package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.RunnerContract;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.metadata.SuiteCheck;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract is worth something only if runners that are broken fail it. */
class BrokenRunnerTest {
  @TempDir Path directory;

  /** A local runner to which requests come spoilt. */
  private record Spoiling(LocalRunner sound, UnaryOperator<RunRequest> fault) implements Runner {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
      return sound.start(fault.apply(request), home, listener);
    }
  }

  private List<String> failures(UnaryOperator<RunRequest> fault) {
    return SuiteCheck.failures(
        () ->
            new RunnerContract() {
              @Override
              protected Runner runner(Checkpoint checkpoint) {
                return new Spoiling(new LocalRunner(checkpoint, Invoker.COMPONENT), fault);
              }
            },
        directory,
        "failedNodeIsRetriedAsOftenAsItMay",
        "nodeIsSkippedUnlessItsConditionsHold",
        "noMoreNodesRunAtATimeThanAsked",
        "equalContentAboveCutsOffTheWorkBelow",
        "equalExecutionIsReused");
  }

  private static RunRequest with(RunRequest request, Pipeline pipeline) {
    return new RunRequest(
        pipeline,
        request.classLoader(),
        request.runId(),
        request.parameters(),
        request.cacheEnabled(),
        request.resume(),
        request.settings(),
        request.actor(),
        request.trace());
  }

  private static RunRequest mapNodes(RunRequest request, UnaryOperator<Node> change) {
    var pipeline = request.pipeline().toBuilder();
    for (int i = 0; i < pipeline.getNodesCount(); i++) {
      pipeline.setNodes(i, change.apply(pipeline.getNodes(i)));
    }
    return with(request, pipeline.build());
  }

  private static Node withoutRetries(Node node) {
    var spoilt = node.toBuilder();
    spoilt.getOptionsBuilder().clearMaxRetries();
    return spoilt.build();
  }

  private static Node withoutConditions(Node node) {
    return node.toBuilder().clearConditions().build();
  }

  @Test
  void soundRunnerPasses() {
    assertThat(failures(request -> request)).isEmpty();
  }

  @Test
  void runnerThatForgetsRetriesFails() {
    assertThat(failures(request -> mapNodes(request, BrokenRunnerTest::withoutRetries)))
        .containsExactly("failedNodeIsRetriedAsOftenAsItMay");
  }

  @Test
  void runnerThatIgnoresConditionsFails() {
    assertThat(failures(request -> mapNodes(request, BrokenRunnerTest::withoutConditions)))
        .containsExactly("nodeIsSkippedUnlessItsConditionsHold");
  }

  @Test
  void runnerThatIgnoresTheLimitFails() {
    assertThat(failures(request -> request.withParallelism(3)))
        .containsExactly("noMoreNodesRunAtATimeThanAsked");
  }

  @Test
  void runnerThatNeverReusesFails() {
    assertThat(failures(RunRequest::withoutCache))
        .containsExactly("equalContentAboveCutsOffTheWorkBelow", "equalExecutionIsReused");
  }
}
