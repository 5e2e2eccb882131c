package io.tributary.runner.local;

import io.tributary.core.ActiveRun;
import io.tributary.core.BackgroundRun;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.RunWork;
import io.tributary.proto.pipeline.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * @param listener is told if the run breaks off
   */
  static ActiveRun start(RunRequest request, RunWork session, RunListener listener) {
    return BackgroundRun.start(
        request.runId(), listener, new LocalRun(request, session)::conduct, session::cancel);
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

  private void launch(List<Node> nodes, CompletionService<NodeResult> launches)
      throws InterruptedException {
    var waiting = new Waiting();
    int running = 0;
    for (var node : nodes) {
      if (waiting.isReady(node)) {
        submit(node, launches);
        running++;
      }
    }
    while (running > 0) {
      var ended = launches.take();
      running--;
      try {
        for (var node : waiting.readyAfter(ended.get().node())) {
          submit(node, launches);
          running++;
        }
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
    if (!waiting.missing.isEmpty()) {
      throw new IllegalStateException(
          "run '"
              + request.runId()
              + "': no node can start (expected: nodes in topological order); compile the pipeline again");
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // take() hands out what submit() gave
  private void submit(Node node, CompletionService<NodeResult> launches) {
    launches.submit(() -> session.launch(node));
  }

  /** Nodes that cannot start yet, with how many nodes above them have to end first. */
  private final class Waiting {
    private final Map<String, Integer> missing = new HashMap<>();
    private final Map<String, List<Node>> below = new HashMap<>();

    /** Whether a node can start; else it is kept until it can. */
    boolean isReady(Node node) {
      int open = 0;
      for (var upstream : node.getUpstreamList()) {
        if (session.result(upstream).isEmpty()) {
          below.computeIfAbsent(upstream, name -> new ArrayList<>()).add(node);
          open++;
        }
      }
      if (open > 0) {
        missing.put(node.getId(), open);
      }
      return open == 0;
    }

    /** The nodes that can start now that one more node has ended. */
    List<Node> readyAfter(String ended) {
      var ready = new ArrayList<Node>();
      for (var node : below.getOrDefault(ended, List.of())) {
        if (missing.merge(node.getId(), -1, Integer::sum) == 0) {
          missing.remove(node.getId());
          ready.add(node);
        }
      }
      return ready;
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
}
