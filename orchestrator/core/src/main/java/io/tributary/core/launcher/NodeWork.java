package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.RunOutcome;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.StepLoader;
import io.tributary.metadata.MetadataException;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes nodes of a run that this process has the right to work on through driver, executor and
 * publisher. Thread-safe.
 */
final class NodeWork implements AutoCloseable {
  private final Environment environment;
  private final Registration registration;
  private final Ledger ledger;
  private final History history;
  private final ExternalDigests digests;
  private final Driver driver;
  private final Launcher launcher;
  private final Settling settling;
  private final EndedNodes ended = new EndedNodes();
  private @Nullable LeaseKeeper keeper;

  private NodeWork(
      Environment environment,
      Registration registration,
      StepLoader loader,
      DigestMemory memory,
      ExternalDigests digests) {
    var request = environment.request();
    var home = environment.home();
    var pipeline = request.pipeline().getId();
    var text = new ParameterText(environment.values().text());
    this.environment = environment;
    this.registration = registration;
    this.digests = digests;
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
            environment, loader, new Fingerprints(memory), digests, history, text, ended::get);
    this.launcher = new Launcher(environment, ledger, history);
    this.settling = new Settling(environment, ledger, history, registration.nodes());
  }

  /**
   * Checks the values of runtime parameters, registers, and begins to digest what {@code sources}
   * read.
   */
  static NodeWork open(
      RunRequest request,
      RunHome home,
      RunListener listener,
      Checkpoint checkpoint,
      Invoker invoker,
      Engines engines,
      List<Node> sources,
      Supplier<Registration> register) {
    var loader = new StepLoader(request.pipeline(), request.classLoader());
    var values = new RunValues(request.pipeline(), loader, request.parameters());
    // The clock of the machine, not the home's: it is what tells the times of files.
    var memory = new DigestMemory(home.directory().resolve("digests"), Clock.systemUTC());
    var digests = ExternalDigests.begin(sources, loader, memory, values);
    Registration registration;
    try {
      home.claimArtifacts();
      registration = register.get();
    } catch (IOException | RuntimeException e) {
      digests.close();
      throw Storage.failure(home, e);
    }
    var environment =
        new Environment(
            request,
            home,
            RunListener.oneAtATime(listener),
            checkpoint,
            invoker,
            engines,
            values,
            new Memory(),
            registration.settings());
    return new NodeWork(environment, registration, loader, memory, digests);
  }

  Environment environment() {
    return environment;
  }

  Registration registration() {
    return registration;
  }

  EndedNodes ended() {
    return ended;
  }

  Driver driver() {
    return driver;
  }

  Settling settling() {
    return settling;
  }

  StoredResults results() {
    return new StoredResults(environment.home(), history);
  }

  Recovery recovery() {
    return new Recovery(environment.request().pipeline(), environment.home(), ledger, history);
  }

  /**
   * Takes a node to its end, unless the work was canceled before, and tells the listener.
   *
   * @param decided what is to be done about it, if that was decided already
   */
  NodeResult launch(Node node, Optional<Decision> decided, Cancellation cancellation) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    var outcome = exitHandler ? ended.outcome(environment.request().pipeline()) : null;
    var result =
        cancellation.isCanceled()
            ? settling.neverStarted(node)
            : launch(node, decided.orElseGet(() -> driver.decide(node)), outcome, cancellation);
    ended.put(result);
    environment.listener().nodeFinished(result);
    return result;
  }

  private NodeResult launch(
      Node node, Decision decision, @Nullable RunOutcome outcome, Cancellation cancellation) {
    return decision instanceof Decision.Execute execute
        ? launcher.launch(execute, settling.attempts(node), outcome, cancellation)
        : settling.end(node, decision);
  }

  /** Ends a node as one that failed without an attempt of this process. */
  NodeResult fail(Node node, ExecutionFailure failure) {
    var result = settling.end(node, new Decision.Fail(failure));
    ended.put(result);
    environment.listener().nodeFinished(result);
    return result;
  }

  /** Renews the lease from now on; tells when it was lost. */
  void keepLease(Runnable onLoss) {
    keeper =
        LeaseKeeper.start(environment.home().metadata().leases(), registration.lease(), onLoss);
  }

  /** Ends the work of this process; what has not ended can be taken up at once. */
  @Override
  public void close() {
    if (keeper != null) {
      keeper.close();
    }
    try {
      environment.home().metadata().leases().release(registration.lease());
    } catch (MetadataException e) {
      // The reason why the work was not finished is under way already; this lease ends by itself.
      return;
    } finally {
      digests.close();
      environment.memory().close();
    }
  }
}
