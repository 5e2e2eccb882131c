package io.tributary.core.launcher;

import io.tributary.core.RunHome;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;

/** Whether anybody works on runs. */
public final class Activity {
  private Activity() {}

  /** Whether some process works on a run, or on a node of it, as far as can be told from here. */
  public static boolean isUnderWay(RunHome home, String runId) {
    return Registration.isHeld(
        home,
        runId,
        home.metadata().runs().nodes(runId).stream()
            .filter(node -> node.state() == NodeState.RUNNING)
            .map(NodeRun::nodeId)
            .toList());
  }
}
