package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A runner that knows which of its runs are under way in this process. Thread-safe. */
public final class LiveRuns implements Runner {
  private final Runner runner;
  private final Map<String, Live> runs = new ConcurrentHashMap<>();

  /**
   * @param runner does the work
   */
  public LiveRuns(Runner runner) {
    this.runner = requireNonNull(runner, "runner");
  }

  private record Live(ActiveRun run, CountDownLatch ended) {}

  @Override
  public String name() {
    return runner.name();
  }

  @Override
  public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
    var run = runner.start(request, home, listener);
    var live = new Live(run, new CountDownLatch(1));
    runs.put(run.runId(), live);
    var thread = new Thread(() -> follow(live, listener), "tributary-run-" + run.runId());
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  private void follow(Live live, RunListener listener) {
    try {
      live.run.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      listener.warned("run " + live.run.runId() + " broke off: " + e);
    } finally {
      runs.remove(live.run.runId(), live);
      live.ended.countDown();
    }
  }

  /** A run that is under way. */
  public Optional<ActiveRun> find(String runId) {
    return Optional.ofNullable(runs.get(runId)).map(Live::run);
  }

  /** How many are under way. */
  public int count() {
    return runs.size();
  }

  /** Asks all of them to stop, and waits until they have; they can be resumed. */
  public void stop() throws InterruptedException {
    var left = List.copyOf(runs.values());
    left.forEach(live -> live.run.cancel());
    for (var live : left) {
      live.ended.await();
    }
  }
}
