package io.tributary.core;

import io.tributary.api.ExecutionFailure;
import java.time.Duration;
import java.util.List;

/** Passes calls on to several listeners. */
final class ManyListeners implements RunListener {
  private final List<RunListener> listeners;

  ManyListeners(List<RunListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void runStarted(String runId, String pipeline, List<String> nodes) {
    listeners.forEach(listener -> listener.runStarted(runId, pipeline, nodes));
  }

  @Override
  public void nodeStarted(String node, int attempt) {
    listeners.forEach(listener -> listener.nodeStarted(node, attempt));
  }

  @Override
  public void nodeProgress(String node, String message) {
    listeners.forEach(listener -> listener.nodeProgress(node, message));
  }

  @Override
  public void nodePrinted(String node, String line) {
    listeners.forEach(listener -> listener.nodePrinted(node, line));
  }

  @Override
  public void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {
    listeners.forEach(listener -> listener.nodeRetrying(node, attempt, failure, pause));
  }

  @Override
  public void nodeFinished(NodeResult result) {
    listeners.forEach(listener -> listener.nodeFinished(result));
  }

  @Override
  public void warned(String message) {
    listeners.forEach(listener -> listener.warned(message));
  }

  @Override
  public void runFinished(RunResult result) {
    listeners.forEach(listener -> listener.runFinished(result));
  }

  @Override
  public void runBrokeOff(Throwable why) {
    listeners.forEach(listener -> listener.runBrokeOff(why));
  }
}
