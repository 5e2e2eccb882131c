package io.tributary.core.launcher;

import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.core.NodeResult;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.StepLoader;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Input;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides what is to be done about a node when all nodes above it have ended: resolves its inputs,
 * evaluates its conditions, and looks for an earlier execution to reuse. Writes nothing.
 * Thread-safe.
 */
final class Driver {
  private final Environment environment;
  private final String pipeline;
  private final StepLoader loader;
  private final Fingerprints fingerprints;
  private final ExternalDigests digests;
  private final History history;
  private final ParameterText text;
  private final long seed;
  private final boolean cacheEnabled;
  private final Function<String, NodeResult> ended;

  /**
   * @param ended the result of a node that has ended
   */
  Driver(
      Environment environment,
      StepLoader loader,
      Fingerprints fingerprints,
      ExternalDigests digests,
      History history,
      ParameterText text,
      Function<String, NodeResult> ended) {
    this.environment = environment;
    this.pipeline = environment.request().pipeline().getId();
    this.loader = loader;
    this.fingerprints = fingerprints;
    this.digests = digests;
    this.history = history;
    this.text = text;
    this.seed = environment.settings().seed();
    this.cacheEnabled = environment.request().cacheEnabled();
    this.ended = ended;
  }

  String where(Node node) {
    return "pipeline '" + pipeline + "' > node '" + node.getId() + "'";
  }

  Decision decide(Node node) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    if (!exitHandler) {
      var obstacle = obstacle(node);
      if (obstacle.isPresent()) {
        return new Decision.Skip(obstacle.get());
      }
    }
    try {
      var decision = decide(node, exitHandler);
      return decision instanceof Decision.Execute execute ? withInputs(execute) : decision;
    } catch (MetadataException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Decision.Fail(Failures.canceled(where(node)));
    } catch (Exception | LinkageError e) {
      return new Decision.Fail(Failures.of(where(node), e));
    }
  }

  private Decision decide(Node node, boolean exitHandler) throws Exception {
    var step = loader.load(node);
    var inputs = new LinkedHashMap<String, List<StoredArtifact<?>>>();
    for (var input : node.getInputsList()) {
      var artifacts = artifacts(input);
      if (!artifacts.isEmpty()) {
        inputs.put(input.getName(), artifacts);
      } else if (!input.getOptional()) {
        return new Decision.Fail(missing(node, input));
      }
    }
    var shape = loader.shape(node);
    if (!(step instanceof Component<?> component)) {
      return new Decision.Resolve(new Prepared(node, step, shape, inputs, Optional.empty()));
    }
    if (exitHandler) {
      return new Decision.Execute(
          new Prepared(node, step, shape, inputs, Optional.empty()), "exit handlers always run");
    }
    var unknown = withoutDigest(inputs);
    if (unknown.isPresent()) {
      return new Decision.Execute(
          new Prepared(node, step, shape, inputs, Optional.empty()),
          "the content of artifact "
              + unknown.get().id()
              + " is not known: another program wrote it, without a digest");
    }
    var key =
        CacheKey.of(node, fingerprints.of(step), text, inputs, seed, digests.of(node, component));
    return reuse(new Prepared(node, step, shape, inputs, Optional.of(key)), component, key);
  }

  /** Fails a node that would have to run on what is not there any more. */
  private Decision withInputs(Decision.Execute execute) throws IOException {
    for (var input : execute.prepared().inputs().entrySet()) {
      for (var artifact : input.getValue()) {
        if (!history.isThere(artifact)) {
          return new Decision.Fail(lost(execute.prepared().node(), input.getKey(), artifact));
        }
      }
    }
    return execute;
  }

  /** A node above this one that failed or was canceled, so that this one is not to start. */
  static Optional<NodeResult> failedAbove(Node node, Function<String, NodeResult> ended) {
    return node.getUpstreamList().stream()
        .map(ended)
        .filter(above -> above.state() == NodeState.FAILED || above.state() == NodeState.CANCELED)
        .findFirst();
  }

  private Optional<String> obstacle(Node node) {
    var failed = failedAbove(node, ended);
    if (failed.isPresent()) {
      return Optional.of(
          "node '"
              + failed.get().node()
              + "' above it "
              + (failed.get().state() == NodeState.FAILED ? "failed" : "was canceled"));
    }
    for (var input : node.getInputsList()) {
      if (input.hasChannel() && !input.getOptional()) {
        var result = ended.apply(input.getChannel().getNode());
        if (result.state() == NodeState.SKIPPED) {
          return Optional.of(
              "input '"
                  + input.getName()
                  + "' comes from node '"
                  + result.node()
                  + "', which was skipped");
        }
      }
    }
    return new Conditions(ended).obstacle(node.getConditionsList());
  }

  private List<StoredArtifact<?>> artifacts(Input input) {
    if (!input.hasChannel()) {
      return List.of();
    }
    var channel = input.getChannel();
    var result = ended.apply(channel.getNode());
    return result.state().succeeded() ? result.output(channel.getOutput()) : List.of();
  }

  private static Optional<StoredArtifact<?>> withoutDigest(
      Map<String, List<StoredArtifact<?>>> inputs) {
    for (var artifacts : inputs.values()) {
      for (var artifact : artifacts) {
        if (artifact.digest().isEmpty()) {
          return Optional.of(artifact);
        }
      }
    }
    return Optional.empty();
  }

  private ExecutionFailure missing(Node node, Input input) {
    var channel = input.getChannel();
    return new ExecutionFailure(
        ExecutionFailure.Code.FAILED_PRECONDITION,
        new Explanation(
            where(node) + " > input '" + input.getName() + "'",
            channel.getNode() + "." + channel.getOutput() + " has no artifact",
            "at least one " + input.getType().getName(),
            "declare the input as Optional<Channel<"
                + input.getType().getName()
                + ">> if the component can do without, or see why '"
                + channel.getNode()
                + "' made none"));
  }

  private ExecutionFailure lost(Node node, String input, StoredArtifact<?> artifact) {
    return new ExecutionFailure(
        ExecutionFailure.Code.NOT_FOUND,
        new Explanation(
            where(node) + " > input '" + input + "'",
            "artifact " + artifact.id() + " is gone from " + artifact.path() + ", or was changed",
            "the files that were published there",
            "restore them from a backup and resume the run; or start a new run, which makes them again"));
  }

  private Decision reuse(Prepared prepared, Component<?> component, CacheKey key) throws Exception {
    if (!cacheEnabled) {
      return new Decision.Execute(prepared, "the cache is off for this run");
    }
    if (prepared.node().getOptions().getCacheDisabled()) {
      return new Decision.Execute(prepared, "the cache is off for this node");
    }
    var past = history.equal(key.hex(), outputs(prepared.node()));
    if (past.isEmpty()) {
      return new Decision.Execute(prepared, "no equal execution before");
    }
    long id = past.get().execution().getId();
    if (!past.get().isReusable()) {
      return new Decision.Execute(
          prepared, "what the equal execution " + id + " made is gone, or was changed");
    }
    if (!isReusable(component, prepared, past.get())) {
      return new Decision.Execute(
          prepared, "the component refused to reuse what execution " + id + " made");
    }
    return new Decision.Reuse(
        prepared, past.get(), "same code, parameters and inputs as execution " + id);
  }

  private static Set<String> outputs(Node node) {
    return node.getOutputsList().stream().map(Output::getName).collect(Collectors.toSet());
  }

  private <O extends Record> boolean isReusable(
      Component<O> component, Prepared prepared, History.Past past) throws Exception {
    return component.isReusable(
        new ReusableOutputs<>(
            Ports.<O>of(prepared),
            past.outputs(),
            environment.servingRepository(),
            environment.servingServer()));
  }
}
