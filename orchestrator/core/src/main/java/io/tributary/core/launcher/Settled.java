package io.tributary.core.launcher;

import io.tributary.core.NodeResult;
import io.tributary.metadata.NodeRun;
import io.tributary.proto.mlmd.PutExecutionRequest;
import java.util.Optional;

/**
 * A node that ends without running.
 *
 * @param result how it ends
 * @param row the same, as it is stored
 * @param execution what is recorded of it in the metadata store; empty for a node that is skipped
 */
record Settled(NodeResult result, NodeRun row, Optional<PutExecutionRequest> execution) {

  /** The same, when its execution is stored. */
  Settled stored(long executionId) {
    return new Settled(
        result.withExecution(executionId), row.withExecution(executionId), execution);
  }
}
