package io.tributary.runner.local;

import io.tributary.core.ActiveRun;
import io.tributary.core.BackgroundRun;
import io.tributary.core.NodeResult;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.RunWork;
import io.tributary.proto.pipeline.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A run under way: one thread that decides what starts next, and a pool whose threads launch. */
final class LocalRun {
  private final RunRequest request;
  private final RunWork session;

  private LocalRun(RunRequest request, RunWork session) {
    this.request = request;
    this.session = session;
  }

  static ActiveRun start(RunRequest request, RunWork session) {
    return BackgroundRun.start(
        request.runId(), new LocalRun(request, session)::conduct, session::cancel);
  }

  private RunResult conduct() throws InterruptedException {
    try (session) {
      session.settle();
      var exitHandlers = new ArrayList<Node>();
      var others = new ArrayList<Node>();
      for (var node : request.pipeline().getNodesList()) {
        if (session.result(node.getId()).isEmpty()) {
          boolean last = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
          (last ? exitHandlers : others).add(node);
        }
      }
      if (!others.isEmpty() || !exitHandlers.isEmpty()) {
        launch(others, exitHandlers);
      }
      return session.finish();
    }
  }

  private void launch(List<Node> others, List<Node> exitHandlers) throws InterruptedException {
    var pool =
        Executors.newFixedThreadPool(
            request.parallelism(),
            work -> {
              var thread = new Thread(work, "tributary-launcher");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var launches = new ExecutorCompletionService<NodeResult>(pool);
      launch(others, launches);
      launch(exitHandlers, launches);
    } finally {
      pool.shutdown();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // take() hands out what submit() gave
  private void launch(List<Node> waiting, CompletionService<NodeResult> launches)
      throws InterruptedException {
    int running = 0;
    while (!waiting.isEmpty() || running > 0) {
      var nodes = waiting.iterator();
      while (nodes.hasNext()) {
        var node = nodes.next();
        if (isReady(node)) {
          nodes.remove();
          launches.submit(() -> session.launch(node));
          running++;
        }
      }
      if (running == 0) {
        throw new IllegalStateException(
            "run '"
                + request.runId()
                + "': no node can start (expected: nodes in topological order); compile the pipeline again");
      }
      var ended = launches.take();
      running--;
      try {
        ended.get();
      } catch (ExecutionException e) {
        session.cancel();
        session.cancel();
        var failure = Objects.requireNonNullElse(e.getCause(), e);
        for (; running > 0; running--) {
          suppress(launches.take(), failure);
        }
        throw BackgroundRun.unchecked(e);
      }
    }
  }

  private static void suppress(Future<NodeResult> ended, Throwable failure)
      throws InterruptedException {
    try {
      ended.get();
    } catch (ExecutionException e) {
      var other = Objects.requireNonNullElse(e.getCause(), e);
      if (other != failure) {
        failure.addSuppressed(other);
      }
    }
  }

  private boolean isReady(Node node) {
    return node.getUpstreamList().stream()
        .allMatch(upstream -> session.result(upstream).isPresent());
  }
}
