package io.tributary.core;

import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.RunSession;

/** Runs pipelines one node after the other, in the calling thread. */
public final class Sequentially {
  private Sequentially() {}

  /** Runs a request to its end. */
  public static RunResult run(RunRequest request, RunHome home) {
    return run(request, home, RunListener.SILENT);
  }

  /** Runs a request to its end, and tells {@code listener} how it goes. */
  public static RunResult run(RunRequest request, RunHome home, RunListener listener) {
    try (var session =
        RunSession.open(request, home, listener, Checkpoint.NONE, Invoker.COMPONENT)) {
      session.settle();
      for (var node : request.pipeline().getNodesList()) {
        if (session.result(node.getId()).isEmpty()) {
          session.launch(node);
        }
      }
      return session.finish();
    }
  }
}
