package io.tributary.runner.local;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.Artifact;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.RunSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Runs components one by one, without a pipeline:
 *
 * <pre>{@code
 * try (var alone = ComponentRunner.in(directory)) {
 *   var examples = alone.run(new CsvExampleGen(csv)).examples();
 *   var statistics = alone.run(new StatisticsGen(examples)).statistics();
 *   Path files = alone.path(statistics);
 * }
 * }</pre>
 *
 * <p>Everything is kept under the directory: payloads below {@code artifacts/}, what was run in
 * {@code metadata.db}. Nothing is cached. Not thread-safe.
 */
public final class ComponentRunner implements AutoCloseable {
  private static final String NAME = "alone";

  private final RunHome home;
  private final Pipeline pipeline = Pipeline.named(NAME);
  private final Map<String, NodeResult> results = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();

  private ComponentRunner(RunHome home) {
    this.home = home;
  }

  /** A runner that keeps everything under {@code directory}, which is made if it does not exist. */
  public static ComponentRunner in(Path directory) {
    return new ComponentRunner(RunHome.open(directory, Clock.systemUTC()));
  }

  /**
   * Runs a component to its end, in this thread's time.
   *
   * @return its outputs, as inputs of other components
   * @throws ExecutionFailure if it fails
   * @throws io.tributary.api.PipelineDefinitionException if it is not declared as a component has
   *     to be
   */
  public <O extends Record, C extends Record & Component<O>> O run(C component) {
    requireNonNull(component, "component");
    var id = id(component);
    var outputs = pipeline.add(component, NodeOptions.id(id));
    var compiled = Compiler.compile(pipeline);
    var node = compiled.getNodes(compiled.getNodesCount() - 1);
    var request =
        RunRequest.of(
                compiled.toBuilder().clearNodes().addNodes(node).build(),
                component.getClass().getClassLoader(),
                NAME + "-" + UUID.randomUUID())
            .withoutCache();
    try (var session =
        RunSession.open(request, home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT)) {
      results.values().forEach(session::assume);
      var result = session.launch(node);
      session.finish();
      result
          .failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
      results.put(id, result);
    }
    return outputs;
  }

  private String id(Record component) {
    var name = component.getClass().getSimpleName();
    var id = name;
    for (int i = 2; !ids.add(id); i++) {
      id = name + "-" + i;
    }
    return id;
  }

  /**
   * The artifact of an output.
   *
   * @throws IllegalArgumentException if this runner did not make it
   */
  public <A extends Artifact> StoredArtifact<A> artifact(Channel<A> channel) {
    var artifacts = artifacts(channel);
    if (artifacts.isEmpty()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "ComponentRunner > artifact",
                  "'" + channel + "' has no artifact",
                  "an output of " + results.keySet(),
                  "pass a channel that run(...) of this runner gave")
              .toString());
    }
    return artifacts.get(0);
  }

  /** All artifacts of an output; empty if the component made none. */
  public <A extends Artifact> List<StoredArtifact<A>> artifacts(Channel<A> channel) {
    var artifacts = new ArrayList<StoredArtifact<A>>();
    var result = results.get(channel.node());
    if (result != null) {
      for (var artifact : result.output(channel.output())) {
        artifacts.add(artifact.as(channel.type().artifact()));
      }
    }
    return artifacts;
  }

  /** The directory of an output's payload. */
  public <A extends Artifact> Path path(Channel<A> channel) {
    return artifact(channel).path();
  }

  @Override
  public void close() {
    home.close();
  }
}
