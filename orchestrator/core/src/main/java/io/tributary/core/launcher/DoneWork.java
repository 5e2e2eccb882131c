package io.tributary.core.launcher;

import io.tributary.core.RunHome;
import io.tributary.metadata.NodeRun;
import java.io.IOException;

/** Work that nobody has to do any more: its outputs are committed. */
final class DoneWork {
  private DoneWork() {}

  /**
   * Drops what was kept of the work of a node, from one attempt to the next: by itself, and by
   * nodes of the same name in other runs, unless somebody works on these. If one is ever resumed,
   * it finds the outputs.
   *
   * @param done a node that has succeeded, of a run that this process works on
   */
  static void dropCheckpoints(RunHome home, NodeRun done) throws IOException {
    var artifacts = home.artifacts();
    var node = done.nodeId();
    artifacts.dropCheckpoints(done.runId(), node);
    var work = Prepared.key(done.details());
    if (work.isPresent()) {
      for (var run : artifacts.runsKeeping(node, work.get())) {
        if (Registration.excludeNode(home, run, node)) {
          artifacts.dropCheckpoints(run, node);
        }
      }
    }
  }

  /**
   * Drops what nodes of any run still keep though they have succeeded: their processes died before
   * they could.
   */
  static void dropCheckpoints(RunHome home) throws IOException {
    var artifacts = home.artifacts();
    for (var keeper : artifacts.keepers()) {
      var row = home.metadata().runs().node(keeper.runId(), keeper.nodeId());
      if (row.filter(node -> node.state().succeeded()).isPresent()) {
        artifacts.dropCheckpoints(keeper.runId(), keeper.nodeId());
      }
    }
  }
}
