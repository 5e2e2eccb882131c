package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerLoopTest {
  @TempDir Path directory;

  private final Clock clock = Clock.systemUTC();
  private final LinkedBlockingQueue<Tick> changes = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

  private MetadataDatabase open() {
    var database = MetadataDatabase.open(directory.resolve("metadata.db"), clock);
    var start = Instant.now(clock).truncatedTo(ChronoUnit.SECONDS);
    new Schedules(database, clock)
        .add(
            Schedule.of("s", "taxi", new Trigger.Every(Duration.ofSeconds(1), start), start, start)
                .withPolicies(CatchUp.ALL, Overlap.ALLOW));
    return database;
  }

  private Tick nextEnd() throws InterruptedException {
    while (true) {
      var tick = changes.poll(60, TimeUnit.SECONDS);
      assertThat(tick).isNotNull();
      if (tick.state() == TickState.ENDED) {
        return tick;
      }
    }
  }

  @Test
  void loopStartsWhatFallsDue() throws Exception {
    try (var database = open()) {
      var launches = Launches.endingAtOnce();
      var loop =
          SchedulerLoop.start(
              new Scheduler(database, launches, "one"), clock, changes::add, failures::add);
      var first = nextEnd();
      assertThat(nextEnd().scheduled()).isEqualTo(first.scheduled().plusSeconds(1));
      loop.stop();
      assertThat(failures).isEmpty();
      assertThat(database.schedules().open()).isEmpty();
    }
  }

  @Test
  void loopGoesOnAfterAFailureThatItTells() throws Exception {
    try (var database = open()) {
      var launches = Launches.endingAtOnce();
      var calls = new AtomicInteger();
      var loop =
          SchedulerLoop.start(
              new Scheduler(
                  database,
                  (tick, schedule) -> {
                    if (calls.getAndIncrement() == 0) {
                      throw new MetadataException(MetadataException.Code.UNAVAILABLE, "away");
                    }
                    return launches.launch(tick, schedule);
                  },
                  "one"),
              clock,
              changes::add,
              failures::add);
      assertThat(failures.poll(60, TimeUnit.SECONDS)).hasMessage("away");
      assertThat(nextEnd().message()).isEqualTo("COMPLETE");
      loop.stop();
    }
  }

  @Test
  void loopThatIsStoppedStopsTheRuns() throws Exception {
    try (var database = open()) {
      var launches = Launches.endingWhenTold();
      var loop =
          SchedulerLoop.start(
              new Scheduler(database, launches, "one"), clock, changes::add, failures::add);
      var tick = changes.poll(60, TimeUnit.SECONDS);
      assertThat(tick).isNotNull();
      loop.stop();
      assertThat(database.schedules().tick("s", tick.scheduled()))
          .hasValueSatisfying(stopped -> assertThat(stopped.state()).isEqualTo(TickState.STARTED));
      assertThat(database.leases().find("tick/s/" + tick.scheduled())).isEmpty();
    }
  }
}
