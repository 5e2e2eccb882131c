package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Period;
import io.tributary.cli.command.UsageException;
import io.tributary.metadata.Trigger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** By which clock something falls due. */
public final class TimerOptions {
  private final Given<String> cron;
  private final Given<String> zone;
  private final Given<String> every;

  /** Adds the options to {@code command}. */
  public TimerOptions(Command command) {
    cron =
        command.option(
            "--cron",
            "LINE",
            String.class,
            "Minute, hour, day of month, month, day of week, as cron of UNIX has them.");
    zone =
        command.option(
            "--zone",
            "ZONE",
            String.class,
            "With --cron: whose wall clock it is about, such as Europe/Berlin (default: that of this machine).");
    every =
        command.option(
            "--every", "PERIOD", String.class, "Instead of --cron: such as 90s, 15m, 1h or 7d.");
  }

  public Given<String> cron() {
    return cron;
  }

  public Given<String> zone() {
    return zone;
  }

  public Given<String> every() {
    return every;
  }

  /** Whether any is given that says when. */
  public boolean isGiven() {
    return cron.isGiven() || every.isGiven();
  }

  /**
   * When it falls due, by the one of the two that is given.
   *
   * @param from the first time may be then
   * @param anchored whether {@code --every} begins right then, and has not its first end
   */
  public Trigger.Timed trigger(Instant from, boolean anchored) {
    if (cron.isGiven() && every.isGiven()) {
      throw new UsageException(
          "--cron, --every", "both", "one of the two", "say when it falls due");
    }
    if (cron.isGiven()) {
      return new Trigger.Cron(cron.value(), clock());
    }
    requireCron();
    var period = Period.parse("--every", every.value());
    if (period.isZero()) {
      throw Period.wrong("--every", every.value());
    }
    var first = from.truncatedTo(ChronoUnit.SECONDS);
    return new Trigger.Every(period, anchored ? first : first.plus(period));
  }

  /** A zone is nothing without a line of cron. */
  void requireCron() {
    if (zone.isGiven() && !cron.isGiven()) {
      throw new UsageException(
          "--zone", zone.value() + " without --cron", "--cron", "add it, or leave this out");
    }
  }

  private ZoneId clock() {
    try {
      return zone.find().map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    } catch (DateTimeException e) {
      throw new UsageException(
          "--zone", "'" + zone.value() + "'", "such as Europe/Berlin or UTC", "correct it");
    }
  }
}
