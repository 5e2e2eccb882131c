package io.tributary.server;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.tributary.api.Explanation;
import io.tributary.metadata.Trigger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The times of a line of cron. The line is followed on a wall clock that is never changed; what its
 * times mean in the zone is decided here.
 */
final class CronTimes implements Times {
  private final ExecutionTime wallClock;
  private final ZoneId zone;

  private CronTimes(ExecutionTime wallClock, ZoneId zone) {
    this.wallClock = wallClock;
    this.zone = zone;
  }

  static CronTimes of(Trigger.Cron cron) {
    try {
      var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      return new CronTimes(
          ExecutionTime.forCron(parser.parse(cron.expression()).validate()), cron.zone());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          new Explanation(
                  "cron",
                  "'" + cron.expression() + "': " + e.getMessage(),
                  "minute, hour, day of month, month, day of week, such as 0 6 * * 1-5",
                  "correct the line")
              .toString(),
          e);
    }
  }

  @Override
  public Optional<Instant> next(Instant after) {
    var local = LocalDateTime.ofInstant(after, zone).atZone(ZoneOffset.UTC);
    while (true) {
      Optional<ZonedDateTime> next = wallClock.nextExecution(local);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      local = next.get();
      var moment = moment(local.toLocalDateTime());
      if (moment.isAfter(after)) {
        return Optional.of(moment);
      }
    }
  }

  /**
   * When the clock of the zone shows a time first; for one that it leaves out, what comes instead.
   */
  private Instant moment(LocalDateTime local) {
    var change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }
}
