package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.proto.pipeline.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends nodes that nobody takes to their ends any more, as a scheduler knows that has given up:
 * whose process was killed, or could not be started. Without that, no node below them could start.
 */
public final class AbandonedNodes {
  /** When the lease of a process has expired that died on another machine, and a little more. */
  private static final Duration PATIENCE = LeaseKeeper.TTL.plusSeconds(10);

  private static final Duration GLANCE = Duration.ofMillis(200);

  private AbandonedNodes() {}

  /**
   * Ends all nodes above one that have not ended: as failed, or as skipped where a node above them
   * failed. Waits for a minute for a process that may still be at one of them.
   *
   * @throws RunRefusedException if one is still being worked on
   */
  public static void end(RunRequest request, String node, RunHome home)
      throws InterruptedException {
    for (var above : above(request, NodeSession.find(request, node))) {
      end(request, above, home);
    }
  }

  /** In the order of the pipeline, in which every node comes after those above it. */
  private static List<Node> above(RunRequest request, Node node) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    var wanted = new HashSet<>(node.getUpstreamList());
    var found = new ArrayList<Node>();
    var nodes = request.pipeline().getNodesList();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      var other = nodes.get(i);
      if (wanted.contains(other.getId())
          || (exitHandler && other.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED)) {
        wanted.addAll(other.getUpstreamList());
        found.add(0, other);
      }
    }
    return found;
  }

  private static void end(RunRequest request, Node node, RunHome home) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (NodeSession.result(request.runId(), node.getId(), home).isEmpty()) {
      try (var session =
          NodeSession.open(
              request,
              node.getId(),
              home,
              RunListener.SILENT,
              Checkpoint.NONE,
              Invoker.COMPONENT)) {
        session.abandon(failure(request, node));
      } catch (RunRefusedException e) {
        if (!e.isBusy() || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
      }
    }
  }

  private static ExecutionFailure failure(RunRequest request, Node node) {
    return new ExecutionFailure(
        ExecutionFailure.Code.ABORTED,
        new Explanation(
            "pipeline '" + request.pipeline().getId() + "' > node '" + node.getId() + "'",
            "not ended, and nobody is working on it",
            "a process that takes it to its end",
            "see in the log of the scheduler how that process ended, and run the node again"));
  }
}
