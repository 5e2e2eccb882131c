package io.tributary.core;

import io.tributary.api.ExecutionFailure;
import java.time.Duration;
import java.util.List;

/** Passes calls on, one at a time. */
final class SerialListener implements RunListener {
  private final RunListener listener;

  SerialListener(RunListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void runStarted(String runId, String pipeline, List<String> nodes) {
    listener.runStarted(runId, pipeline, nodes);
  }

  @Override
  public synchronized void nodeStarted(String node, int attempt) {
    listener.nodeStarted(node, attempt);
  }

  @Override
  public synchronized void nodeProgress(String node, String message) {
    listener.nodeProgress(node, message);
  }

  @Override
  public synchronized void nodePrinted(String node, String line) {
    listener.nodePrinted(node, line);
  }

  @Override
  public synchronized void nodeRetrying(
      String node, int attempt, ExecutionFailure failure, Duration pause) {
    listener.nodeRetrying(node, attempt, failure, pause);
  }

  @Override
  public synchronized void nodeFinished(NodeResult result) {
    listener.nodeFinished(result);
  }

  @Override
  public synchronized void warned(String message) {
    listener.warned(message);
  }

  @Override
  public synchronized void runFinished(RunResult result) {
    listener.runFinished(result);
  }

  @Override
  public synchronized void runBrokeOff(Throwable why) {
    listener.runBrokeOff(why);
  }
}
