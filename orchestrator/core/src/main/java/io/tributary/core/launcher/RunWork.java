package io.tributary.core.launcher;

import io.tributary.core.NodeResult;
import io.tributary.core.RunResult;
import io.tributary.proto.pipeline.Node;
import java.util.Optional;

/**
 * A run that this process conducts: settles what needs no work, launches the other nodes in an
 * order of its choice, each when all nodes above it have ended, and finishes the run.
 *
 * <p>Thread-safe: nodes may be launched by several threads at a time. Methods throw {@link
 * io.tributary.metadata.MetadataException} when the metadata database fails or the run was taken
 * over by another process; the run is then left as a process that died would leave it, and can be
 * resumed.
 */
public interface RunWork extends AutoCloseable {
  /**
   * Ends, in one transaction, all nodes that need no work: whose outputs can be reused, that choose
   * among what exists, or that are to be skipped; and nodes below them, as far as that goes.
   */
  void settle();

  /** How a node ended; empty while it has not. */
  Optional<NodeResult> result(String node);

  /**
   * Launches a node all of whose upstream nodes have ended, and waits for its end. After a
   * cancellation, a node that has not started is recorded as CANCELED.
   */
  NodeResult launch(Node node);

  /**
   * Interrupts running nodes, and lets no other node start but exit handlers; when called again,
   * exit handlers, too.
   */
  void cancel();

  /** Records how the run ended, when every node has. */
  RunResult finish();

  /** Ends the work of this process on the run; one that was not finished can be resumed at once. */
  @Override
  void close();
}
