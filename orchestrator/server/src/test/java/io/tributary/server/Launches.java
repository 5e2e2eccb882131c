package io.tributary.server;

import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for runs: remembers which were started, in order, and which were gone on with. They end
 * at once, or when the test says so. One stands for the runs of a whole database. Thread-safe.
 */
final class Launches implements Launch {
  private final boolean atOnce;
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final List<String> resumed = new CopyOnWriteArrayList<>();
  private final Map<String, String> spans = new ConcurrentHashMap<>();
  private final Map<String, FakeRun> runs = new ConcurrentHashMap<>();

  private Launches(boolean atOnce) {
    this.atOnce = atOnce;
  }

  static Launches endingAtOnce() {
    return new Launches(true);
  }

  static Launches endingWhenTold() {
    return new Launches(false);
  }

  private static final class FakeRun implements Launched {
    private volatile Optional<Ending> ending = Optional.empty();

    @Override
    public Optional<Ending> ending() {
      return ending;
    }

    @Override
    public void cancel() {
      if (ending.isEmpty()) {
        ending = Optional.of(new Ending(Outcome.BROKEN_OFF, "stopped"));
      }
    }

    @Override
    public void await() {}
  }

  @Override
  public Launched launch(Tick tick, Optional<Schedule> schedule) {
    var run = new FakeRun();
    spans.put(tick.runId(), tick.span());
    (runs.put(tick.runId(), run) == null ? started : resumed).add(tick.runId());
    if (atOnce) {
      end(tick.runId());
    }
    return run;
  }

  void end(String runId) {
    runs.get(runId).ending =
        Optional.of(new Launched.Ending(Launched.Outcome.COMPLETE, "COMPLETE"));
  }

  void fail(String runId) {
    runs.get(runId).ending =
        Optional.of(new Launched.Ending(Launched.Outcome.FAILED, "FAILED: Trainer failed"));
  }

  /** The spans that runs were about, by run. */
  Map<String, String> spans() {
    return spans;
  }

  List<String> started() {
    return started;
  }

  List<String> resumed() {
    return resumed;
  }
}
