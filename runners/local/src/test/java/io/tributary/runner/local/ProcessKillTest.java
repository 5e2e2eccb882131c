package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.Runner;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Write;
import io.tributary.metadata.RunState;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes in processes that die at random moments: the run ends as an undisturbed one, nothing is
 * doubled, nothing is left behind. More rounds with {@code -Dtributary.kill.rounds=100}.
 */
class ProcessKillTest {
  private static final int ROUNDS = Integer.getInteger("tributary.kill.rounds", 1);
  private static final int LAYERS = 5;
  private static final int WIDTH = 4;

  @TempDir Path parent;

  /** Twenty nodes: five layers of four, each node below two of the layer above. */
  private static Pipeline pipeline(Path trace) {
    var p = Pipeline.named("layers");
    List<Channel<Text>> above = List.of();
    for (int layer = 0; layer < LAYERS; layer++) {
      var below = new ArrayList<Channel<Text>>();
      for (int i = 0; i < WIDTH; i++) {
        var options = NodeOptions.id("n" + layer + "-" + i);
        below.add(
            layer == 0
                ? p.add(new Write("text " + i, trace), options).text()
                : p.add(
                        new Join(above.get(i), Optional.of(above.get((i + layer) % WIDTH)), trace),
                        options)
                    .text());
      }
      above = below;
    }
    return p;
  }

  private static RunResult run(Runner runner, RunHome home, Path trace) throws Exception {
    var request =
        RunRequest.of(
                Compiler.compile(pipeline(trace)), ProcessKillTest.class.getClassLoader(), "run")
            .withParallelism(WIDTH);
    return runner.start(request, home, RunListener.SILENT).await();
  }

  private static Map<String, String> digests(RunResult result) {
    var digests = new TreeMap<String, String>();
    for (var node : result.nodes()) {
      node.outputs()
          .forEach(
              (name, artifacts) ->
                  digests.put(node.node() + "." + name, artifacts.get(0).digest()));
    }
    return digests;
  }

  private static NodeProcess process(NodeTask task, long seed, AtomicInteger deaths) {
    var home = task.home().directory().toString();
    var process =
        CommandProcess.start(
            task,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DyingNode.class.getName(),
                home,
                task.request().runId(),
                task.node().getId(),
                "" + seed));
    return new NodeProcess() {
      @Override
      public String await() throws InterruptedException {
        var end = process.await();
        if (end.startsWith("exit code 137")) {
          deaths.incrementAndGet();
        }
        return end;
      }

      @Override
      public void stop() {
        process.stop();
      }
    };
  }

  @Test
  void runWhoseProcessesDieEndsAsAnUndisturbedOne() throws Exception {
    Map<String, String> undisturbed;
    try (var home = RunHome.open(parent.resolve("undisturbed"), Clock.systemUTC())) {
      undisturbed = digests(run(new LocalRunner(), home, parent.resolve("trace")));
    }
    assertThat(undisturbed).hasSize(LAYERS * WIDTH);
    var seeds = new AtomicLong();
    var deaths = new AtomicInteger();
    for (int round = 0; round < ROUNDS; round++) {
      try (var home = RunHome.open(parent.resolve("round-" + round), Clock.systemUTC())) {
        var runner = new ProcessRunner(task -> process(task, seeds.getAndIncrement(), deaths));
        var result = run(runner, home, parent.resolve("trace"));

        assertThat(result.state()).isEqualTo(RunState.COMPLETE);
        assertThat(digests(result)).isEqualTo(undisturbed);
        assertThat(home.metadata().runs().find("run").orElseThrow().state())
            .isEqualTo(RunState.COMPLETE);
        assertThat(home.artifacts().staged()).isEmpty();
        assertThat(completeExecutions(home)).isEqualTo(LAYERS * WIDTH);
      }
    }
    assertThat(deaths.get()).isGreaterThan(ROUNDS);
  }

  private static long completeExecutions(RunHome home) {
    return home
        .metadata()
        .store()
        .getExecutions(
            GetExecutionsRequest.newBuilder()
                .setOptions(ListOperationOptions.newBuilder().setMaxResultSize(100))
                .build())
        .getExecutionsList()
        .stream()
        .filter(execution -> execution.getLastKnownState() == Execution.State.COMPLETE)
        .count();
  }
}
