package io.tributary.core.launcher;

import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A run whose nodes this process runs itself. Thread-safe. */
public final class RunSession implements RunWork {
  private final RunRequest request;
  private final RunHome home;
  private final NodeWork work;
  private final EndedNodes ended;
  private final Instant started;
  private final Map<String, Decision> decided = new ConcurrentHashMap<>();
  private final Cancellation nodes = new Cancellation();
  private final Cancellation exitHandlers = new Cancellation();

  private RunSession(RunRequest request, RunHome home, NodeWork work) {
    this.request = request;
    this.home = home;
    this.work = work;
    this.ended = work.ended();
    this.started = home.clock().instant();
    work.keepLease(this::cancel);
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
    var sources = request.resume() ? List.<Node>of() : request.pipeline().getNodesList();
    var work =
        NodeWork.open(
            request,
            home,
            listener,
            checkpoint,
            invoker,
            Engines.ON_CLASS_PATH,
            sources,
            () -> Registration.of(request, home));
    var session = new RunSession(request, home, work);
    try {
      session.recover();
      work.environment()
          .listener()
          .runStarted(request.runId(), request.pipeline().getId(), session.open());
      return session;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw Storage.failure(home, e);
    }
  }

  private void recover() throws IOException {
    var recovery = work.recovery();
    if (request.resume()) {
      recovery.recover(work.registration().nodes()).values().forEach(ended::put);
    }
    sweep();
  }

  private void sweep() {
    Recovery.sweep(
        home, attempt -> attempt.runId().equals(request.runId()), work.environment().listener());
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

  @Override
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

  @Override
  public void settle() {
    var settled = new LinkedHashMap<String, Settled>();
    try {
      for (var node : request.pipeline().getNodesList()) {
        if (ended.isReady(node) && node.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED) {
          var decision = work.driver().decide(node);
          var end = work.settling().withoutWork(node, decision);
          if (end.isPresent()) {
            settled.put(node.getId(), end.get());
            ended.put(end.get().result());
          } else {
            decided.put(node.getId(), decision);
          }
        }
      }
      work.settling().commit(settled.values()).forEach(ended::put);
    } catch (RuntimeException e) {
      ended.forget(settled.keySet());
      throw e;
    }
    settled.keySet().forEach(node -> work.environment().listener().nodeFinished(ended.get(node)));
  }

  @Override
  public NodeResult launch(Node node) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    return work.launch(
        node,
        Optional.ofNullable(decided.remove(node.getId())),
        exitHandler ? exitHandlers : nodes);
  }

  @Override
  public void cancel() {
    if (nodes.isCanceled()) {
      exitHandlers.cancel();
    }
    nodes.cancel();
  }

  @Override
  public RunResult finish() {
    var results =
        request.pipeline().getNodesList().stream().map(node -> ended.get(node.getId())).toList();
    var states = new LinkedHashMap<String, NodeState>();
    results.forEach(result -> states.put(result.node(), result.state()));
    var end = RunEnd.of(states);
    home.metadata()
        .transact(
            () -> {
              home.metadata().leases().check(work.registration().lease());
              home.metadata().leases().release(work.registration().lease());
              return home.metadata().runs().finish(request.runId(), end.state(), end.message());
            });
    sweep();
    var result =
        new RunResult(
            request.runId(),
            request.pipeline().getId(),
            end.state(),
            end.message(),
            Duration.between(started, home.clock().instant()),
            results);
    work.environment().listener().runFinished(result);
    return result;
  }

  @Override
  public void close() {
    work.close();
  }
}
