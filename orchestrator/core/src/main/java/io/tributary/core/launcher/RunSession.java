package io.tributary.core.launcher;

import io.tributary.api.RunOutcome;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.compiler.StepLoader;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final ExternalDigests digests;
  private final Driver driver;
  private final Launcher launcher;
  private final Instant started;
  private final Settling settling;
  private final EndedNodes ended = new EndedNodes();
  private final Map<String, Decision> decided = new ConcurrentHashMap<>();
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
      DigestMemory memory,
      ExternalDigests digests,
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
    this.digests = digests;
    this.driver =
        new Driver(
            pipeline,
            loader,
            new Fingerprints(memory),
            digests,
            history,
            text,
            registration.seed(),
            request.cacheEnabled(),
            ended::get);
    this.launcher = new Launcher(environment, ledger, history);
    this.settling = new Settling(environment, ledger, history, registration.nodes());
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
    // The clock of the machine, not the home's: it is what tells the times of files.
    var memory = new DigestMemory(home.directory().resolve("digests"), Clock.systemUTC());
    var digests =
        ExternalDigests.begin(
            request.resume() ? List.of() : request.pipeline().getNodesList(), loader, memory);
    Registration registration;
    try {
      registration = Registration.of(request, home);
    } catch (RuntimeException e) {
      digests.close();
      throw e;
    }
    var session =
        new RunSession(
            request,
            home,
            new SerialListener(listener),
            checkpoint,
            invoker,
            loader,
            values,
            memory,
            digests,
            registration);
    try {
      session.recover();
      session
          .environment
          .listener()
          .runStarted(request.runId(), request.pipeline().getId(), session.open());
      return session;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw Storage.failure(home, e);
    }
  }

  private void recover() throws IOException {
    var recovery = new Recovery(request.pipeline(), home, ledger, history);
    if (request.resume()) {
      recovery.recover(registration.nodes()).values().forEach(ended::put);
    }
    recovery.sweep(request.runId());
  }

  private List<String> open() {
    return request.pipeline().getNodesList().stream()
        .map(Node::getId)
        .filter(id -> ended.find(id).isEmpty())
        .toList();
  }

  /** Version of Tributary that artifacts are marked with. */
  static String version() {
    var version = RunSession.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  /** How a node ended; empty while it has not. */
  public Optional<NodeResult> result(String node) {
    return ended.find(node);
  }

  /**
   * Takes over how a node ended in another run: nodes below it find its outputs, nothing is
   * recorded of it. The node need not be one of the pipeline.
   */
  public void assume(NodeResult result) {
    ended.put(result);
  }

  /**
   * Ends, in one transaction, all nodes that need no work: whose outputs can be reused, that choose
   * among what exists, or that are to be skipped; and nodes below them, as far as that goes.
   */
  public void settle() {
    var settled = new LinkedHashMap<String, Settled>();
    try {
      for (var node : request.pipeline().getNodesList()) {
        if (ended.isReady(node) && node.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED) {
          var decision = driver.decide(node);
          var end = settling.withoutWork(node, decision);
          if (end.isPresent()) {
            settled.put(node.getId(), end.get());
            ended.put(end.get().result());
          } else {
            decided.put(node.getId(), decision);
          }
        }
      }
      settling.commit(settled.values()).forEach(ended::put);
    } catch (RuntimeException e) {
      ended.forget(settled.keySet());
      throw e;
    }
    settled.keySet().forEach(node -> environment.listener().nodeFinished(ended.get(node)));
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
            ? settling.neverStarted(node)
            : launch(node, exitHandler ? ended.outcome(request.pipeline()) : null, cancellation);
    ended.put(result);
    environment.listener().nodeFinished(result);
    return result;
  }

  private NodeResult launch(Node node, @Nullable RunOutcome outcome, Cancellation cancellation) {
    var known = decided.remove(node.getId());
    var decision = known == null ? driver.decide(node) : known;
    return decision instanceof Decision.Execute execute
        ? launcher.launch(execute, settling.attempts(node), outcome, cancellation)
        : settling.end(node, decision);
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
        request.pipeline().getNodesList().stream().map(node -> ended.get(node.getId())).toList();
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
      digests.close();
      environment.memory().close();
    }
  }
}
