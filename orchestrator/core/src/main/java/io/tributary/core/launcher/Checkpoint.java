package io.tributary.core.launcher;

/**
 * Is told which points in the life of a node have been passed. Tests let the process die there; in
 * production nothing happens. Called from the threads that launch nodes.
 */
@FunctionalInterface
public interface Checkpoint {

  /** Does nothing. */
  Checkpoint NONE = (point, node) -> {};

  /** Points in the life of a node, in order. */
  enum Point {
    /** The execution is registered as RUNNING. */
    BEFORE_RUN,
    /** The component has asked for the directory of an output. */
    IN_RUN,
    /** The component has returned; its outputs are staged. */
    AFTER_RUN,
    /** The manifests and the intent to commit are written. */
    SEALED,
    /** All payloads are at their final places, on stable storage. */
    RENAMED,
    /** All is written in the transaction that commits, which is still open. */
    BEFORE_COMMIT,
    /** The transaction is committed; the staging area is still there. */
    AFTER_COMMIT
  }

  void reached(Point point, String node);
}
