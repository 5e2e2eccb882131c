package io.tributary.core.launcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.RunOutcome;
import io.tributary.core.NodeResult;
import io.tributary.core.artifact.Attempt;
import io.tributary.core.compiler.Scalars;
import io.tributary.core.launcher.Checkpoint.Point;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a node that has to run: attempt after attempt, each registered, executed into the staging
 * area, sealed, published and committed. Thread-safe; a node is launched by one thread at a time.
 */
final class Launcher {
  /** How long a component may take to notice that it was interrupted. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Environment environment;
  private final Ledger ledger;
  private final History history;

  Launcher(Environment environment, Ledger ledger, History history) {
    this.environment = environment;
    this.ledger = ledger;
    this.history = history;
  }

  /** How one attempt ended: with a result, or with a failure. */
  private record Ended(@Nullable NodeResult result, @Nullable ExecutionFailure failure) {}

  /**
   * Runs attempts until one succeeds, or another would be in vain.
   *
   * @param attempts how many attempts at this node the run has seen before
   */
  NodeResult launch(
      Decision.Execute decision,
      int attempts,
      @Nullable RunOutcome outcome,
      Cancellation cancellation) {
    var node = decision.prepared().node();
    var first = now();
    var pause = Scalars.fromProto(node.getOptions().getRetryBackoff());
    try {
      for (int tries = 0; ; tries++) {
        int number = attempts + tries + 1;
        var execution = start(decision, number, first);
        try (var log = log(node, number, execution)) {
          var ended =
              log.context()
                  .call(
                      () ->
                          attempt(decision, execution, number, log, first, outcome, cancellation));
          if (ended.result() != null) {
            return ended.result();
          }
          var failure = ended.failure();
          if (failure == null) {
            throw new IllegalStateException("an attempt ended without result and failure");
          }
          if (!failure.code().retryable()
              || tries == node.getOptions().getMaxRetries()
              || cancellation.isCanceled()) {
            return failed(decision, number, first, execution, failure);
          }
          var waits = pause;
          note(
              node.getId(),
              () -> log.warn("attempt {} failed, the next one starts in {}", number, waits));
          environment.listener().nodeRetrying(node.getId(), number, failure, pause);
          ledger.fail(
              execution,
              failure,
              row(decision, NodeState.RUNNING, number, first, "retrying: " + failure.getMessage()));
          if (!paused(pause, cancellation)) {
            return canceled(decision, number, first, execution);
          }
          pause = pause.multipliedBy(2);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NodeLog log(Node node, int number, Execution execution) {
    return new NodeLog(
        environment.home().log(environment.request().runId(), node.getId()),
        node.getComponent(),
        LogContext.of(environment.request())
            .attempt(node.getId(), number, OptionalLong.of(execution.getId())),
        environment.home().clock());
  }

  private String where(Node node) {
    return environment.where(node);
  }

  private Instant now() {
    return environment.home().clock().instant();
  }

  private static boolean paused(Duration pause, Cancellation cancellation) {
    try {
      return cancellation.await(
          () -> {
            Thread.sleep(pause.toMillis());
            return true;
          });
    } catch (Exception e) {
      return false;
    }
  }

  private NodeRun row(
      Decision.Execute decision, NodeState state, int number, Instant started, String reason) {
    return new NodeRun(
        environment.request().runId(),
        decision.prepared().node().getId(),
        state,
        number,
        OptionalLong.empty(),
        reason,
        Optional.of(started),
        state.ended() ? Optional.of(now()) : Optional.empty(),
        decision.prepared().details());
  }

  /** Canceled between two attempts: the one that failed stays recorded as it failed. */
  private NodeResult canceled(
      Decision.Execute decision, int number, Instant started, Execution execution) {
    var failure = Failures.canceled(where(decision.prepared().node()));
    var reason = String.valueOf(failure.getMessage());
    ledger.put(
        row(decision, NodeState.CANCELED, number, started, reason)
            .withExecution(execution.getId()));
    return ended(decision, NodeState.CANCELED, number, started, execution, failure);
  }

  private NodeResult failed(
      Decision.Execute decision,
      int number,
      Instant started,
      Execution execution,
      ExecutionFailure failure) {
    var state =
        failure.code() == ExecutionFailure.Code.CANCELED ? NodeState.CANCELED : NodeState.FAILED;
    var reason = String.valueOf(failure.getMessage());
    ledger.fail(execution, failure, row(decision, state, number, started, reason));
    return ended(decision, state, number, started, execution, failure);
  }

  private NodeResult ended(
      Decision.Execute decision,
      NodeState state,
      int number,
      Instant started,
      Execution execution,
      ExecutionFailure failure) {
    return new NodeResult(
        decision.prepared().node().getId(),
        state,
        String.valueOf(failure.getMessage()),
        number,
        OptionalLong.of(execution.getId()),
        Duration.between(started, now()),
        Map.of(),
        Optional.of(failure));
  }

  /** Registers an attempt that is about to run. */
  private Execution start(Decision.Execute decision, int number, Instant started) {
    var running = ledger.request(decision.prepared(), number, Execution.State.RUNNING).build();
    long id =
        ledger.start(running, row(decision, NodeState.RUNNING, number, started, decision.reason()));
    return running.getExecution().toBuilder().setId(id).build();
  }

  private Ended attempt(
      Decision.Execute decision,
      Execution execution,
      int number,
      NodeLog log,
      Instant started,
      @Nullable RunOutcome outcome,
      Cancellation cancellation) {
    var prepared = decision.prepared();
    var id = prepared.node().getId();
    var attempt = new Attempt(environment.request().runId(), id, number);
    environment.checkpoint().reached(Point.BEFORE_RUN, id);
    environment.listener().nodeStarted(id, number);

    var run = new ComponentRun<>(environment, prepared, ledger, attempt, log, outcome);
    var uris = new LinkedHashMap<String, String>();
    PutExecutionRequest commit;
    try {
      log.info("execution {}, attempt {}: {}", execution.getId(), number, decision.reason());
      execute(prepared, run, log.context(), cancellation);
      environment.checkpoint().reached(Point.AFTER_RUN, id);
      commit = seal(prepared, execution, attempt, run, uris);
    } catch (Exception | Error e) {
      var failure = Failures.of(where(prepared.node()), e);
      // The log may need the room that the staging area takes.
      discard(attempt, log);
      note(id, () -> log.error(failure.code().name(), e));
      return new Ended(null, failure);
    }
    environment.checkpoint().reached(Point.SEALED, id);
    publish(attempt, uris, log);
    environment.checkpoint().reached(Point.RENAMED, id);
    var complete = row(decision, NodeState.COMPLETE, number, started, decision.reason());
    var outputs =
        ledger.commit(
            commit,
            complete,
            history,
            () -> environment.checkpoint().reached(Point.BEFORE_COMMIT, id));
    environment.checkpoint().reached(Point.AFTER_COMMIT, id);
    discard(attempt, log);
    dropCheckpoints(complete, log);
    note(id, () -> log.info("complete"));
    return new Ended(
        new NodeResult(
            id,
            NodeState.COMPLETE,
            decision.reason(),
            number,
            OptionalLong.of(execution.getId()),
            Duration.between(started, now()),
            outputs,
            Optional.empty()),
        null);
  }

  /** Runs the component on a thread of its own, so that it can be given up. */
  private <O extends Record> void execute(
      Prepared prepared, ComponentRun<O> run, LogContext context, Cancellation cancellation)
      throws Exception {
    @SuppressWarnings("unchecked") // the outputs of the run are those of the step's class
    var component = (Component<O>) prepared.step();
    var task =
        new FutureTask<@Nullable Void>(
            () -> {
              context.run(() -> environment.invoker().invoke(prepared.node(), component, run));
              return null;
            });
    var thread = new Thread(task, prepared.node().getId());
    thread.setDaemon(true);
    thread.setContextClassLoader(environment.request().classLoader());
    thread.start();
    @Nullable Throwable thrown = null;
    try {
      cancellation.await(() -> result(task, prepared.node()));
    } catch (ExecutionException e) {
      thrown = e.getCause();
    } catch (InterruptedException e) {
      var exit = ExitCall.of(thread);
      thrown =
          exit.isPresent()
              ? Failures.exited(where(prepared.node()), exit.get())
              : stop(thread, run, Failures.canceled(where(prepared.node())));
    } catch (TimeoutException e) {
      thrown = stop(thread, run, late(prepared.node()));
    }
    if (thread.isAlive() && thrown != null && !task.isDone()) {
      run.abandon();
    } else {
      var leak = run.end();
      if (leak.isPresent() && thrown == null) {
        throw leak.get();
      }
      leak.ifPresent(Launcher.suppressedBy(thrown));
    }
    if (thrown instanceof Exception exception) {
      throw exception;
    } else if (thrown instanceof Error error) {
      throw error;
    }
  }

  private static Consumer<ExecutionFailure> suppressedBy(@Nullable Throwable thrown) {
    return leak -> {
      if (thrown != null) {
        thrown.addSuppressed(leak);
      }
    };
  }

  private static @Nullable Void result(FutureTask<@Nullable Void> task, Node node)
      throws InterruptedException, ExecutionException, TimeoutException {
    return node.getOptions().hasTimeout()
        ? task.get(Scalars.fromProto(node.getOptions().getTimeout()).toMillis(), MILLISECONDS)
        : task.get();
  }

  private static ExecutionFailure stop(
      Thread thread, ComponentRun<?> run, ExecutionFailure failure) {
    thread.interrupt();
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      run.log().warn("canceled again; not waiting for the component any longer");
    }
    return failure;
  }

  private ExecutionFailure late(Node node) {
    var timeout = Scalars.fromProto(node.getOptions().getTimeout());
    return new ExecutionFailure(
        ExecutionFailure.Code.DEADLINE_EXCEEDED,
        new Explanation(
            where(node),
            "still running after " + timeout,
            "to end within its timeout",
            "give it a longer timeout with NodeOptions.withTimeout, or less work"));
  }

  /** Seals what was made and records the intent to commit it. */
  private PutExecutionRequest seal(
      Prepared prepared,
      Execution execution,
      Attempt attempt,
      ComponentRun<?> run,
      Map<String, String> uris)
      throws IOException {
    var store = environment.home().artifacts();
    var complete =
        ledger
            .request(prepared, attempt.number(), Execution.State.COMPLETE)
            .clearArtifactEventPairs();
    complete.getExecutionBuilder().setId(execution.getId());
    if (run.outputs().isEmpty()) {
      // The execution itself is in its contexts since it was started.
      complete.clearContexts();
    }
    for (var output : run.outputs().entrySet()) {
      var name = output.getKey();
      var manifest = store.seal(attempt, name);
      var uri =
          store.uri(
              environment.request().pipeline().getId(), attempt.nodeId(), name, execution.getId());
      uris.put(name, uri);
      var artifact =
          ledger.artifact(
              prepared.node(),
              attempt.number(),
              name,
              uri,
              manifest.digest(),
              RunSession.version());
      output.getValue().describe(artifact);
      complete.addArtifactEventPairs(
          PutExecutionRequest.ArtifactAndEvent.newBuilder()
              .setArtifact(artifact)
              .setEvent(Ledger.event(name, 0, Event.Type.OUTPUT)));
    }
    var commit = complete.build();
    if (!uris.isEmpty()) {
      store.prepare(attempt, commit.toByteArray());
    }
    return commit;
  }

  /**
   * Moves prepared outputs to their places. There is no way back: what prevents it ends the run,
   * and resuming the run finishes what was prepared.
   */
  private void publish(Attempt attempt, Map<String, String> uris, NodeLog log) {
    try {
      environment.home().artifacts().publish(attempt, uris);
    } catch (IOException e) {
      var failure = Storage.failure(environment.home(), e);
      note(attempt.nodeId(), () -> log.error("finished, but not published", e));
      throw failure;
    }
  }

  private void discard(Attempt attempt, NodeLog log) {
    try {
      environment.home().artifacts().discard(attempt);
    } catch (IOException e) {
      note(
          attempt.nodeId(),
          () -> log.warn("left behind, to be swept: staging area of {}", attempt, e));
    }
  }

  private void dropCheckpoints(NodeRun complete, NodeLog log) {
    try {
      DoneWork.dropCheckpoints(environment.home(), complete);
    } catch (IOException | MetadataException e) {
      note(
          complete.nodeId(),
          () -> log.warn("left behind, of no more use: checkpoints of {}", complete.nodeId(), e));
    }
  }

  /**
   * Writes to the log how something ended. That the log cannot be written changes nothing about it;
   * whoever watches is told.
   */
  private void note(String node, Runnable line) {
    try {
      line.run();
    } catch (UncheckedIOException e) {
      environment.listener().nodeProgress(node, String.valueOf(e.getMessage()));
    }
  }
}
