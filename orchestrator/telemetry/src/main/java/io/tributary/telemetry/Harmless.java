package io.tributary.telemetry;

import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import io.tributary.core.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Passes calls on to a listener until that throws; then it is reported, and heard no more. */
final class Harmless implements RunListener {
  private final Consumer<String> warnings;
  private RunListener listener;

  Harmless(RunListener listener, Consumer<String> warnings) {
    this.listener = listener;
    this.warnings = warnings;
  }

  private synchronized void tell(Consumer<RunListener> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException | LinkageError e) {
      listener = RunListener.SILENT;
      warnings.accept(
          "telemetry: " + e + "; the run goes on, and nothing more is told of it there");
    }
  }

  @Override
  public void runStarted(String runId, String pipeline, List<String> nodes) {
    tell(to -> to.runStarted(runId, pipeline, nodes));
  }

  @Override
  public void nodeStarted(String node, int attempt) {
    tell(to -> to.nodeStarted(node, attempt));
  }

  @Override
  public void nodeProgress(String node, String message) {
    tell(to -> to.nodeProgress(node, message));
  }

  @Override
  public void nodePrinted(String node, String line) {
    tell(to -> to.nodePrinted(node, line));
  }

  @Override
  public void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {
    tell(to -> to.nodeRetrying(node, attempt, failure, pause));
  }

  @Override
  public void nodeFinished(NodeResult result) {
    tell(to -> to.nodeFinished(result));
  }

  @Override
  public void warned(String message) {
    tell(to -> to.warned(message));
  }

  @Override
  public void runFinished(RunResult result) {
    tell(to -> to.runFinished(result));
  }

  @Override
  public void runBrokeOff(Throwable why) {
    tell(to -> to.runBrokeOff(why));
  }
}
