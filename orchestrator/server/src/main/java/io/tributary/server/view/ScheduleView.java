package io.tributary.server.view;

import io.tributary.core.jar.RunJar;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.Trigger;
import io.tributary.server.Schedules;
import io.tributary.server.TriggerWords;
import io.tributary.server.json.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schedule, when it falls due next, and what became of it the last time. */
public record ScheduleView(
    String name,
    String pipeline,
    @Field("minute, hour, day of month, month, day of week") Optional<String> cron,
    @Field("whose wall clock cron is about") Optional<String> zone,
    @Field("instead of cron: the time from one to the next") Optional<Duration> every,
    @Field("with every: one of its times") Optional<Instant> anchor,
    @Field("instead of cron: the files of the spans upon whose arrival it falls due")
        Optional<String> onSpan,
    @Field("instead of cron: the artifacts upon which it falls due, PIPELINE/NODE.OUTPUT")
        Optional<String> onArtifact,
    @Field("the span that a time stands for: day, day-1, hour and so on") Optional<String> span,
    @Field("where the data of the span has to be") Optional<String> spanData,
    @Field("how long files must not have changed") Optional<Duration> settle,
    @Field(value = "what becomes of a time whose data is not there", lowerCase = true)
        Optional<SpanPlan.Late> late,
    @Field("with late: wait, how long") Optional<Duration> patience,
    @Field(lowerCase = true) CatchUp catchUp,
    @Field(lowerCase = true) Overlap overlap,
    boolean paused,
    Instant start,
    Optional<Instant> end,
    Instant created,
    Map<String, String> settings,
    @Field("SHA-256 of each") List<String> jars,
    Optional<Instant> next,
    Optional<TickView> last) {

  public static ScheduleView of(Schedule schedule, Schedules schedules, MetadataDatabase database) {
    var cron = as(Trigger.Cron.class, schedule);
    var every = as(Trigger.Every.class, schedule);
    var onSpan = as(Trigger.OnSpan.class, schedule);
    var data = schedule.spans().flatMap(SpanPlan::data);
    return new ScheduleView(
        schedule.name(),
        schedule.pipeline(),
        cron.map(Trigger.Cron::expression),
        cron.map(it -> it.zone().getId()),
        every.map(Trigger.Every::period),
        every.map(Trigger.Every::anchor),
        onSpan.map(Trigger.OnSpan::pattern),
        as(Trigger.OnArtifact.class, schedule).map(TriggerWords::of),
        schedule.spans().map(TriggerWords::of),
        data.map(SpanPlan.Data::pattern),
        onSpan.map(Trigger.OnSpan::settle).or(() -> data.map(SpanPlan.Data::settle)),
        data.map(SpanPlan.Data::late),
        data.map(SpanPlan.Data::patience).filter(patience -> !patience.isZero()),
        schedule.catchUp(),
        schedule.overlap(),
        schedule.paused(),
        schedule.start(),
        schedule.end(),
        schedule.created(),
        schedule.settings(),
        digests(schedule),
        schedules.next(schedule, 1).stream().findFirst(),
        database.schedules().newest(schedule.name(), 1).stream().findFirst().map(TickView::of));
  }

  private static <T> Optional<T> as(Class<T> kind, Schedule schedule) {
    return Optional.of(schedule.trigger()).filter(kind::isInstance).map(kind::cast);
  }

  /** SHA-256 of its jars. */
  static List<String> digests(Schedule schedule) {
    return schedule.jars().stream()
        .flatMap(line -> RunJar.parse(line).stream())
        .map(RunJar::digest)
        .toList();
  }
}
