package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.MetadataException.Code;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of schedules must do. An implementation's test extends this class. */
abstract class ScheduleStoreContract {

  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private MetadataDatabase database;
  private ScheduleStore schedules;

  /** Opens the database of this test, which is empty at first. */
  abstract MetadataDatabase openDatabase(Clock clock) throws Exception;

  /** The store under test; another than the database's own to see whether this suite notices. */
  ScheduleStore storeOf(MetadataDatabase opened) {
    return opened.schedules();
  }

  @BeforeEach
  final void open() throws Exception {
    database = openDatabase(Clock.systemUTC());
    schedules = storeOf(database);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private static Schedule hourly(String name) {
    return Schedule.of(name, "taxi", new Trigger.Every(HOUR, START), START, START);
  }

  private static Tick claimed(String schedule, int hour) {
    return Tick.claimed(schedule, START.plus(HOUR.multipliedBy(hour)), schedule + hour, NOW);
  }

  @Test
  void scheduleIsFoundAsItWasCreatedAlsoAfterReopening() throws Exception {
    var settings = new LinkedHashMap<String, String>();
    settings.put("z", "a \"quoted\" \\ value\nof ünï lines");
    settings.put("a", "");
    var cron =
        Schedule.of(
                "daily.1",
                "com.example.Taxi",
                new Trigger.Cron("0 6 * * 1-5", ZoneId.of("Europe/Berlin")),
                START,
                NOW)
            .withJars(List.of("0af file:/home/jars/0af.jar file:/build/a%20b.jar", "1b x y"))
            .withSettings(settings)
            .withPolicies(CatchUp.ALL, Overlap.QUEUE)
            .until(START.plus(HOUR));
    var every = hourly("every");
    assertThat(schedules.create(every)).isEqualTo(every);
    assertThat(schedules.create(cron)).isEqualTo(cron);
    close();
    open();
    assertThat(schedules.find("daily.1")).contains(cron);
    assertThat(schedules.find("daily.1").orElseThrow().settings().keySet())
        .containsExactly("z", "a");
    assertThat(schedules.all()).containsExactly(cron, every);
    assertThat(schedules.find("none")).isEmpty();
  }

  @Test
  void nameIsTakenOnce() {
    schedules.create(hourly("s"));
    fails(Code.ALREADY_EXISTS, () -> schedules.create(hourly("s")));
    assertThat(schedules.all()).hasSize(1);
  }

  @Test
  void scheduleIsPausedAndGoesOn() {
    schedules.create(hourly("s"));
    assertThat(schedules.setPaused("s", true).paused()).isTrue();
    assertThat(schedules.find("s").orElseThrow().paused()).isTrue();
    assertThat(schedules.setPaused("s", false)).isEqualTo(hourly("s"));
    fails(Code.NOT_FOUND, () -> schedules.setPaused("none", true));
  }

  @Test
  void removedScheduleLeavesItsTicks() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(claimed("s", 0)), START);
    schedules.remove("s");
    assertThat(schedules.find("s")).isEmpty();
    assertThat(schedules.open()).containsExactly(claimed("s", 0));
    fails(Code.NOT_FOUND, () -> schedules.remove("s"));
    fails(Code.NOT_FOUND, () -> schedules.settle("s", List.of(claimed("s", 1)), NOW));
  }

  @Test
  void scheduleOfARemovedOnesNameDoesNotSettleItsTicksAgain() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(claimed("s", 0), claimed("s", 3)), claimed("s", 3).scheduled());
    schedules.remove("s");
    assertThat(schedules.create(hourly("s")).settled()).isEqualTo(claimed("s", 3).scheduled());
    assertThat(schedules.create(hourly("other"))).isEqualTo(hourly("other"));
  }

  @Test
  void claimIsMadeOnceAndAllOrNothing() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(claimed("s", 1)), claimed("s", 1).scheduled());
    fails(
        Code.ALREADY_EXISTS,
        () ->
            schedules.settle(
                "s", List.of(claimed("s", 0), claimed("s", 1)), claimed("s", 5).scheduled()));
    assertThat(schedules.open()).containsExactly(claimed("s", 1));
    assertThat(schedules.find("s").orElseThrow().settled()).isEqualTo(claimed("s", 1).scheduled());
  }

  @Test
  void whatIsSettledNeverGoesBack() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(), NOW);
    schedules.settle("s", List.of(), START);
    assertThat(schedules.find("s").orElseThrow().settled()).isEqualTo(NOW);
  }

  @Test
  void ticksThatSettleNothingAreRefused() {
    schedules.create(hourly("s"));
    schedules.create(hourly("t"));
    fails(Code.INVALID_ARGUMENT, () -> schedules.settle("s", List.of(claimed("t", 0)), NOW));
    fails(
        Code.INVALID_ARGUMENT,
        () -> schedules.settle("s", List.of(claimed("s", 0).started(NOW)), NOW));
    fails(Code.INVALID_ARGUMENT, () -> schedules.settle("s", List.of(claimed("s", 1)), START));
    assertThat(schedules.open()).isEmpty();
  }

  @Test
  void tickGoesThroughItsStatesToItsEnd() {
    schedules.create(hourly("s"));
    var tick = claimed("s", 0);
    schedules.settle("s", List.of(tick), NOW);
    assertThat(schedules.tick("s", START)).contains(tick);
    schedules.put(tick.started(NOW));
    assertThat(schedules.open()).containsExactly(tick.started(NOW));
    schedules.put(tick.ended("COMPLETE", NOW.plusSeconds(1)));
    assertThat(schedules.tick("s", START)).contains(tick.ended("COMPLETE", NOW.plusSeconds(1)));
    assertThat(schedules.open()).isEmpty();
    fails(Code.FAILED_PRECONDITION, () -> schedules.put(tick.started(NOW)));
    fails(Code.NOT_FOUND, () -> schedules.put(claimed("s", 1).started(NOW)));
    assertThat(schedules.tick("s", START.plusSeconds(1))).isEmpty();
  }

  @Test
  void skippedTicksStandForAllFromTheFirstToTheLast() {
    schedules.create(hourly("s"));
    var missed =
        Tick.skipped("s", START, START.plus(HOUR.multipliedBy(4)), SkipReason.CATCH_UP, NOW);
    schedules.settle("s", List.of(missed, claimed("s", 5)), claimed("s", 5).scheduled());
    assertThat(schedules.newest("s", 9)).containsExactly(claimed("s", 5), missed);
    var late = claimed("s", 5).skipped(SkipReason.PAUSED, NOW);
    schedules.put(late);
    assertThat(schedules.newest("s", 1)).containsExactly(late);
    assertThat(schedules.open()).isEmpty();
    assertThat(schedules.before("s", late.scheduled(), 1)).containsExactly(missed);
    assertThat(schedules.before("s", missed.scheduled(), 9)).isEmpty();
    fails(Code.INVALID_ARGUMENT, () -> schedules.before("s", NOW, 0));
    assertThat(schedules.newest("none", 1)).isEmpty();
    fails(Code.INVALID_ARGUMENT, () -> schedules.newest("s", 0));
  }

  @Test
  void openTicksOfAllSchedulesComeInTheOrderOfTime() {
    schedules.create(hourly("a"));
    schedules.create(hourly("b"));
    schedules.settle("b", List.of(claimed("b", 0), claimed("b", 2)), claimed("b", 2).scheduled());
    schedules.settle("a", List.of(claimed("a", 1)), claimed("a", 1).scheduled());
    assertThat(schedules.open()).containsExactly(claimed("b", 0), claimed("a", 1), claimed("b", 2));
  }

  @Test
  void transactionThatFailsLeavesNothing() {
    schedules.create(hourly("s"));
    assertThatThrownBy(
            () ->
                database.transact(
                    () -> {
                      schedules.settle("s", List.of(claimed("s", 0)), NOW);
                      throw new IllegalStateException("on the way");
                    }))
        .hasMessage("on the way");
    assertThat(schedules.open()).isEmpty();
    assertThat(schedules.find("s")).contains(hourly("s"));
  }

  @Test
  void recordsRefuseWhatMakesNoSense() {
    assertThatThrownBy(() -> hourly("a/b")).hasMessageContaining("Schedule.name: 'a/b'");
    assertThatThrownBy(() -> hourly("a".repeat(65))).hasMessageContaining("Schedule.name");
    assertThatThrownBy(() -> hourly("s").until(START)).hasMessageContaining("Schedule.end");
    assertThatThrownBy(() -> new Trigger.Cron(" ", ZoneId.of("UTC")))
        .hasMessageContaining("Trigger.Cron.expression");
    assertThatThrownBy(() -> new Trigger.Every(Duration.ofMillis(1500), START))
        .hasMessageContaining("Trigger.Every.period");
    assertThatThrownBy(() -> new Trigger.Every(Duration.ZERO, START))
        .hasMessageContaining("Trigger.Every.period");
    assertThatThrownBy(() -> new Trigger.Every(HOUR, NOW))
        .hasMessageContaining("Trigger.Every.anchor");
    assertThatThrownBy(() -> Tick.claimed("s", START, "", NOW)).hasMessageContaining("run ''");
    assertThatThrownBy(() -> Tick.skipped("s", NOW, START, SkipReason.PAUSED, NOW))
        .hasMessageContaining("Tick.since");
    assertThatThrownBy(
            () -> new Tick("s", NOW, START, TickState.CLAIMED, "r", Optional.empty(), "", NOW))
        .hasMessageContaining("Tick.since");
  }

  private static void fails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
