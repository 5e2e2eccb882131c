package io.tributary.runner.local;

/** A process that works on one node. Thread-safe. */
interface NodeProcess {
  /** Waits for the end of the process; gives what it said last, in case it did not end the node. */
  String await() throws InterruptedException;

  /** Asks the process to end cleanly, which records the node as canceled. Returns at once. */
  void stop();

  /** Starts processes. */
  interface Factory {
    NodeProcess start(NodeTask task);
  }
}
