package io.tributary.server;

import io.tributary.api.Explanation;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import io.tributary.server.json.Field;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule that is to be added, as people describe it.
 *
 * @param jars digests of jars that the home keeps
 */
public record ScheduleSpec(
    @Field(value = "begins the ids of its runs", pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
        String name,
    @Field(
            value = "a pipeline that the server announces, or a class that is one",
            pattern = "^[A-Za-z_$][A-Za-z0-9_$.-]{0,199}$")
        String pipeline,
    @Field(
            value = "minute, hour, day of month, month, day of week; this, or every",
            pattern = "^[0-9A-Za-z*/,?#LW -]{1,100}$")
        Optional<String> cron,
    @Field(
            value = "whose wall clock cron is about; default UTC",
            pattern = "^[A-Za-z0-9_/+:-]{1,50}$")
        Optional<String> zone,
    @Field("the time from one to the next, in whole seconds; this, or cron")
        Optional<Duration> every,
    @Field(
            value = "what is run of times that were missed because no server ran; default latest",
            lowerCase = true)
        Optional<CatchUp> catchUp,
    @Field(
            value = "what becomes of times while a run of it is under way; default skip",
            lowerCase = true)
        Optional<Overlap> overlap,
    @Field("the first time may be then; in the past: since then times were missed; default now")
        Optional<Instant> start,
    @Field("falls due only before then; default never ends") Optional<Instant> end,
    @Field(
            value = "of the pipeline, and runtime parameters",
            pattern = "^[^\\u0000]{0,10000}$",
            max = 200)
        Optional<Map<String, String>> settings,
    @Field(
            value = "SHA-256 of each jar, as they were uploaded",
            pattern = "^[0-9a-f]{64}$",
            max = 100)
        Optional<List<String>> jars) {

  /**
   * The schedule, without jars.
   *
   * @param now when it is added
   * @throws IllegalArgumentException if this describes none
   */
  public Schedule at(Instant now) {
    var from = start.orElse(now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    var schedule =
        Schedule.of(name, pipeline, trigger(from), from, now)
            .withSettings(settings.orElse(Map.of()))
            .withPolicies(catchUp.orElse(CatchUp.LATEST), overlap.orElse(Overlap.SKIP));
    return end.map(schedule::until).orElse(schedule);
  }

  private Trigger trigger(Instant from) {
    if (cron.isPresent() == every.isPresent()) {
      throw refused(
          "cron, every",
          cron.isPresent() ? "both" : "none",
          "one of the two",
          "say when the schedule falls due");
    }
    if (cron.isPresent()) {
      return new Trigger.Cron(cron.get(), zoneId());
    }
    if (zone.isPresent()) {
      throw refused("zone", zone.get() + " with every", "cron", "leave it out");
    }
    var period = every.get();
    if (period.toSeconds() < 1 || period.toNanosPart() != 0) {
      throw refused("every", period.toString(), "whole seconds, 1 at least", "correct it");
    }
    var first = from.truncatedTo(ChronoUnit.SECONDS);
    return new Trigger.Every(period, start.isPresent() ? first : first.plus(period));
  }

  private ZoneId zoneId() {
    try {
      return ZoneId.of(zone.orElse("UTC"));
    } catch (DateTimeException e) {
      throw refused(
          "zone", "'" + zone.orElse("") + "'", "such as Europe/Berlin or UTC", "correct it");
    }
  }

  private static IllegalArgumentException refused(
      String where, String value, String expected, String remedy) {
    return new IllegalArgumentException(new Explanation(where, value, expected, remedy).toString());
  }
}
