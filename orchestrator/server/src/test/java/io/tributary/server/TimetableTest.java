package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {
  private static final String BERLIN = "Europe/Berlin";

  private static Timetable cron(String expression, String zone) {
    return of(new Trigger.Cron(expression, ZoneId.of(zone)), Instant.EPOCH);
  }

  private static Timetable of(Trigger trigger, Instant start) {
    return Timetable.of(Schedule.of("s", "p", trigger, start, start));
  }

  private static List<String> times(Timetable table, String after, int count) {
    var times = new ArrayList<String>();
    var next = table.next(Instant.parse(after));
    while (next.isPresent() && times.size() < count) {
      times.add(next.get().toString());
      next = table.next(next.get());
    }
    return times;
  }

  @Test
  void lineOfCronIsReadAsUnixReadsIt() {
    assertThat(times(cron("0 6 * * 1-5", "UTC"), "2026-01-02T05:59:59Z", 3))
        .containsExactly("2026-01-02T06:00:00Z", "2026-01-05T06:00:00Z", "2026-01-06T06:00:00Z");
    assertThat(times(cron("*/25 0 * * *", "UTC"), "2026-01-01T00:00:00Z", 3))
        .containsExactly("2026-01-01T00:25:00Z", "2026-01-01T00:50:00Z", "2026-01-02T00:00:00Z");
    assertThat(times(cron("0 0 * * 7", "UTC"), "2026-01-01T00:00:00Z", 1))
        .isEqualTo(times(cron("0 0 * * 0", "UTC"), "2026-01-01T00:00:00Z", 1))
        .containsExactly("2026-01-04T00:00:00Z");
    assertThat(times(cron("0 0 13 * 5", "UTC"), "2026-01-01T00:00:00Z", 4))
        .as("the 13th, and every Friday")
        .containsExactly(
            "2026-01-02T00:00:00Z",
            "2026-01-09T00:00:00Z",
            "2026-01-13T00:00:00Z",
            "2026-01-16T00:00:00Z");
    assertThat(times(cron("0 0 29 2 *", "UTC"), "2096-03-01T00:00:00Z", 1))
        .containsExactly("2104-02-29T00:00:00Z");
  }

  @Test
  void timeOfTheWallClockStaysThroughTheYear() {
    var daily = cron("0 6 * * *", BERLIN);
    assertThat(times(daily, "2026-03-27T12:00:00Z", 3))
        .containsExactly("2026-03-28T05:00:00Z", "2026-03-29T04:00:00Z", "2026-03-30T04:00:00Z");
    assertThat(times(daily, "2026-10-23T12:00:00Z", 3))
        .containsExactly("2026-10-24T04:00:00Z", "2026-10-25T05:00:00Z", "2026-10-26T05:00:00Z");
  }

  /** On 2026-03-29 the clocks of Berlin go from 02:00 to 03:00, at 01:00 UTC. */
  @Test
  void timeThatDoesNotExistFallsDueAtTheFirstMomentAfterTheGap() {
    assertThat(times(cron("30 2 * * *", BERLIN), "2026-03-28T00:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(times(cron("15,45 2 29 3 *", BERLIN), "2026-03-01T00:00:00Z", 2))
        .as("two times in one gap fall due once")
        .containsExactly("2026-03-29T01:00:00Z", "2027-03-29T00:15:00Z");
    assertThat(times(cron("30 * * * *", BERLIN), "2026-03-29T00:00:00Z", 3))
        .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
    assertThat(times(cron("0 * * * *", BERLIN), "2026-03-28T23:30:00Z", 3))
        .as("what is due after the gap anyway falls due once")
        .containsExactly("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
  }

  /** On 2026-10-25 the clocks of Berlin go from 03:00 back to 02:00, at 01:00 UTC. */
  @Test
  void timeThatComesTwiceFallsDueTheFirstTime() {
    assertThat(times(cron("30 2 * * *", BERLIN), "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(times(cron("0 * * * *", BERLIN), "2026-10-24T23:30:00Z", 3))
        .as("the hour that is repeated has no times of its own")
        .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z");
    assertThat(times(cron("* * * * *", BERLIN), "2026-10-25T00:58:00Z", 2))
        .containsExactly("2026-10-25T00:59:00Z", "2026-10-25T02:00:00Z");
    assertThat(times(cron("30 2 * * *", BERLIN), "2026-10-25T01:10:00Z", 1))
        .as("asked in the second pass")
        .containsExactly("2026-10-26T01:30:00Z");
  }

  /** In Samoa there was no 30 December 2011. */
  @Test
  void dayThatIsLeftOutIsMadeUpForOnce() {
    assertThat(times(cron("0 */6 * * *", "Pacific/Apia"), "2011-12-30T04:00:00Z", 3))
        .containsExactly("2011-12-30T10:00:00Z", "2011-12-30T16:00:00Z", "2011-12-30T22:00:00Z");
    assertThat(times(cron("0 12 30 12 *", "Pacific/Apia"), "2011-12-01T00:00:00Z", 1))
        .containsExactly("2011-12-30T10:00:00Z");
  }

  @Test
  void periodGoesOnWhateverTheWallClockSays() {
    var table =
        of(
            new Trigger.Every(Duration.ofHours(7), Instant.parse("2026-03-28T20:00:00Z")),
            Instant.EPOCH);
    assertThat(times(table, "2020-01-01T00:00:00Z", 3))
        .containsExactly("2026-03-28T20:00:00Z", "2026-03-29T03:00:00Z", "2026-03-29T10:00:00Z");
    assertThat(times(table, "2026-03-29T02:59:59.999999Z", 1))
        .containsExactly("2026-03-29T03:00:00Z");
    assertThat(times(table, "2026-03-29T03:00:00Z", 1)).containsExactly("2026-03-29T10:00:00Z");
  }

  @Test
  void startIsInAndEndIsOut() {
    var start = Instant.parse("2026-01-01T10:00:00Z");
    var schedule =
        Schedule.of("s", "p", new Trigger.Every(Duration.ofHours(1), Instant.EPOCH), start, start)
            .until(start.plus(Duration.ofHours(2)));
    assertThat(times(Timetable.of(schedule), "1970-01-01T00:00:00Z", 9))
        .containsExactly("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z");
    assertThat(Timetable.of(schedule).next(schedule.settled())).contains(start);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/10 * * * *|Europe/Berlin",
        "30 2 * * *|America/New_York",
        "0 0 29 2 *|UTC",
        "15,45 1-3 * * 0|Europe/Berlin"
      })
  void lastTimeIsTheOneThatCountingFinds(String expression, String zone) {
    var table = cron(expression, zone);
    var random = new Random(1);
    for (int i = 0; i < 20; i++) {
      var known =
          table
              .next(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(31_000_000)))
              .orElseThrow();
      var until = known.plusSeconds(random.nextInt(200_000));
      var last = known;
      for (var next = table.next(last);
          !next.orElseThrow().isAfter(until);
          next = table.next(last)) {
        last = next.orElseThrow();
      }
      assertThat(table.last(known, until)).as(known + " until " + until).isEqualTo(last);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "61 * * * *",
        "* * * *",
        "* * * * * *",
        "@daily",
        "5-1 * * * *",
        "never",
        "0 0 L * *"
      })
  void lineThatCannotBeUnderstoodIsRefused(String expression) {
    assertThatThrownBy(() -> cron(expression, "UTC"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cron: '" + expression + "'")
        .hasMessageContaining("expected: minute, hour, day of month, month, day of week");
  }
}
