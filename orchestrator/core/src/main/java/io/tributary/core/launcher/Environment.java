package io.tributary.core.launcher;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.proto.pipeline.Node;

/** What all nodes of one run have in common. */
record Environment(
    RunRequest request,
    RunHome home,
    RunListener listener,
    Checkpoint checkpoint,
    Invoker invoker,
    Engines engines,
    RunValues values,
    Memory memory,
    long seed) {

  /** The node, as messages name it. */
  String where(Node node) {
    return "pipeline '" + request.pipeline().getId() + "' > node '" + node.getId() + "'";
  }
}
