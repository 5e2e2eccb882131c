package io.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Node;
import io.tributary.api.Pipeline;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.compiler.StepLoader;
import io.tributary.metadata.NodeState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every component promises, whatever it does. */
public abstract class ComponentContract {
  @TempDir Path directory;

  /**
   * A pipeline in which the component under test has its smallest inputs, such as examples without
   * rows. The same arguments give the same pipeline.
   *
   * @param directory for files that the pipeline reads
   */
  protected abstract Pipeline pipeline(Path directory) throws Exception;

  @Test
  void componentRebuiltFromTheIrEqualsTheOriginal() throws Exception {
    var pipeline = pipeline(directory);
    var steps = pipeline.nodes().stream().collect(Collectors.toMap(Node::id, Node::step));
    var compiled = Compiler.compile(pipeline);

    for (var node : compiled.getNodesList()) {
      var step = steps.get(node.getId());
      assertThat(step).isNotNull();
      assertThat(new StepLoader(compiled, step.getClass().getClassLoader()).load(node))
          .isEqualTo(step);
    }
  }

  @Test
  void sameProgramGivesTheSameIr() throws Exception {
    assertThat(Compiler.bytes(Compiler.compile(pipeline(directory))))
        .isEqualTo(Compiler.bytes(Compiler.compile(pipeline(directory))));
  }

  @Test
  void smallestInputIsEnoughAndAllMemoryIsReleased() throws Exception {
    try (var home = open()) {
      for (var node : run(home, "run-1").nodes()) {
        assertThat(node.state()).as(node.reason()).isIn(NodeState.COMPLETE, NodeState.SKIPPED);
      }
    }
  }

  @Test
  void sameInputGivesTheSameBytes() throws Exception {
    try (var home = open()) {
      assertThat(digests(run(home, "run-1"))).isEqualTo(digests(run(home, "run-2")));
    }
  }

  private RunHome open() {
    return RunHome.open(directory.resolve("home"), Clock.systemUTC());
  }

  private RunResult run(RunHome home, String runId) throws Exception {
    var pipeline = pipeline(directory);
    var classes = pipeline.nodes().get(0).step().getClass().getClassLoader();
    return Sequentially.run(
        RunRequest.of(Compiler.compile(pipeline), classes, runId).withoutCache(), home);
  }

  private static Map<String, String> digests(RunResult result) {
    var digests = new TreeMap<String, String>();
    for (var node : result.nodes()) {
      node.outputs()
          .forEach(
              (output, artifacts) ->
                  artifacts.forEach(
                      artifact -> digests.put(node.node() + "." + output, artifact.digest())));
    }
    return digests;
  }
}
