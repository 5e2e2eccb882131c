package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.PostgresServer;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two schedulers on one database, as two servers have it open: nothing is lost, nothing doubled.
 */
class TwoSchedulersTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SECONDS = 600;
  private static final int PIECES = 500;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  @TempDir Path directory;

  private final SetClock clock = new SetClock(START.toString());
  private final Launches launches = Launches.endingAtOnce();

  @Test
  void schedulersOnASqliteFileStartEveryTickOnce() throws Exception {
    everyTickIsStartedOnce("sqlite:" + directory.resolve("metadata.db"));
  }

  @Test
  void schedulersOnAPostgresDatabaseStartEveryTickOnce() throws Exception {
    everyTickIsStartedOnce(PostgresServer.shared().newDatabase());
  }

  @Test
  void schedulersOnASqliteFileStartEveryPieceOfABackfillOnce() throws Exception {
    everyPieceIsStartedOnce("sqlite:" + directory.resolve("metadata.db"));
  }

  @Test
  void schedulersOnAPostgresDatabaseStartEveryPieceOfABackfillOnce() throws Exception {
    everyPieceIsStartedOnce(PostgresServer.shared().newDatabase());
  }

  private void everyPieceIsStartedOnce(String address) throws Exception {
    try (var one = MetadataDatabase.open(address, clock);
        var two = MetadataDatabase.open(address, clock)) {
      var backfills = new Backfills(one, clock);
      backfills.begin(
          Schedule.of("b", "taxi", new Trigger.Backfill(1, PIECES, 1, 8), START, START));
      while (backfills.find("b").state() != Backfills.State.COMPLETE) {
        runTogether(20, new Scheduler(one, launches, "one"), new Scheduler(two, launches, "two"));
        // Both die without a word: what they hold is taken over when it has expired.
        clock.advance(Duration.ofMinutes(2));
      }
      assertThat(launches.started())
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, PIECES).mapToObj(span -> "b-span-" + span).toList());
      assertThat(two.schedules().newest("b", 10_000))
          .hasSize(PIECES)
          .extracting(Tick::state)
          .containsOnly(TickState.ENDED);
    }
  }

  private void everyTickIsStartedOnce(String address) throws Exception {
    try (var one = MetadataDatabase.open(address, clock);
        var two = MetadataDatabase.open(address, clock)) {
      for (var name : NAMES) {
        new Schedules(one, clock)
            .add(
                Schedule.of(
                        name, "taxi", new Trigger.Every(Duration.ofSeconds(1), START), START, START)
                    .withPolicies(CatchUp.ALL, Overlap.ALLOW)
                    .until(START.plusSeconds(SECONDS)));
      }
      int changes =
          runTogether(
              SECONDS + 1,
              new Scheduler(one, launches, "one"),
              new Scheduler(two, launches, "two"));
      assertThat(changes).isEqualTo(2 * NAMES.size() * SECONDS);

      var expected = new ArrayList<String>();
      for (var name : NAMES) {
        for (int second = 0; second < SECONDS; second++) {
          expected.add(Scheduler.runId(name, START.plusSeconds(second)));
        }
        assertThat(two.schedules().newest(name, 10_000))
            .hasSize(SECONDS)
            .extracting(Tick::state)
            .containsOnly(TickState.ENDED);
      }
      assertThat(launches.started()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(launches.resumed()).isEmpty();
    }
  }

  /** Both look at the same moment at the same time, and see who comes first. */
  private int runTogether(int steps, Scheduler... schedulers) throws Exception {
    var changed = new AtomicInteger();
    var barrier = new CyclicBarrier(schedulers.length, () -> clock.advance(Duration.ofSeconds(1)));
    var threads = Executors.newFixedThreadPool(schedulers.length);
    try {
      var running = new ArrayList<Future<?>>();
      for (var scheduler : schedulers) {
        running.add(
            threads.submit(
                () -> {
                  for (int step = 0; step < steps; step++) {
                    changed.addAndGet(scheduler.next(clock.instant()).changes().size());
                    barrier.await();
                  }
                  return null;
                }));
      }
      for (var one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return changed.get();
  }
}
