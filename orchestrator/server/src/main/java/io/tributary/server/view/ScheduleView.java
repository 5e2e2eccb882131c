package io.tributary.server.view;

import io.tributary.core.jar.RunJar;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import io.tributary.server.Schedules;
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
    var cron = schedule.trigger() instanceof Trigger.Cron it ? Optional.of(it) : none();
    var every =
        schedule.trigger() instanceof Trigger.Every it
            ? Optional.of(it)
            : Optional.<Trigger.Every>empty();
    return new ScheduleView(
        schedule.name(),
        schedule.pipeline(),
        cron.map(Trigger.Cron::expression),
        cron.map(it -> it.zone().getId()),
        every.map(Trigger.Every::period),
        every.map(Trigger.Every::anchor),
        schedule.catchUp(),
        schedule.overlap(),
        schedule.paused(),
        schedule.start(),
        schedule.end(),
        schedule.created(),
        schedule.settings(),
        schedule.jars().stream()
            .flatMap(line -> RunJar.parse(line).stream())
            .map(RunJar::digest)
            .toList(),
        schedules.next(schedule, 1).stream().findFirst(),
        database.schedules().newest(schedule.name(), 1).stream().findFirst().map(TickView::of));
  }

  private static Optional<Trigger.Cron> none() {
    return Optional.empty();
  }
}
