package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import io.tributary.server.Backfills.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BackfillsTest {
  @TempDir Path directory;

  private final SetClock clock = new SetClock("2026-01-01T00:30:00Z");
  private Launches launches = Launches.endingAtOnce();
  private MetadataDatabase database;
  private Backfills backfills;
  private Scheduler scheduler;

  @BeforeEach
  void open() {
    database = MetadataDatabase.open(directory.resolve("metadata.db"), clock);
    backfills = new Backfills(database, clock);
    scheduler = new Scheduler(database, launches, "one");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void runsEndWhenTold() {
    launches = Launches.endingWhenTold();
    scheduler = new Scheduler(database, launches, "one");
  }

  private void begin(long first, long last, long size, int limit) {
    backfills.begin(
        Schedule.of(
            "b",
            "taxi",
            new Trigger.Backfill(first, last, size, limit),
            clock.instant(),
            clock.instant()));
  }

  private void settled() {
    settled(scheduler);
  }

  private void settled(Scheduler one) {
    var now = clock.instant();
    var step = one.next(now);
    while (step.again().isPresent() && !step.again().get().isAfter(now)) {
      step = one.next(now);
    }
  }

  private List<String> open(TickState state) {
    return database.schedules().newest("b", state, 100_000).stream()
        .map(tick -> tick.span())
        .toList();
  }

  @Test
  void eachSpanHasARunOfItsOwn() {
    begin(5, 8, 1, 2);
    settled();
    assertThat(launches.started()).containsExactly("b-span-5", "b-span-6", "b-span-7", "b-span-8");
    assertThat(launches.spans())
        .isEqualTo(Map.of("b-span-5", "5", "b-span-6", "6", "b-span-7", "7", "b-span-8", "8"));
    assertThat(backfills.find("b").state()).isEqualTo(State.COMPLETE);
    assertThat(backfills.find("b").left()).isZero();
  }

  @Test
  void spansAreBatched() {
    begin(1, 10, 4, 1);
    settled();
    assertThat(launches.started()).containsExactly("b-spans-1-4", "b-spans-5-8", "b-spans-9-10");
    assertThat(launches.spans().get("b-spans-9-10")).isEqualTo("9..10");
  }

  @Test
  void allSpansAreOneRun() {
    begin(1, 10, 10, 3);
    settled();
    assertThat(launches.spans()).isEqualTo(Map.of("b-spans-1-10", "1..10"));
  }

  @Test
  void nameOfARemovedScheduleIsRefused() {
    var start = clock.instant();
    var hourly = new Trigger.Every(Duration.ofHours(1), start);
    var schedules = new Schedules(database, clock);
    schedules.add(Schedule.of("b", "taxi", hourly, start, start));
    settled();
    schedules.remove("b");
    assertThatThrownBy(() -> begin(1, 3, 1, 1))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("back-fill: 'b', the name of a schedule that was removed");
    assertThat(backfills.all()).isEmpty();
    settled();
    assertThat(launches.started()).containsExactly("b-20260101T003000Z");
  }

  @Test
  void piecesOfAWideBackfillAreBegunInBatches() {
    runsEndWhenTold();
    begin(0, 1_000_000_000, 1, 1_000_000);
    scheduler.next(clock.instant());
    assertThat(backfills.find("b").counts().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(Scheduler.BATCH);
  }

  @Test
  void noMoreRunsAreUnderWayThanItsLimit() {
    runsEndWhenTold();
    begin(1, 5, 1, 2);
    settled();
    assertThat(launches.started()).containsExactly("b-span-1", "b-span-2");
    settled(new Scheduler(database, launches, "two"));
    assertThat(launches.started()).hasSize(2);
    launches.end("b-span-2");
    settled();
    assertThat(launches.started()).containsExactly("b-span-1", "b-span-2", "b-span-3");
    assertThat(backfills.find("b"))
        .satisfies(
            progress -> {
              assertThat(progress.state()).isEqualTo(State.RUNNING);
              assertThat(progress.left()).isEqualTo(4);
              assertThat(progress.count(TickState.STARTED)).isEqualTo(2);
            });
  }

  @Test
  void pieceThatFailsStopsNoOtherAndIsTriedAgainOnDemand() {
    runsEndWhenTold();
    begin(1, 3, 1, 3);
    settled();
    launches.fail("b-span-2");
    launches.end("b-span-1");
    launches.end("b-span-3");
    settled();
    assertThat(backfills.find("b").state()).isEqualTo(State.FAILED);
    assertThat(backfills.pieces("b", TickState.FAILED, 9))
        .singleElement()
        .satisfies(
            tick -> {
              assertThat(tick.span()).isEqualTo("2");
              assertThat(tick.message()).isEqualTo("FAILED: Trainer failed");
            });
    assertThat(backfills.resume("b").state()).isEqualTo(State.RUNNING);
    settled();
    assertThat(launches.resumed()).containsExactly("b-span-2");
    launches.end("b-span-2");
    settled();
    assertThat(backfills.find("b").state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void canceledOneBeginsNothingMoreAndGoesOnWhenItIsResumed() {
    runsEndWhenTold();
    begin(1, 6, 1, 2);
    settled();
    backfills.cancel("b");
    launches.end("b-span-1");
    launches.end("b-span-2");
    settled();
    assertThat(launches.started()).containsExactly("b-span-1", "b-span-2");
    assertThat(backfills.find("b").state()).isEqualTo(State.CANCELED);
    backfills.resume("b");
    settled();
    assertThat(launches.started()).containsExactly("b-span-1", "b-span-2", "b-span-3", "b-span-4");
  }

  @Test
  void pieceThatWasClaimedWhenItWasCanceledIsRunWhenItIsResumed() {
    begin(1, 3, 1, 1);
    var dying =
        new Scheduler(
            database,
            (tick, schedule) -> {
              throw new OutOfMemoryError("dies here");
            },
            "dying");
    dying.next(clock.instant());
    backfills.cancel("b");
    clock.advance(Duration.ofMinutes(2));
    settled();
    assertThat(open(TickState.SKIPPED)).containsExactly("1");
    backfills.resume("b");
    settled();
    assertThat(launches.started()).containsExactly("b-span-1", "b-span-2", "b-span-3");
    assertThat(backfills.find("b").state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void retriedPiecesKeepToTheLimit() {
    runsEndWhenTold();
    begin(1, 4, 1, 1);
    for (int span = 1; span <= 4; span++) {
      settled();
      launches.fail("b-span-" + span);
    }
    settled();
    assertThat(backfills.find("b").count(TickState.FAILED)).isEqualTo(4);
    backfills.resume("b");
    settled();
    assertThat(launches.resumed()).containsExactly("b-span-1");
  }

  @Test
  @Timeout(120)
  void tenThousandSpansAreBegunInNoTimeAndRunOnceEachThroughDeathsAndACancel() {
    var before = System.nanoTime();
    begin(0, 9_999, 1, 7);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    assertThat(database.schedules().open()).isEmpty();
    int servers = 0;
    int most = 0;
    while (backfills.find("b").state() != State.COMPLETE) {
      // A server that lives for a while, and is gone without a word.
      var server = new Scheduler(database, launches, "server " + servers++);
      for (int step = 0; step < 400; step++) {
        server.next(clock.instant());
        if (step % 50 == 0) {
          most = Math.max(most, database.schedules().open().size());
        }
      }
      if (servers == 3) {
        backfills.cancel("b");
        settled(server);
        assertThat(backfills.find("b").state()).isEqualTo(State.CANCELED);
        backfills.resume("b");
      }
      clock.advance(HeldTicks.TTL.plusSeconds(1));
    }
    assertThat(most).isLessThanOrEqualTo(7);
    assertThat(servers).isGreaterThan(1);
    assertThat(launches.started())
        .containsExactlyElementsOf(
            LongStream.range(0, 10_000).mapToObj(span -> "b-span-" + span).toList());
    assertThat(launches.resumed()).isEmpty();
  }

  @Test
  void schedulerOfOneBackfillLeavesOthersAlone() {
    begin(1, 2, 1, 1);
    backfills.begin(
        Schedule.of(
            "c", "taxi", new Trigger.Backfill(1, 2, 1, 1), clock.instant(), clock.instant()));
    new Schedules(database, clock)
        .add(
            Schedule.of(
                "s",
                "taxi",
                new Trigger.Every(Duration.ofHours(1), Instant.parse("2026-01-01T00:00:00Z")),
                clock.instant(),
                clock.instant()));
    clock.advance(Duration.ofHours(1));
    settled(Scheduler.only("c", database, launches, "mine"));
    assertThat(launches.started()).containsExactly("c-span-1", "c-span-2");
    settled();
    assertThat(new HashSet<>(launches.started()))
        .contains("b-span-1", "b-span-2", "s-20260101T010000Z");
  }

  @Test
  void backfillsAndSchedulesAreNotMixedUp() {
    begin(1, 2, 1, 1);
    var schedules = new Schedules(database, clock);
    assertThat(schedules.all()).isEmpty();
    assertThat(backfills.all()).hasSize(1);
    assertThatThrownBy(() -> schedules.pause("b")).isInstanceOf(MetadataException.class);
    assertThatThrownBy(() -> backfills.cancel("none"))
        .isInstanceOf(MetadataException.class)
        .hasMessage("back-fill: 'none' (expected: one of [b]); name one of these, or begin it");
    assertThatThrownBy(() -> begin(1, 2, 1, 1)).isInstanceOf(MetadataException.class);
    var every =
        Schedule.of(
            "s",
            "taxi",
            new Trigger.Every(Duration.ofHours(1), Instant.parse("2026-01-01T00:00:00Z")),
            clock.instant(),
            clock.instant());
    assertThatThrownBy(() -> backfills.begin(every)).isInstanceOf(IllegalArgumentException.class);
  }
}
