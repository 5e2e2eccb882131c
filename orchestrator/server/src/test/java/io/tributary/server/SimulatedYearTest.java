package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.SpanPlan.Late;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of daily and hourly schedules in two zones, with restarts every few days, a pause, two
 * days without a server, a server that dies between claim and start, and data that comes late or
 * never.
 */
class SimulatedYearTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

  private static final Instant PAUSED = Instant.parse("2026-07-01T12:10:00Z");
  private static final Instant RESUMED = Instant.parse("2026-07-08T12:10:00Z");
  private static final Instant DOWN = Instant.parse("2026-05-10T00:10:00Z");
  private static final Instant UP = Instant.parse("2026-05-12T13:10:00Z");
  private static final Duration SETTLE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Instant DEATH = Instant.parse("2026-09-01T10:00:00Z");

  /** Not a divisor of anything, so that servers are restarted at all times of the day. */
  private static final Duration LIFE = Duration.ofHours(101);

  @TempDir Path directory;

  private final SetClock clock = new SetClock(START.toString());
  private final Launches launches = Launches.endingAtOnce();
  private final FakeSpans data = new FakeSpans();

  @Test
  void everyTickOfTheYearIsSettledOnceAsItsScheduleSays() throws Exception {
    try (var database = open()) {
      var schedules = new Schedules(database, clock);
      schedules.add(
          schedule("daily", "30 2 * * *", BERLIN).withPolicies(CatchUp.LATEST, Overlap.SKIP));
      schedules.add(
          schedule("hourly", "0 * * * *", NEW_YORK).withPolicies(CatchUp.ALL, Overlap.QUEUE));
      schedules.add(spans("waits", Late.WAIT));
      schedules.add(spans("skips", Late.SKIP));
      schedules.add(spans("fails", Late.FAIL));
    }
    comeSpans();
    run(DOWN);
    clock.set(UP);
    run(PAUSED);
    try (var database = open()) {
      new Schedules(database, clock).pause("daily");
    }
    run(RESUMED);
    try (var database = open()) {
      new Schedules(database, clock).resume("daily");
    }
    run(DEATH.minusSeconds(1));
    clock.set(DEATH);
    die();
    run(END);

    try (var database = open()) {
      assertThat(lines(database, "daily")).isEqualTo(daily());
      assertThat(lines(database, "hourly"))
          .isEqualTo(hourly().stream().map(time -> time + " ENDED").toList());
      assertThat(lines(database, "waits")).isEqualTo(days(Late.WAIT));
      assertThat(lines(database, "skips")).isEqualTo(days(Late.SKIP));
      assertThat(lines(database, "fails")).isEqualTo(days(Late.FAIL));
      assertThat(database.schedules().open()).isEmpty();
    }
    var started = new ArrayList<>(daysStarted());
    daily().stream()
        .filter(line -> line.endsWith(" ENDED"))
        .forEach(line -> started.add(id("daily", Instant.parse(line.substring(0, 20)))));
    hourly().forEach(time -> started.add(id("hourly", time)));
    assertThat(launches.started().stream().sorted().toList())
        .isEqualTo(started.stream().sorted().toList());
    assertThat(launches.resumed()).isEmpty();
  }

  private MetadataDatabase open() {
    return MetadataDatabase.open(directory.resolve("metadata.db"), clock);
  }

  private static Schedule schedule(String name, String line, ZoneId zone) {
    return Schedule.of(name, "taxi", new Trigger.Cron(line, zone), START, START).until(END);
  }

  private static String id(String schedule, Instant time) {
    return schedule + "-" + time.toString().replace("-", "").replace(":", "");
  }

  /** Servers, one after the other, which sleep until something is due. */
  private void run(Instant until) {
    while (clock.instant().isBefore(until)) {
      var life = clock.instant().plus(LIFE);
      try (var database = open()) {
        var scheduler = new Scheduler(database, launches, "server of " + clock.instant(), data);
        while (clock.instant().isBefore(until) && clock.instant().isBefore(life)) {
          var again = scheduler.next(clock.instant()).again().orElse(until);
          if (again.isAfter(clock.instant())) {
            clock.set(again.isBefore(until) ? again : until);
          }
        }
      }
    }
  }

  private void die() {
    try (var database = open()) {
      var dying =
          new Scheduler(
              database,
              (tick, schedule) -> {
                throw new MetadataException(MetadataException.Code.UNAVAILABLE, "dies here");
              },
              "dying",
              data);
      assertThat(dying.next(clock.instant()).failures()).hasSize(1);
      assertThat(database.schedules().open())
          .extracting(Tick::runId)
          .containsExactly("hourly-20260901T100000Z");
    }
  }

  private static List<String> lines(MetadataDatabase database, String schedule) {
    var lines = new ArrayList<String>();
    for (var tick : database.schedules().newest(schedule, 20_000)) {
      lines.add(
          (tick.since().equals(tick.scheduled()) ? "" : tick.since() + ".. ")
              + tick.scheduled()
              + (tick.span().isEmpty() ? "" : " span " + tick.span())
              + " "
              + tick.reason().map(Enum::name).orElse(tick.state().name()));
    }
    Collections.reverse(lines);
    return lines;
  }

  /** In Berlin the clocks change on 29 March at 01:00 UTC and on 25 October at 01:00 UTC. */
  private static List<String> daily() {
    var lines = new ArrayList<String>();
    for (var day = LocalDate.of(2026, 1, 1); day.getYear() == 2026; day = day.plusDays(1)) {
      var summer =
          !day.isBefore(LocalDate.of(2026, 3, 29)) && !day.isAfter(LocalDate.of(2026, 10, 25));
      var time =
          day.equals(LocalDate.of(2026, 3, 29))
              ? Instant.parse("2026-03-29T01:00:00Z")
              : Instant.parse(day + (summer ? "T00:30:00Z" : "T01:30:00Z"));
      boolean paused = time.isAfter(PAUSED) && time.isBefore(RESUMED);
      if (day.equals(LocalDate.of(2026, 5, 11))) {
        lines.add("2026-05-10T00:30:00Z.. 2026-05-11T00:30:00Z CATCH_UP");
      } else if (!day.equals(LocalDate.of(2026, 5, 10))) {
        lines.add(time + (paused ? " PAUSED" : " ENDED"));
      }
    }
    assertThat(lines).hasSize(364);
    return lines;
  }

  /** In New York the hour that is repeated is that of 1 November from 06:00 UTC on. */
  private static Collection<Instant> hourly() {
    var times = new TreeSet<Instant>();
    for (var time = START; time.isBefore(END); time = time.plus(Duration.ofHours(1))) {
      times.add(time);
    }
    times.remove(Instant.parse("2026-11-01T06:00:00Z"));
    assertThat(times)
        .hasSize(365 * 24 - 1)
        .contains(LocalDate.of(2026, 3, 8).atTime(LocalTime.of(3, 0)).atZone(NEW_YORK).toInstant());
    return times;
  }

  /** At four in New York, about the day before, whose data comes at one in the night. */
  private static Schedule spans(String name, Late late) {
    var patience = late == Late.WAIT ? PATIENCE : Duration.ZERO;
    return schedule(name, "0 4 * * *", NEW_YORK)
        .withPolicies(CatchUp.ALL, Overlap.QUEUE)
        .about(
            new SpanPlan(
                SpanPlan.Unit.DAY,
                1,
                Optional.of(new SpanPlan.Data("/in/{SPAN}", SETTLE, late, patience))));
  }

  /** How late the data of a day is, after four in New York; empty: it never comes. */
  private static Optional<Duration> late(LocalDate day) {
    int number = day.getDayOfYear();
    if (number % 90 == 7) {
      return Optional.empty();
    } else if (number % 60 == 11) {
      return Optional.of(Duration.ofHours(8));
    } else if (day.equals(LocalDate.of(2026, 3, 7)) || number % 30 == 5) {
      return Optional.of(Duration.ofMinutes(30));
    }
    return Optional.of(Duration.ofHours(-3));
  }

  /** Files are looked for by the time at which they last changed: those to come are there, too. */
  private void comeSpans() {
    for (var day = LocalDate.of(2025, 12, 31); day.getYear() < 2027; day = day.plusDays(1)) {
      var four = day.plusDays(1).atTime(4, 0).atZone(NEW_YORK).toInstant();
      var span = day.toEpochDay();
      late(day).ifPresent(late -> data.come(span, four.plus(late)));
    }
  }

  private static List<String> days(Late policy) {
    var lines = new ArrayList<String>();
    for (var day = LocalDate.of(2026, 1, 1); day.getYear() == 2026; day = day.plusDays(1)) {
      var about = day.minusDays(1);
      lines.add(
          day.atTime(4, 0).atZone(NEW_YORK).toInstant()
              + " span "
              + about.toEpochDay()
              + " "
              + outcome(day, late(about), policy));
    }
    assertThat(lines).hasSize(365);
    return lines;
  }

  private static String outcome(LocalDate day, Optional<Duration> late, Late policy) {
    var time = day.atTime(4, 0).atZone(NEW_YORK).toInstant();
    boolean missed = time.isAfter(DOWN) && time.isBefore(UP);
    var looked = missed ? UP : time;
    var deadline = policy == Late.WAIT ? time.plus(PATIENCE) : looked;
    var last = deadline.isAfter(looked) ? deadline : looked;
    if (late.isPresent() && !time.plus(late.get()).plus(SETTLE).isAfter(last)) {
      return "ENDED";
    }
    return policy == Late.SKIP ? "LATE" : "FAILED";
  }

  private static List<String> daysStarted() {
    return Stream.of(Late.values())
        .flatMap(
            policy ->
                days(policy).stream()
                    .filter(line -> line.endsWith(" ENDED"))
                    .map(
                        line ->
                            id(
                                policy.name().toLowerCase(Locale.ROOT) + "s",
                                Instant.parse(line.substring(0, 20)))))
        .toList();
  }
}
