package io.tributary.runner.local;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.OutputArtifact;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.artifact.Artifact;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pipeline in a test: in this process, in a directory of the test, without cache unless
 * asked for.
 *
 * <pre>{@code
 * try (var tester = PipelineTester.of(pipeline, temporaryDirectory)) {
 *   tester.replace(examples, output -> copy(fewRows, output.split("train")));
 *   tester.run();
 *   assertThat(tester.path(model).resolve("model.onnx")).exists();
 * }
 * }</pre>
 *
 * <p>What a test does wrong, and what a run does not do, is an {@link AssertionError} that says
 * which method to call. Not thread-safe.
 */
public final class PipelineTester implements AutoCloseable {

  /**
   * Stands in for a component: makes one of its outputs.
   *
   * @param <A> the type of artifact
   */
  @FunctionalInterface
  public interface Payload<A extends Artifact> {
    /**
     * Writes into an empty output.
     *
     * @throws Exception fails the node
     */
    void write(OutputArtifact<A> output) throws Exception;
  }

  private final io.tributary.proto.pipeline.Pipeline pipeline;
  private final RunHome home;
  private final ClassLoader classLoader;
  private final Map<String, Map<String, Payload<?>>> replaced = new LinkedHashMap<>();
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private boolean cached;
  private @Nullable RunResult result;

  private PipelineTester(
      io.tributary.proto.pipeline.Pipeline pipeline, RunHome home, ClassLoader classLoader) {
    this.pipeline = pipeline;
    this.home = home;
    this.classLoader = classLoader;
  }

  /**
   * A tester of a pipeline.
   *
   * @param directory where everything is kept, such as JUnit's {@code @TempDir}
   * @throws io.tributary.api.PipelineDefinitionException if the pipeline is defined wrongly
   */
  public static PipelineTester of(Pipeline pipeline, Path directory) {
    var compiled = Compiler.compile(pipeline);
    var classes = pipeline.nodes().get(0).step().getClass().getClassLoader();
    return new PipelineTester(compiled, RunHome.open(directory, Clock.systemUTC()), classes);
  }

  /**
   * Lets {@code payload} make an output. The component that has the output does not run; its other
   * outputs are made only if they are replaced, too.
   */
  public <A extends Artifact> PipelineTester replace(Channel<A> channel, Payload<A> payload) {
    requireNonNull(payload, "payload");
    if (node(channel.node()).getKind() == Node.Kind.RESOLVER) {
      throw new AssertionError(
          "replace: '"
              + channel
              + "' is chosen by a resolver (expected: an output of a component); run() the pipeline before, so that the resolver finds something, or leave it empty");
    }
    replaced
        .computeIfAbsent(channel.node(), id -> new LinkedHashMap<>())
        .put(channel.output(), payload);
    return this;
  }

  /** Gives a runtime parameter a value. */
  public PipelineTester set(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Lets later runs reuse what earlier ones made, as they do in production; what is replaced is
   * made anew in every run.
   */
  public PipelineTester withCache() {
    cached = true;
    return this;
  }

  /**
   * Runs the pipeline, whatever comes of it; {@link #succeeded} runs it and expects success.
   *
   * @throws io.tributary.api.PipelineDefinitionException if values of runtime parameters are
   *     missing or wrong
   */
  public RunResult run() {
    var request =
        RunRequest.of(withoutCacheWhereReplaced(), classLoader, "test-" + UUID.randomUUID())
            .withParameters(parameters);
    var runner = new LocalRunner(Checkpoint.NONE, new Replacing(replaced));
    var run = runner.start(cached ? request : request.withoutCache(), home, RunListener.SILENT);
    try {
      result = run.await();
      return result;
    } catch (InterruptedException e) {
      run.cancel();
      Thread.currentThread().interrupt();
      throw new AssertionError("run: interrupted (expected: to end); give the test more time", e);
    }
  }

  /** What the replaced component made before, must not stand for its replacement. */
  private io.tributary.proto.pipeline.Pipeline withoutCacheWhereReplaced() {
    var changed = pipeline.toBuilder();
    for (var node : changed.getNodesBuilderList()) {
      if (replaced.containsKey(node.getId())) {
        node.getOptionsBuilder().setCacheDisabled(true);
      }
    }
    return changed.build();
  }

  /** Runs the pipeline and expects that no node fails. */
  public RunResult succeeded() {
    var ended = run();
    if (!ended.succeeded()) {
      var failures =
          ended.nodes().stream()
              .filter(node -> node.failure().isPresent())
              .map(node -> node.node() + ": " + node.reason())
              .collect(Collectors.joining("\n  ", "\n  ", ""));
      var error =
          new AssertionError(
              "run: "
                  + ended.state()
                  + " (expected: COMPLETE); correct these, or call run() if they are expected to fail:"
                  + failures);
      ended.nodes().forEach(node -> node.failure().ifPresent(error::addSuppressed));
      throw error;
    }
    return ended;
  }

  /** How a node of the last run ended. */
  public NodeResult node(Channel<?> channel) {
    node(channel.node());
    return ran().node(channel.node());
  }

  /** Expects that the node that has an output ended in a state. */
  public PipelineTester expect(Channel<?> channel, NodeState state) {
    var node = node(channel);
    if (node.state() != state) {
      throw new AssertionError(
          "node '"
              + node.node()
              + "': "
              + node.state()
              + ", "
              + node.reason()
              + " (expected: "
              + state
              + ")");
    }
    return this;
  }

  /** The artifact that the last run made, or reused, for an output. */
  public <A extends Artifact> StoredArtifact<A> artifact(Channel<A> channel) {
    var node = node(channel);
    var artifacts = node.output(channel.output());
    if (artifacts.isEmpty()) {
      throw new AssertionError(
          "artifact: '"
              + channel
              + "' was not made, its node is "
              + node.state()
              + ": "
              + node.reason()
              + " (expected: an artifact); call expect(channel, state) to test for this");
    }
    return artifacts.get(0).as(channel.type().artifact());
  }

  /** The directory of the payload that the last run made, or reused, for an output. */
  public <A extends Artifact> Path path(Channel<A> channel) {
    return artifact(channel).path();
  }

  /** Where everything is kept. */
  public RunHome home() {
    return home;
  }

  private RunResult ran() {
    if (result == null) {
      throw new AssertionError(
          "tester: no run yet (expected: a run to look at); call run() or succeeded() first");
    }
    return result;
  }

  private Node node(String id) {
    for (var node : pipeline.getNodesList()) {
      if (node.getId().equals(id)) {
        return node;
      }
    }
    List<String> ids = pipeline.getNodesList().stream().map(Node::getId).toList();
    throw new AssertionError(
        "node '"
            + id
            + "': not in pipeline '"
            + pipeline.getId()
            + "' (expected: one of "
            + ids
            + "); pass a channel of the pipeline that was given to PipelineTester.of");
  }

  @Override
  public void close() {
    home.close();
  }

  /** Makes replaced outputs instead of running their components. */
  private record Replacing(Map<String, Map<String, Payload<?>>> replaced) implements Invoker {
    @Override
    public <O extends Record> void invoke(Node node, Component<O> component, Run<O> run)
        throws Exception {
      var payloads = replaced.get(node.getId());
      if (payloads == null) {
        component.run(run);
        return;
      }
      for (var payload : payloads.entrySet()) {
        write(payload.getKey(), payload.getValue(), run);
      }
    }

    private static <O extends Record, A extends Artifact> void write(
        String name, Payload<A> payload, Run<O> run) throws Exception {
      Function<O, Channel<A>> port = outputs -> channel(outputs, name);
      payload.write(run.output(port));
    }

    @SuppressWarnings("unchecked") // replace() took the payload together with the channel
    private static <A extends Artifact> Channel<A> channel(Record outputs, String name) {
      for (RecordComponent component : outputs.getClass().getRecordComponents()) {
        if (component.getName().equals(name)) {
          var accessor = component.getAccessor();
          accessor.setAccessible(true);
          try {
            return (Channel<A>) accessor.invoke(outputs);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(accessor + ": cannot be read", e);
          }
        }
      }
      throw new IllegalStateException("output '" + name + "' of " + outputs);
    }
  }
}
