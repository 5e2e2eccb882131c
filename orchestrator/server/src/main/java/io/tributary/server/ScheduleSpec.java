package io.tributary.server;

import io.tributary.api.Explanation;
import io.tributary.api.span.SpanPattern;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SpanPlan;
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
import java.util.function.Supplier;
import java.util.stream.Stream;

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
            value =
                "instead of cron: falls due on each span whose files arrive, such as /data/{YYYY}-{MM}-{DD}/*.csv",
            pattern = "^/[^\\u0000-\\u001f]{1,1000}$")
        Optional<String> onSpan,
    @Field(
            value =
                "instead of cron: falls due on each artifact of another pipeline, PIPELINE/NODE.OUTPUT",
            pattern = "^[^\\u0000-\\u001f]{1,400}$")
        Optional<String> onArtifact,
    @Field(
            value =
                "with cron or every: the span that a time stands for: day, day-1, hour and so on",
            pattern = "^(day|hour)(-[0-9]{1,6})?$")
        Optional<String> span,
    @Field(
            value = "with span: where its data has to be before a run is started",
            pattern = "^/[^\\u0000-\\u001f]{1,1000}$")
        Optional<String> spanData,
    @Field("with on_span or span_data: how long files must not have changed; default a minute")
        Optional<Duration> settle,
    @Field(
            value = "with span_data: what becomes of a time whose data is not there; default fail",
            lowerCase = true)
        Optional<SpanPlan.Late> late,
    @Field("with late: wait, how long") Optional<Duration> patience,
    @Field(
            value =
                "what is run of times that were missed because no server ran, or of what is there already; default latest, none with on_span and on_artifact",
            lowerCase = true)
        Optional<CatchUp> catchUp,
    @Field(
            value =
                "what becomes of times while a run of it is under way; default skip, queue with on_span and on_artifact",
            lowerCase = true)
        Optional<Overlap> overlap,
    @Field(
            "with cron or every: the first time may be then; in the past: since then times were missed; default now")
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
    boolean events = onSpan.isPresent() || onArtifact.isPresent();
    if (events && overlap.equals(Optional.of(Overlap.SKIP))) {
      throw refused("overlap", "skip", "queue or allow: no event is passed over", "choose one");
    }
    require(start, cron.or(() -> every.map(Duration::toString)), "start", "cron or every");
    var schedule =
        Schedule.of(name, pipeline, trigger(from), from, now)
            .withSettings(settings.orElse(Map.of()))
            .withPolicies(
                catchUp.orElse(events ? CatchUp.NONE : CatchUp.LATEST),
                overlap.orElse(events ? Overlap.QUEUE : Overlap.SKIP));
    var about = plan().map(schedule::about).orElse(schedule);
    return end.map(about::until).orElse(about);
  }

  /** Whether its pipeline has to be one that is told a span. */
  public boolean asksForSpans() {
    return span.isPresent() || onSpan.isPresent();
  }

  private Trigger trigger(Instant from) {
    long given = Stream.of(cron, every, onSpan, onArtifact).filter(Optional::isPresent).count();
    if (given != 1) {
      throw refused(
          "cron, every, on_span, on_artifact",
          given == 0 ? "none" : "several",
          "one of them",
          "say when the schedule falls due");
    }
    require(zone, cron, "zone", "cron");
    if (cron.isPresent()) {
      return new Trigger.Cron(cron.get(), zoneId());
    } else if (every.isPresent()) {
      return repeated(every.get(), from);
    } else if (onSpan.isPresent()) {
      return new Trigger.OnSpan(pattern("on_span", onSpan.get()), untouched());
    }
    return named("on_artifact", () -> TriggerWords.artifact(onArtifact.orElseThrow()));
  }

  private Trigger repeated(Duration period, Instant from) {
    if (period.toSeconds() < 1) {
      throw refused("every", period.toString(), "a second at least", "correct it");
    }
    var first = from.truncatedTo(ChronoUnit.SECONDS);
    return new Trigger.Every(period, start.isPresent() ? first : first.plus(period));
  }

  private Optional<SpanPlan> plan() {
    require(span, cron.or(() -> every.map(Duration::toString)), "span", "cron or every");
    require(spanData, span, "span_data", "span");
    require(late, spanData, "late", "span_data");
    require(patience, late.filter(SpanPlan.Late.WAIT::equals), "patience", "late: wait");
    require(settle, onSpan.or(() -> spanData), "settle", "on_span or span_data");
    var data =
        spanData.map(
            where ->
                named(
                    "late",
                    () ->
                        new SpanPlan.Data(
                            pattern("span_data", where),
                            untouched(),
                            late.orElse(SpanPlan.Late.FAIL),
                            patience.orElse(Duration.ZERO))));
    return span.map(text -> named("span", () -> TriggerWords.span(text, data)));
  }

  private Duration untouched() {
    return settle.orElse(Duration.ofMinutes(1));
  }

  private static String pattern(String where, String text) {
    var unused = named(where, () -> SpanPattern.of(text));
    return text;
  }

  /** Says of what is refused where it stands. */
  private static <T> T named(String where, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      var said = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(said.startsWith("'") ? where + ": " + said : said, e);
    }
  }

  private static void require(Optional<?> given, Optional<?> needed, String what, String other) {
    if (given.isPresent() && needed.isEmpty()) {
      throw refused(what, given.get().toString(), other, "add that, or leave this out");
    }
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
