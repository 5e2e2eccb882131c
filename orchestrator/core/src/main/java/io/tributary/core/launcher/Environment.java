package io.tributary.core.launcher;

import io.tributary.core.PushTarget;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.proto.pipeline.Node;
import java.nio.file.Path;
import java.util.Optional;

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
    RunSettings settings) {

  /** Where the models of the run are served from. */
  Path servingRepository() {
    return settings.pushTarget().map(PushTarget::repository).orElseGet(home::serving);
  }

  /** Address of a running server of that repository. */
  Optional<String> servingServer() {
    return settings.pushTarget().map(PushTarget::server);
  }

  /** The node, as messages name it. */
  String where(Node node) {
    return "pipeline '" + request.pipeline().getId() + "' > node '" + node.getId() + "'";
  }
}
