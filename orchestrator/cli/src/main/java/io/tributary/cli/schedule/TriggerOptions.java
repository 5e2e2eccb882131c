package io.tributary.cli.schedule;

import io.tributary.api.span.SpanPattern;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Period;
import io.tributary.cli.command.UsageException;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.SpanPlan.Late;
import io.tributary.metadata.Trigger;
import io.tributary.server.TriggerWords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a schedule falls due, or upon what, and which spans its runs are about. */
public final class TriggerOptions {
  private static final String WAIT = "wait:";

  private final TimerOptions timer;
  private final Given<String> onSpan;
  private final Given<String> onArtifact;
  private final Given<String> span;
  private final Given<String> spanData;
  private final Given<String> late;
  private final Given<String> settle;

  /** Adds the options to {@code command}. */
  TriggerOptions(Command command) {
    timer = new TimerOptions(command);
    onSpan =
        command.option(
            "--on-span",
            "PATTERN",
            String.class,
            "Instead of --cron: on each span of data that arrives, such as \"/data/{YYYY}-{MM}-{DD}/*.csv\" or \"/data/trips-{SPAN}.csv\". The run's parameter of type ScheduledSpan is that span. Several that arrive together are run one after the other; so is a new {VERSION} of a span. Servers look every ten seconds.");
    onArtifact =
        command.option(
            "--on-artifact",
            "PIPELINE/NODE.OUTPUT",
            String.class,
            "Instead of --cron: on each artifact that a complete run of another pipeline has made, such as chicago-taxi/Trainer.model.");
    span =
        command.option(
            "--span",
            "WHICH",
            String.class,
            "With --cron or --every: the span that a time stands for, which the pipeline's parameter of type ScheduledSpan is set to. day is the day of the time in its zone, day-1 the one before; hour and hour-1 count hours since 1970 in UTC.");
    spanData =
        command.option(
            "--span-data",
            "PATTERN",
            String.class,
            "With --span: where the data of the span has to be before a run is started, as with --on-span.");
    late =
        command.option(
            "--late",
            "WHAT",
            String.class,
            "With --span-data: what becomes of a time whose data is not there: fail, skip, or wait:6h, which waits that long and then fails (default: fail).");
    settle =
        command.option(
            "--settle",
            "PERIOD",
            String.class,
            "With --on-span or --span-data: files count when they have not changed for so long, or when a file _SUCCESS lies beside them in a directory of this span alone (default: 1m).");
  }

  /** Whether it falls due upon events, of which there is no time beforehand. */
  boolean isUponEvents() {
    return onSpan.isGiven() || onArtifact.isGiven();
  }

  /**
   * When, or upon what, it falls due.
   *
   * @param from the first time may be then
   * @param anchored whether {@code --every} begins right then
   */
  Trigger trigger(Instant from, boolean anchored) {
    long given =
        Stream.of(timer.cron(), timer.every(), onSpan, onArtifact).filter(Given::isGiven).count();
    if (given != 1) {
      throw new UsageException(
          "--cron, --every, --on-span, --on-artifact",
          given == 0 ? "none" : "several",
          "one of them",
          "say when the schedule falls due");
    }
    timer.requireCron();
    boolean files = onSpan.isGiven() || spanData.isGiven();
    require(!settle.isGiven() || files, "--settle", "--on-span or --span-data", settle);
    if (timer.isGiven()) {
      return timer.trigger(from, anchored);
    } else if (onSpan.isGiven()) {
      return new Trigger.OnSpan(pattern("--on-span", onSpan.value()), settle());
    }
    return artifact(onArtifact.value());
  }

  private static void require(boolean right, String option, String needed, Given<String> given) {
    if (!right) {
      throw new UsageException(
          option, given.value() + " without " + needed, needed, "add it, or leave this out");
    }
  }

  /** It is shown in tables, and the REST API takes no other. */
  private static void requireOneLine(String option, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException(
          option,
          "'" + text.replaceAll("\\p{Cntrl}", "?") + "', with control characters",
          "a text of one line",
          "leave them out");
    }
  }

  private static Trigger artifact(String text) {
    requireOneLine("--on-artifact", text);
    try {
      return TriggerWords.artifact(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--on-artifact", e);
    }
  }

  /** Servers are started elsewhere: the pattern is kept with its whole path. */
  private static String pattern(String option, String text) {
    requireOneLine(option, text);
    try {
      SpanPattern.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option, e);
    }
    return text.startsWith("/") ? text : Path.of("").toAbsolutePath() + "/" + text;
  }

  private Duration settle() {
    return Period.parse("--settle", settle.find().orElse("1m"));
  }

  /** Which spans its runs are about, if that follows from their time. */
  Optional<SpanPlan> spans() {
    require(!span.isGiven() || timer.isGiven(), "--span", "--cron or --every", span);
    require(!spanData.isGiven() || span.isGiven(), "--span-data", "--span", spanData);
    require(!late.isGiven() || spanData.isGiven(), "--late", "--span-data", late);
    var data = spanData.find().map(given -> data(pattern("--span-data", given)));
    return span.find().map(text -> plan(text, data));
  }

  /** What is given for {@code --span}. */
  public static SpanPlan plan(String text, Optional<SpanPlan.Data> data) {
    try {
      return TriggerWords.span(text, data);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--span", e);
    }
  }

  private SpanPlan.Data data(String pattern) {
    var what = late.find().orElse("fail");
    if (what.startsWith(WAIT)) {
      var patience = Period.parse("--late", what.substring(WAIT.length()));
      if (patience.isZero()) {
        throw Period.wrong("--late", what);
      }
      return new SpanPlan.Data(pattern, settle(), Late.WAIT, patience);
    }
    var policy = List.of("fail", "skip").indexOf(what);
    if (policy < 0) {
      throw new UsageException("--late", "'" + what + "'", "fail, skip or wait:6h", "correct it");
    }
    return new SpanPlan.Data(pattern, settle(), policy == 0 ? Late.FAIL : Late.SKIP, Duration.ZERO);
  }

  /**
   * What becomes of what falls due while a run is under way: events are never passed over.
   *
   * @param given what the user has given
   */
  Overlap overlap(Given<Overlap> given) {
    if (!isUponEvents()) {
      return given.find().orElse(Overlap.SKIP);
    }
    if (given.find().equals(Optional.of(Overlap.SKIP))) {
      throw new UsageException(
          "--overlap",
          "skip, of a schedule that falls due upon events",
          "queue or allow: no event is passed over",
          "choose one of these, or leave it out");
    }
    return given.find().orElse(Overlap.QUEUE);
  }
}
