package io.tributary.telemetry.logs;

import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.LogContext;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.telemetry.Observed;
import io.tributary.telemetry.Observer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs how runs go. What happens within attempts, the launcher and components log themselves. */
public final class RunLog implements Observer {
  private static final Logger LOG = LoggerFactory.getLogger("io.tributary.run");

  /** Logs what is about no run. */
  public static void warn(String message) {
    LOG.warn(message);
  }

  /** Logs what something that is about no run has failed of. */
  public static void failed(String what, Throwable why) {
    LOG.error("{} failed", what, why);
  }

  @Override
  public RunListener observe(Observed run) {
    return new Listener(LogContext.of(run.request()));
  }

  @Override
  public void close() {}

  private record Listener(LogContext context) implements RunListener {
    @Override
    public void runStarted(String runId, String pipeline, List<String> nodes) {
      context.run(() -> LOG.info("run started, with {} nodes to do", nodes.size()));
    }

    @Override
    public void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {
      context
          .attempt(node, attempt, OptionalLong.empty())
          .run(() -> LOG.warn("attempt failed, next in {}: {}", pause, failure.getMessage()));
    }

    @Override
    public void nodeFinished(NodeResult result) {
      context
          .attempt(result.node(), result.attempt(), result.executionId())
          .run(
              () ->
                  LOG.atLevel(result.state() == NodeState.FAILED ? Level.ERROR : Level.INFO)
                      .log("{}: {}", result.state(), result.reason()));
    }

    @Override
    public void warned(String message) {
      context.run(() -> LOG.warn(message));
    }

    @Override
    public void runFinished(RunResult result) {
      context.run(
          () ->
              LOG.atLevel(result.state() == RunState.FAILED ? Level.ERROR : Level.INFO)
                  .log("run {} after {} {}", result.state(), result.elapsed(), result.message()));
    }

    @Override
    public void runBrokeOff(Throwable why) {
      context.run(() -> LOG.error("run broke off, and can be resumed", why));
    }
  }
}
