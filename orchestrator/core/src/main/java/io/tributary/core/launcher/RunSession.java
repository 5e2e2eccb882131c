package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.RunOutcome;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.StepLoader;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A run that this process works on. A runner opens it, settles what needs no work, launches the
 * other nodes in an order of its choice, each when all nodes above it have ended, and finishes it.
 *
 * <p>Thread-safe: nodes may be launched by several threads at a time. Methods throw {@link
 * MetadataException} when the metadata database fails or the run was taken over by another process;
 * the run is then left as a process that died would leave it, and can be resumed.
 */
public final class RunSession implements AutoCloseable {
  private final RunRequest request;
  private final RunHome home;
  private final Environment environment;
  private final Registration registration;
  private final LeaseKeeper keeper;
  private final Ledger ledger;
  private final History history;
  private final Driver driver;
  private final Launcher launcher;
  private final Instant started;
  private final Map<String, NodeResult> ended = new ConcurrentHashMap<>();
  private final Map<String, Decision> decided = new ConcurrentHashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Cancellation nodes = new Cancellation();
  private final Cancellation exitHandlers = new Cancellation();

  private RunSession(
      RunRequest request,
      RunHome home,
      RunListener listener,
      Checkpoint checkpoint,
      Invoker invoker,
      StepLoader loader,
      RunValues values,
      Registration registration) {
    this.request = request;
    this.home = home;
    this.registration = registration;
    this.started = home.clock().instant();
    this.environment =
        new Environment(
            request,
            home,
            listener,
            checkpoint,
            invoker,
            values,
            new Memory(),
            registration.seed());
    var pipeline = request.pipeline().getId();
    var text = new ParameterText(values.text());
    this.ledger =
        new Ledger(
            home.metadata(),
            registration.lease(),
            registration.types(),
            pipeline,
            request.runId(),
            text);
    this.history = new History(home.metadata().store(), home.artifacts());
    this.driver =
        new Driver(
            pipeline,
            loader,
            new Fingerprints(home.directory().resolve("fingerprints")),
            history,
            text,
            registration.seed(),
            request.cacheEnabled(),
            this::endedNode);
    this.launcher = new Launcher(environment, ledger, history);
    registration.nodes().forEach(row -> attempts.put(row.nodeId(), row.attempt()));
    this.keeper = new LeaseKeeper(home.metadata().leases(), registration.lease(), this::cancel);
  }

  /**
   * Registers the run of a request, or reopens it: then what was prepared to be committed is
   * committed, and what was left half-done is dropped.
   *
   * @param listener is called by one thread at a time
   * @throws io.tributary.api.PipelineDefinitionException if values of runtime parameters are
   *     missing or wrong
   * @throws io.tributary.core.RunRefusedException if the run cannot be had
   */
  public static RunSession open(
      RunRequest request,
      RunHome home,
      RunListener listener,
      Checkpoint checkpoint,
      Invoker invoker) {
    var loader = new StepLoader(request.pipeline(), request.classLoader());
    var values = new RunValues(request.pipeline(), loader, request.parameters());
    var registration = Registration.of(request, home);
    var session =
        new RunSession(
            request,
            home,
            new SerialListener(listener),
            checkpoint,
            invoker,
            loader,
            values,
            registration);
    try {
      session.recover();
    } catch (IOException | RuntimeException e) {
      session.close();
      throw Storage.failure(home, e);
    }
    session
        .environment
        .listener()
        .runStarted(request.runId(), request.pipeline().getId(), session.open());
    return session;
  }

  private void recover() throws IOException {
    var recovery = new Recovery(request.pipeline(), home, ledger, history);
    if (request.resume()) {
      ended.putAll(recovery.recover(registration.nodes()));
    }
    recovery.sweep(request.runId());
  }

  private List<String> open() {
    return request.pipeline().getNodesList().stream()
        .map(Node::getId)
        .filter(id -> !ended.containsKey(id))
        .toList();
  }

  /** Version of Tributary that artifacts are marked with. */
  static String version() {
    var version = RunSession.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  private NodeResult endedNode(String node) {
    var result = ended.get(node);
    if (result == null) {
      throw new IllegalStateException(
          "node '" + node + "': has not ended (expected: to end before the nodes below it start)");
    }
    return result;
  }

  /** How a node ended; empty while it has not. */
  public Optional<NodeResult> result(String node) {
    return Optional.ofNullable(ended.get(node));
  }

  /**
   * Takes over how a node ended in another run: nodes below it find its outputs, nothing is
   * recorded of it. The node need not be one of the pipeline.
   */
  public void assume(NodeResult result) {
    ended.put(result.node(), result);
  }

  /** A node that needs no work. */
  private record Settled(NodeResult result, NodeRun row, @Nullable PutExecutionRequest request)
      implements Ledger.Entry {
    @Override
    public PutExecutionRequest request() {
      if (request == null) {
        throw new IllegalStateException(result.node());
      }
      return request;
    }

    @Override
    public NodeRun row(long executionId) {
      return new NodeRun(
          row.runId(),
          row.nodeId(),
          row.state(),
          row.attempt(),
          OptionalLong.of(executionId),
          row.reason(),
          row.started(),
          row.ended(),
          row.details());
    }

    NodeResult result(OptionalLong executionId) {
      return new NodeResult(
          result.node(),
          result.state(),
          result.reason(),
          result.attempt(),
          executionId,
          result.elapsed(),
          result.outputs(),
          result.failure());
    }
  }

  /**
   * Ends, in one transaction, all nodes that need no work: whose outputs can be reused, that choose
   * among what exists, or that are to be skipped; and nodes below them, as far as that goes.
   */
  public void settle() {
    var settled = new LinkedHashMap<String, Settled>();
    try {
      for (var node : request.pipeline().getNodesList()) {
        if (isReady(node) && node.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED) {
          var decision = driver.decide(node);
          var entry = settled(node, decision);
          if (entry.isPresent()) {
            settled.put(node.getId(), entry.get());
            ended.put(node.getId(), entry.get().result());
          } else {
            decided.put(node.getId(), decision);
          }
        }
      }
      commit(settled);
    } catch (RuntimeException e) {
      settled.keySet().forEach(ended::remove);
      throw e;
    }
  }

  private boolean isReady(Node node) {
    return !ended.containsKey(node.getId())
        && node.getUpstreamList().stream().allMatch(ended::containsKey);
  }

  private void commit(Map<String, Settled> settled) {
    var executions = settled.values().stream().filter(entry -> entry.request != null).toList();
    var skipped = settled.values().stream().filter(entry -> entry.request == null).toList();
    if (settled.isEmpty()) {
      return;
    }
    var ids =
        home.metadata()
            .transact(
                () -> {
                  skipped.forEach(entry -> ledger.put(entry.row));
                  return executions.isEmpty() ? List.<Long>of() : ledger.settle(executions);
                });
    for (int i = 0; i < executions.size(); i++) {
      var entry = executions.get(i);
      ended.put(entry.result.node(), entry.result(OptionalLong.of(ids.get(i))));
    }
    settled.keySet().forEach(node -> environment.listener().nodeFinished(endedNode(node)));
  }

  private Optional<Settled> settled(Node node, Decision decision) {
    if (decision instanceof Decision.Skip skip) {
      return Optional.of(settled(node, NodeState.SKIPPED, skip.reason(), Map.of(), "{}", null));
    }
    if (decision instanceof Decision.Reuse reuse) {
      var prepared = reuse.prepared();
      var request = ledger.request(prepared, attempt(node) + 1, Execution.State.CACHED);
      Ledger.addReferences(request, reuse.past().outputs(), Event.Type.OUTPUT);
      return Optional.of(
          settled(
              node,
              NodeState.CACHED,
              reuse.reason(),
              reuse.past().outputs(),
              prepared.details(),
              request.build()));
    }
    if (decision instanceof Decision.Resolve resolve) {
      return resolved(resolve.prepared());
    }
    return Optional.empty();
  }

  /** What a resolver chooses; empty if it fails. */
  private Optional<Settled> resolved(Prepared prepared) {
    try {
      return Optional.of(choose(prepared));
    } catch (MetadataException e) {
      throw e;
    } catch (Exception e) {
      // Launching asks the resolver again, and records the failure.
      return Optional.empty();
    }
  }

  private Settled choose(Prepared prepared) throws Exception {
    var node = prepared.node();
    var outputs =
        Resolving.resolve(prepared, history, request.pipeline().getId(), environment.where(node));
    var request = ledger.request(prepared, attempt(node) + 1, Execution.State.COMPLETE);
    Ledger.addReferences(request, outputs, Event.Type.INTERNAL_OUTPUT);
    var reason = outputs.isEmpty() ? "found nothing to choose" : "chose among what exists";
    return settled(node, NodeState.COMPLETE, reason, outputs, "{}", request.build());
  }

  private Settled settled(
      Node node,
      NodeState state,
      String reason,
      Map<String, List<StoredArtifact<?>>> outputs,
      String details,
      @Nullable PutExecutionRequest execution) {
    var now = home.clock().instant();
    int attempt = execution == null ? attempt(node) : attempt(node) + 1;
    var row =
        new NodeRun(
            request.runId(),
            node.getId(),
            state,
            attempt,
            OptionalLong.empty(),
            reason,
            Optional.of(now),
            Optional.of(now),
            details);
    var result =
        new NodeResult(
            node.getId(),
            state,
            reason,
            attempt,
            OptionalLong.empty(),
            Duration.ZERO,
            outputs,
            Optional.empty());
    return new Settled(result, row, execution);
  }

  private int attempt(Node node) {
    return attempts.getOrDefault(node.getId(), 0);
  }

  /**
   * Launches a node all of whose upstream nodes have ended, and waits for its end. After a
   * cancellation, a node that has not started is recorded as CANCELED.
   */
  public NodeResult launch(Node node) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    var cancellation = exitHandler ? exitHandlers : nodes;
    var result =
        cancellation.isCanceled()
            ? neverStarted(node)
            : launch(node, exitHandler ? outcome() : null, cancellation);
    ended.put(node.getId(), result);
    environment.listener().nodeFinished(result);
    return result;
  }

  private NodeResult neverStarted(Node node) {
    var canceled =
        settled(node, NodeState.CANCELED, "the run was canceled before", Map.of(), "{}", null);
    ledger.put(canceled.row);
    return canceled.result;
  }

  private NodeResult launch(Node node, @Nullable RunOutcome outcome, Cancellation cancellation) {
    var known = decided.remove(node.getId());
    var decision = known == null ? driver.decide(node) : known;
    if (decision instanceof Decision.Execute execute) {
      return launcher.launch(execute, attempt(node), outcome, cancellation);
    }
    if (decision instanceof Decision.Fail fail) {
      return refused(node, fail.failure());
    }
    try {
      var settled =
          decision instanceof Decision.Resolve resolve
              ? choose(resolve.prepared())
              : settled(node, decision).orElseThrow();
      if (settled.request == null) {
        ledger.put(settled.row);
        return settled.result;
      }
      return settled.result(OptionalLong.of(ledger.settle(List.of(settled)).get(0)));
    } catch (MetadataException e) {
      throw e;
    } catch (Exception e) {
      return refused(node, Failures.of(environment.where(node), e));
    }
  }

  private NodeResult refused(Node node, ExecutionFailure failure) {
    var now = home.clock().instant();
    int attempt = attempt(node) + 1;
    var reason = String.valueOf(failure.getMessage());
    var row =
        new NodeRun(
            request.runId(),
            node.getId(),
            NodeState.FAILED,
            attempt,
            OptionalLong.empty(),
            reason,
            Optional.of(now),
            Optional.of(now),
            "{}");
    long id =
        ledger.refuse(ledger.request(node, attempt, Execution.State.FAILED).build(), failure, row);
    return new NodeResult(
        node.getId(),
        NodeState.FAILED,
        reason,
        attempt,
        OptionalLong.of(id),
        Duration.ZERO,
        Map.of(),
        Optional.of(failure));
  }

  private RunOutcome outcome() {
    var outcomes = new ArrayList<RunOutcome.NodeOutcome>();
    for (var node : request.pipeline().getNodesList()) {
      if (node.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED) {
        var result = endedNode(node.getId());
        boolean explained =
            result.state() != NodeState.COMPLETE && result.state() != NodeState.CACHED;
        outcomes.add(
            new RunOutcome.NodeOutcome(
                node.getId(),
                RunOutcome.State.valueOf(result.state().name()),
                explained ? result.reason() : ""));
      }
    }
    return new RunOutcome(outcomes);
  }

  /**
   * Interrupts running nodes, and lets no other node start but exit handlers; when called again,
   * exit handlers, too.
   */
  public void cancel() {
    if (nodes.isCanceled()) {
      exitHandlers.cancel();
    }
    nodes.cancel();
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCanceled() {
    return nodes.isCanceled();
  }

  /** Records how the run ended, when every node has. */
  public RunResult finish() {
    var results =
        request.pipeline().getNodesList().stream().map(node -> endedNode(node.getId())).toList();
    var failed =
        results.stream()
            .filter(result -> result.state() == NodeState.FAILED)
            .map(NodeResult::node)
            .toList();
    boolean canceled = results.stream().anyMatch(result -> result.state() == NodeState.CANCELED);
    var state =
        canceled ? RunState.CANCELED : failed.isEmpty() ? RunState.COMPLETE : RunState.FAILED;
    var message = failed.isEmpty() ? "" : "failed: " + String.join(", ", failed);
    home.metadata()
        .transact(
            () -> {
              home.metadata().leases().check(registration.lease());
              home.metadata().leases().release(registration.lease());
              return home.metadata().runs().finish(request.runId(), state, message);
            });
    var result =
        new RunResult(
            request.runId(),
            request.pipeline().getId(),
            state,
            message,
            Duration.between(started, home.clock().instant()),
            results);
    environment.listener().runFinished(result);
    return result;
  }

  /** Ends the work of this process on the run; one that was not finished can be resumed at once. */
  @Override
  public void close() {
    keeper.close();
    try {
      home.metadata().leases().release(registration.lease());
    } catch (MetadataException e) {
      // The reason why the run was not finished is under way already; this lease ends by itself.
      return;
    } finally {
      environment.memory().close();
    }
  }
}
