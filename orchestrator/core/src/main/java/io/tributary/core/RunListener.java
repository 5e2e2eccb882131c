package io.tributary.core;

import io.tributary.api.ExecutionFailure;
import java.time.Duration;
import java.util.List;

/**
 * Is told how a run goes. Calls come from the runner's threads, never two at a time; they should
 * return soon.
 */
public interface RunListener {

  /** Listens to nothing. */
  RunListener SILENT = new RunListener() {};

  /** The run is registered. {@code nodes} are those that have not ended yet, in order. */
  default void runStarted(String runId, String pipeline, List<String> nodes) {}

  /** An attempt at running a node starts; the first one is 1. */
  default void nodeStarted(String node, int attempt) {}

  /** A running component says how far it is. */
  default void nodeProgress(String node, String message) {}

  /** A process that works on the node, and not this one, has printed a line. */
  default void nodePrinted(String node, String line) {}

  /** An attempt failed; the next one starts after {@code pause}. */
  default void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {}

  /** A node ended. */
  default void nodeFinished(NodeResult result) {}

  /** Something did not go as it should, without harm to the run; a sentence that says what. */
  default void warned(String message) {}

  /** The run ended. */
  default void runFinished(RunResult result) {}

  /**
   * This process works on the run no longer, although it has not ended; it can be resumed.
   *
   * @param why what it failed of
   */
  default void runBrokeOff(Throwable why) {}

  /** Passes calls on to all of {@code listeners}, in order. */
  static RunListener all(List<RunListener> listeners) {
    return listeners.size() == 1 ? listeners.get(0) : new ManyListeners(listeners);
  }

  /** Passes calls on to {@code listener} from any thread, never two at a time. */
  static RunListener oneAtATime(RunListener listener) {
    return new SerialListener(listener);
  }
}
