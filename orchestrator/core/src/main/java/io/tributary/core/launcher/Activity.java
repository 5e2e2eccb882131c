package io.tributary.core.launcher;

import io.tributary.core.RunHome;
import io.tributary.metadata.Lease;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import java.util.List;
import java.util.Optional;

/** Whether anybody works on runs. */
public final class Activity {
  private Activity() {}

  /** Whether some process works on a run, or on a node of it, as far as can be told from here. */
  public static boolean isUnderWay(RunHome home, String runId) {
    return owner(home, runId).isPresent();
  }

  /** Who works on a run, or on a node of it, as far as can be told from here. */
  public static Optional<String> owner(RunHome home, String runId) {
    return Registration.holder(home, runId, runningNodes(home, runId)).map(Lease::owner);
  }

  private static List<String> runningNodes(RunHome home, String runId) {
    return home.metadata().runs().nodes(runId).stream()
        .filter(node -> node.state() == NodeState.RUNNING)
        .map(NodeRun::nodeId)
        .toList();
  }
}
