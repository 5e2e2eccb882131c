package io.tributary.telemetry.metrics;

import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import io.tributary.core.RunResult;
import io.tributary.telemetry.Observed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures one run. Calls come one at a time. */
final class MeasuredRun implements RunListener {
  private static final String LOST = "lost";

  private final RunMetrics metrics;
  private final String pipeline;
  private final Map<String, String> components;
  private final Map<String, Long> running = new HashMap<>();
  private long started;

  MeasuredRun(RunMetrics metrics, Observed run) {
    this.metrics = metrics;
    this.pipeline = run.request().pipeline().getId();
    this.components = run.components();
  }

  private String component(String node) {
    var name = components.getOrDefault(node, "");
    return metrics.component(name.substring(name.lastIndexOf('.') + 1));
  }

  private Duration since(long start) {
    return Duration.ofNanos(metrics.nanoTime() - start);
  }

  @Override
  public void runStarted(String runId, String name, List<String> nodes) {
    started = metrics.nanoTime();
    metrics.runStarted(pipeline);
  }

  @Override
  public void nodeStarted(String node, int attempt) {
    // An attempt that nobody has ended: its process has died.
    attemptEnded(node, LOST);
    running.put(node, metrics.nanoTime());
    metrics.attemptStarted();
  }

  private void attemptEnded(String node, String state) {
    var start = running.remove(node);
    if (start != null) {
      metrics.attemptEnded(component(node), state, since(start));
    }
  }

  @Override
  public void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {
    attemptEnded(node, "failed");
    metrics.retrying(component(node));
  }

  @Override
  public void nodeFinished(NodeResult result) {
    attemptEnded(result.node(), RunMetrics.name(result.state()));
    metrics.nodeEnded(component(result.node()), result.state());
  }

  @Override
  public void runFinished(RunResult result) {
    loseAll();
    metrics.runEnded(pipeline, result.state(), since(started));
  }

  @Override
  public void runBrokeOff(Throwable why) {
    loseAll();
    metrics.runBrokeOff(pipeline, since(started));
  }

  private void loseAll() {
    List.copyOf(running.keySet()).forEach(node -> attemptEnded(node, LOST));
  }
}
