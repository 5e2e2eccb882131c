package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Explanation;
import io.tributary.core.RunRefusedException;
import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;

  private final SetClock clock = new SetClock("2026-01-01T00:30:00Z");
  private Launches launches = Launches.endingAtOnce();
  private MetadataDatabase database;
  private Schedules schedules;
  private Scheduler scheduler;

  @BeforeEach
  void open() {
    database = MetadataDatabase.open(directory.resolve("metadata.db"), clock);
    schedules = new Schedules(database, clock);
    scheduler = new Scheduler(database, launches, "one");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Schedule hourly(CatchUp catchUp, Overlap overlap) {
    return schedules.add(
        Schedule.of(
                "s",
                "taxi",
                new Trigger.Cron("0 * * * *", ZoneOffset.UTC),
                clock.instant(),
                clock.instant())
            .withPolicies(catchUp, overlap));
  }

  private void runsEndWhenTold() {
    launches = Launches.endingWhenTold();
    scheduler = new Scheduler(database, launches, "one");
  }

  /** Steps until there is nothing more to do now. */
  private Step at(String time) {
    clock.set(Instant.parse(time));
    return settled();
  }

  private Step settled() {
    var now = clock.instant();
    var step = scheduler.next(now);
    while (step.again().isPresent() && !step.again().get().isAfter(now)) {
      step = scheduler.next(now);
    }
    return step;
  }

  private static String run(String hour) {
    return "s-20260101T" + hour + "0000Z";
  }

  /** For example {@code 01 ENDED}, {@code 02-05 CATCH_UP}. */
  private List<String> ticks() {
    var lines = new ArrayList<String>();
    for (var tick : database.schedules().newest("s", 1000)) {
      var hours = tick.scheduled().toString().substring(11, 13);
      if (!tick.since().equals(tick.scheduled())) {
        hours = tick.since().toString().substring(11, 13) + "-" + hours;
      }
      lines.add(hours + " " + tick.reason().map(Enum::name).orElse(tick.state().name()));
    }
    Collections.reverse(lines);
    return lines;
  }

  @Test
  void tickIsStartedWhenItFallsDueAndNotBefore() {
    hourly(CatchUp.ALL, Overlap.SKIP);
    assertThat(at("2026-01-01T00:59:59Z").again()).contains(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(launches.started()).isEmpty();
    assertThat(at("2026-01-01T01:00:00Z").again()).contains(Instant.parse("2026-01-01T02:00:00Z"));
    assertThat(launches.started()).containsExactly(run("01"));
    at("2026-01-01T01:30:00Z");
    assertThat(launches.started()).containsExactly(run("01"));
    assertThat(database.schedules().tick("s", Instant.parse("2026-01-01T01:00:00Z")))
        .hasValueSatisfying(tick -> assertThat(tick.message()).isEqualTo("COMPLETE"));
  }

  @Test
  void stepTellsEveryChange() {
    runsEndWhenTold();
    hourly(CatchUp.ALL, Overlap.SKIP);
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(scheduler.next(clock.instant()).changes())
        .extracting(Tick::state)
        .containsExactly(TickState.CLAIMED, TickState.STARTED);
    launches.end(run("01"));
    assertThat(scheduler.next(clock.instant()).changes())
        .extracting(Tick::state)
        .containsExactly(TickState.ENDED);
    assertThat(scheduler.next(clock.instant()).changes()).isEmpty();
  }

  @Test
  void missedTicksAreAllRunOneAfterTheOther() {
    runsEndWhenTold();
    hourly(CatchUp.ALL, Overlap.SKIP);
    at("2026-01-01T03:30:00Z");
    assertThat(launches.started()).containsExactly(run("01"));
    launches.end(run("01"));
    settled();
    launches.end(run("02"));
    settled();
    launches.end(run("03"));
    settled();
    assertThat(launches.started()).containsExactly(run("01"), run("02"), run("03"));
    assertThat(ticks()).containsExactly("01 ENDED", "02 ENDED", "03 ENDED");
  }

  @Test
  void tickThatIsOnTimeIsSkippedWhileMissedOnesAreCaughtUp() {
    hourly(CatchUp.ALL, Overlap.SKIP);
    at("2026-01-01T03:00:00Z");
    assertThat(ticks()).containsExactly("01 ENDED", "02 ENDED", "03 OVERLAP");
  }

  @Test
  void missedTicksAreAllRunTogetherWhereRunsMayOverlap() {
    runsEndWhenTold();
    hourly(CatchUp.ALL, Overlap.ALLOW);
    at("2026-01-01T03:30:00Z");
    assertThat(launches.started()).containsExactly(run("01"), run("02"), run("03"));
  }

  @Test
  void ofMissedTicksTheLatestIsRun() {
    hourly(CatchUp.LATEST, Overlap.SKIP);
    at("2026-01-01T05:30:00Z");
    assertThat(ticks()).containsExactly("01-04 CATCH_UP", "05 ENDED");
    at("2026-01-01T07:30:00Z");
    assertThat(ticks()).containsExactly("01-04 CATCH_UP", "05 ENDED", "06 CATCH_UP", "07 ENDED");
  }

  @Test
  void tickThatIsOnTimeStandsInForTheLatestMissedOne() {
    hourly(CatchUp.LATEST, Overlap.SKIP);
    at("2026-01-01T05:00:30Z");
    assertThat(ticks()).containsExactly("01-04 CATCH_UP", "05 ENDED");
  }

  @Test
  void ofMissedTicksNoneIsRun() {
    hourly(CatchUp.NONE, Overlap.SKIP);
    at("2026-01-01T05:30:00Z");
    assertThat(ticks()).containsExactly("01-05 CATCH_UP");
    at("2026-01-01T06:01:00Z");
    assertThat(ticks()).containsExactly("01-05 CATCH_UP", "06 ENDED");
  }

  @Test
  void manyMissedTicksAreSettledWithoutALookAtEach() {
    schedules.add(
        Schedule.of(
            "s",
            "taxi",
            new Trigger.Every(Duration.ofSeconds(1), Instant.parse("2000-01-01T00:00:00Z")),
            Instant.parse("2000-01-01T00:00:00Z"),
            clock.instant()));
    settled();
    var newest = database.schedules().newest("s", 100);
    assertThat(newest).hasSize(62);
    assertThat(newest.get(61).since()).isEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
    assertThat(newest.get(61).reason()).contains(SkipReason.CATCH_UP);
  }

  @Test
  void moreMissedTicksThanFitIntoOneStepAreAllRun() {
    schedules.add(
        Schedule.of(
                "s",
                "taxi",
                new Trigger.Every(Duration.ofMinutes(1), Instant.parse("2025-12-31T00:00:00Z")),
                Instant.parse("2025-12-31T00:00:00Z"),
                clock.instant())
            .withPolicies(CatchUp.ALL, Overlap.ALLOW));
    settled();
    assertThat(launches.started()).hasSize(24 * 60 + 31).doesNotHaveDuplicates();
    assertThat(launches.resumed()).isEmpty();
  }

  @Test
  void tickIsSkippedWhileARunIsUnderWay() {
    runsEndWhenTold();
    hourly(CatchUp.ALL, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    at("2026-01-01T02:00:00Z");
    launches.end(run("01"));
    at("2026-01-01T03:00:00Z");
    assertThat(ticks()).containsExactly("01 ENDED", "02 OVERLAP", "03 STARTED");
  }

  @Test
  void tickWaitsWhileARunIsUnderWay() {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.QUEUE);
    at("2026-01-01T01:00:00Z");
    at("2026-01-01T02:00:00Z");
    at("2026-01-01T03:00:00Z");
    assertThat(ticks()).containsExactly("01 STARTED", "02 CLAIMED", "03 CLAIMED");
    launches.end(run("01"));
    at("2026-01-01T03:30:00Z");
    assertThat(ticks()).containsExactly("01 ENDED", "02 STARTED", "03 CLAIMED");
    launches.end(run("02"));
    settled();
    assertThat(launches.started()).containsExactly(run("01"), run("02"), run("03"));
  }

  @Test
  void tickIsRunBesideARunThatIsUnderWay() {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.ALLOW);
    at("2026-01-01T01:00:00Z");
    at("2026-01-01T02:00:00Z");
    assertThat(ticks()).containsExactly("01 STARTED", "02 STARTED");
  }

  @Test
  void pausedScheduleStartsNothingAndMakesUpForNothing() {
    hourly(CatchUp.ALL, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    schedules.pause("s");
    at("2026-01-01T02:00:00Z");
    clock.set(Instant.parse("2026-01-01T05:30:00Z"));
    schedules.resume("s");
    at("2026-01-01T06:00:00Z");
    assertThat(ticks()).containsExactly("01 ENDED", "02 PAUSED", "03-05 PAUSED", "06 ENDED");
  }

  @Test
  void tickThatWaitsIsSkippedWhenItsScheduleIsPausedOrRemoved() {
    runsEndWhenTold();
    hourly(CatchUp.ALL, Overlap.QUEUE);
    at("2026-01-01T01:00:00Z");
    at("2026-01-01T02:00:00Z");
    at("2026-01-01T03:00:00Z");
    schedules.pause("s");
    launches.end(run("01"));
    at("2026-01-01T03:10:00Z");
    assertThat(ticks()).containsExactly("01 ENDED", "02 PAUSED", "03 PAUSED");
    schedules.resume("s");
    at("2026-01-01T04:00:00Z");
    at("2026-01-01T05:00:00Z");
    schedules.remove("s");
    launches.end(run("04"));
    at("2026-01-01T05:10:00Z");
    assertThat(ticks())
        .containsExactly("01 ENDED", "02 PAUSED", "03 PAUSED", "04 ENDED", "05 REMOVED");
    assertThat(launches.started()).containsExactly(run("01"), run("04"));
  }

  @Test
  void scheduleFallsDueNoMoreAfterItsEnd() {
    schedules.add(
        Schedule.of(
                "s",
                "p",
                new Trigger.Every(HOUR, clock.instant()),
                clock.instant(),
                clock.instant())
            .until(clock.instant().plus(HOUR)));
    assertThat(settled().again()).isEmpty();
    assertThat(at("2026-01-02T00:00:00Z").again()).isEmpty();
    assertThat(launches.started()).containsExactly("s-20260101T003000Z");
  }

  @Test
  void clockThatJumpsBackDoublesNothing() {
    hourly(CatchUp.ALL, Overlap.ALLOW);
    at("2026-01-01T02:00:00Z");
    assertThat(at("2026-01-01T00:30:00Z").again()).contains(Instant.parse("2026-01-01T03:00:00Z"));
    at("2026-01-01T01:00:00Z");
    at("2026-01-01T02:00:00Z");
    at("2026-01-01T03:00:00Z");
    assertThat(launches.started()).containsExactly(run("01"), run("02"), run("03"));
    assertThat(launches.resumed()).isEmpty();
  }

  @Test
  void clockThatJumpsAheadFollowsTheCatchUp() {
    hourly(CatchUp.LATEST, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    at("2026-01-01T09:30:00Z");
    assertThat(ticks()).containsExactly("01 ENDED", "02-08 CATCH_UP", "09 ENDED");
  }

  @Test
  void scheduleOfEachSecondIsRunEachSecond() {
    schedules.add(
        Schedule.of(
            "s",
            "taxi",
            new Trigger.Every(Duration.ofSeconds(1), clock.instant()),
            clock.instant(),
            clock.instant()));
    for (int second = 0; second < 90; second++) {
      settled();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(launches.started()).hasSize(90).doesNotHaveDuplicates();
  }

  @Test
  void scheduleThatNeverFallsDueIsRefused() {
    var now = clock.instant();
    var never = new Trigger.Cron("0 0 30 2 *", ZoneOffset.UTC);
    assertThatThrownBy(() -> schedules.add(Schedule.of("s", "taxi", never, now, now)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schedule 's': cron '0 0 30 2 *' never falls due");
    var late = Schedule.of("s", "taxi", new Trigger.Cron("0 0 * * *", ZoneOffset.UTC), now, now);
    assertThatThrownBy(() -> schedules.add(late.until(now.plusSeconds(60))))
        .hasMessageContaining("never falls due before its end");
    assertThat(schedules.all()).isEmpty();
  }

  @Test
  void scheduleThatIsNotThereIsAnsweredWithThoseThatAre() {
    hourly(CatchUp.ALL, Overlap.SKIP);
    assertThatThrownBy(() -> schedules.pause("t"))
        .isInstanceOf(MetadataException.class)
        .hasMessage("schedule: 't' (expected: one of [s]); name one of these, or add it");
  }

  @Test
  void serverThatDiesAfterClaimingIsFollowedByAnotherWithTheSameRun() {
    hourly(CatchUp.NONE, Overlap.SKIP);
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    var dying =
        new Scheduler(
            database,
            (tick, schedule) -> {
              throw new MetadataException(MetadataException.Code.UNAVAILABLE, "dies here");
            },
            "dying");
    assertThat(dying.next(clock.instant()).failures())
        .extracting(Throwable::getMessage)
        .containsExactly("dies here");
    settled();
    assertThat(launches.started()).as("the claim may be of a living server").isEmpty();
    clock.advance(HeldTicks.TTL);
    settled();
    assertThat(launches.started()).containsExactly(run("01"));
    assertThat(ticks()).containsExactly("01 ENDED");
  }

  @Test
  void serverThatDiesWhileARunIsUnderWayIsFollowedByAnotherThatGoesOnWithIt() {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    var other = new Scheduler(database, launches, "two");
    clock.advance(HeldTicks.TTL.minusSeconds(1));
    other.next(clock.instant());
    assertThat(launches.resumed()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    other.next(clock.instant());
    assertThat(launches.started()).containsExactly(run("01"));
    assertThat(launches.resumed()).containsExactly(run("01"));
    launches.end(run("01"));
    other.next(clock.instant());
    assertThat(ticks()).containsExactly("01 ENDED");
  }

  @Test
  void deadServerOfThisMachineIsNotWaitedFor() {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.SKIP);
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    var self = ProcessIdentity.current();
    var before = new ProcessIdentity(self.host(), self.scope(), self.pid(), "before");
    new Scheduler(database, launches, before.format()).next(clock.instant());
    assertThat(launches.started()).containsExactly(run("01"));
    new Scheduler(database, launches, self.format()).next(clock.instant());
    assertThat(launches.resumed()).containsExactly(run("01"));
    settled();
    assertThat(launches.resumed()).as("this one lives").containsExactly(run("01"));
  }

  @Test
  void livingServerKeepsItsTick() {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    var other = new Scheduler(database, launches, "two");
    for (int i = 0; i < 20; i++) {
      clock.advance(Duration.ofSeconds(25));
      settled();
      other.next(clock.instant());
    }
    assertThat(launches.resumed()).isEmpty();
    launches.end(run("01"));
    other.next(clock.instant());
    assertThat(ticks()).containsExactly("01 STARTED");
    settled();
    assertThat(ticks()).containsExactly("01 ENDED");
  }

  @Test
  void serverThatStalledLeavesTheEndToWhoHasTakenOver() {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    clock.advance(HeldTicks.TTL);
    var other = new Scheduler(database, launches, "two");
    other.next(clock.instant());
    assertThat(scheduler.next(clock.instant()).changes()).isEmpty();
    launches.end(run("01"));
    assertThat(scheduler.next(clock.instant()).changes()).isEmpty();
    assertThat(other.next(clock.instant()).changes())
        .extracting(Tick::state)
        .containsExactly(TickState.ENDED);
  }

  @Test
  void serverThatIsStoppedGivesItsTicksBackAtOnce() throws Exception {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    assertThat(scheduler.stop(clock.instant())).isEmpty();
    assertThat(ticks()).containsExactly("01 STARTED");
    new Scheduler(database, launches, "two").next(clock.instant());
    assertThat(launches.resumed()).containsExactly(run("01"));
  }

  @Test
  void runThatEndsWhileItsServerIsStoppedHasEnded() throws Exception {
    runsEndWhenTold();
    hourly(CatchUp.NONE, Overlap.SKIP);
    at("2026-01-01T01:00:00Z");
    launches.end(run("01"));
    assertThat(scheduler.stop(clock.instant())).hasSize(1);
    assertThat(ticks()).containsExactly("01 ENDED");
  }

  @Test
  void tickWithoutAPipelineEndsWithTheReasonAndTheNextOneIsTried() {
    hourly(CatchUp.NONE, Overlap.SKIP);
    scheduler =
        new Scheduler(
            database,
            (tick, schedule) -> {
              throw new IllegalArgumentException("no class Taxi");
            },
            "one");
    at("2026-01-01T01:00:00Z");
    at("2026-01-01T02:00:00Z");
    assertThat(ticks()).containsExactly("01 FAILED", "02 FAILED");
    assertThat(database.schedules().newest("s", 1).get(0).message())
        .isEqualTo("not started: no class Taxi");
  }

  @Test
  void runThatIsBusyIsAskedForAgain() {
    hourly(CatchUp.NONE, Overlap.SKIP);
    var asked = new AtomicInteger();
    scheduler =
        new Scheduler(
            database,
            (tick, schedule) -> {
              if (asked.incrementAndGet() < 3) {
                throw RunRefusedException.busy(new Explanation("run", "busy", "free", "wait"));
              }
              return launches.launch(tick, schedule);
            },
            "one");
    at("2026-01-01T01:00:00Z");
    assertThat(ticks()).containsExactly("01 CLAIMED");
    settled();
    settled();
    assertThat(ticks()).containsExactly("01 ENDED");
    assertThat(asked).hasValue(3);
  }

  @Test
  void scheduleThatCannotBeReadHoldsUpNoOtherAndIsToldOnce() {
    hourly(CatchUp.NONE, Overlap.SKIP);
    var now = clock.instant();
    database
        .schedules()
        .create(
            Schedule.of("broken", "taxi", new Trigger.Cron("nonsense", ZoneOffset.UTC), now, now));
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(scheduler.next(clock.instant()).failures())
        .extracting(Throwable::getMessage)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("schedule 'broken'", "nonsense");
    settled();
    assertThat(ticks()).containsExactly("01 ENDED");
    assertThat(at("2026-01-01T02:00:00Z").failures()).isEmpty();
    assertThat(ticks()).containsExactly("01 ENDED", "02 ENDED");
  }

  @Test
  void tickThatCannotBeStartedHoldsUpNoOther() {
    hourly(CatchUp.NONE, Overlap.SKIP);
    var now = clock.instant();
    schedules.add(
        Schedule.of("r", "taxi", new Trigger.Cron("0 * * * *", ZoneOffset.UTC), now, now));
    scheduler =
        new Scheduler(
            database,
            (tick, schedule) -> {
              if (tick.schedule().equals("r")) {
                throw new LinkageError("broken class");
              }
              return launches.launch(tick, schedule);
            },
            "one");
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(scheduler.next(clock.instant()).failures()).isEmpty();
    settled();
    assertThat(ticks()).containsExactly("01 ENDED");
    assertThat(database.schedules().newest("r", 2))
        .extracting(tick -> tick.state() + " " + tick.message())
        .containsExactly("FAILED not started: java.lang.LinkageError: broken class");
  }

  @Test
  void databaseThatFailsIsMadeUpFor() {
    hourly(CatchUp.NONE, Overlap.SKIP);
    var failing = new AtomicInteger(2);
    scheduler =
        new Scheduler(
            database,
            (tick, schedule) -> {
              if (failing.getAndDecrement() > 0) {
                throw new MetadataException(MetadataException.Code.UNAVAILABLE, "away");
              }
              return launches.launch(tick, schedule);
            },
            "one");
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(scheduler.next(clock.instant()).failures()).hasSize(1);
    assertThat(scheduler.next(clock.instant()).failures()).hasSize(1);
    assertThat(settled().failures()).isEmpty();
    assertThat(launches.started()).containsExactly(run("01"));
    assertThat(ticks()).containsExactly("01 ENDED");
  }
}
