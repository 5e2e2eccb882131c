package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pipeline that is to be run again and again.
 *
 * @param name unique among all schedules of the database: a letter or digit, then letters, digits,
 *     {@code '-'}, {@code '_'} or {@code '.'}; begins the ids of its runs
 * @param pipeline name of a pipeline that the class path announces, or of a class
 * @param jars the jars with its classes, as they are kept in the home, each described in a line
 * @param settings values of settings and runtime parameters by name, in the order given
 * @param trigger when it falls due
 * @param catchUp what becomes of missed ticks
 * @param overlap what becomes of ticks while an earlier one has not ended
 * @param paused whether its ticks are skipped
 * @param start it falls due then or later
 * @param end it falls due only before then
 * @param created when it was created
 * @param settled of every tick up to then it is stored what becomes of it
 * @param spans which spans its ticks are about, if it falls due at times and its pipeline asks for
 *     spans
 */
public record Schedule(
    String name,
    String pipeline,
    List<String> jars,
    Map<String, String> settings,
    Trigger trigger,
    CatchUp catchUp,
    Overlap overlap,
    boolean paused,
    Instant start,
    Optional<Instant> end,
    Instant created,
    Instant settled,
    Optional<SpanPlan> spans) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Checks name and period, and copies jars and settings. */
  public Schedule {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Schedule.name: '"
              + name
              + "' (expected: a letter or digit, then at most 63 letters, digits, '-', '_' or '.'); the name is part of file names, choose another");
    }
    if (pipeline.isEmpty()) {
      throw new IllegalArgumentException(
          "Schedule.pipeline: '' (expected: a name or a class); name the pipeline");
    }
    jars = List.copyOf(jars);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    requireNonNull(trigger, "trigger");
    requireNonNull(catchUp, "catchUp");
    requireNonNull(overlap, "overlap");
    requireNonNull(created, "created");
    requireNonNull(settled, "settled");
    if (spans.isPresent() && !(trigger instanceof Trigger.Timed)) {
      throw new IllegalArgumentException(
          "Schedule.spans: "
              + spans.get()
              + " with "
              + trigger
              + " (expected: a trigger by time); leave it out, what has happened says the span");
    }
    if (end.isPresent() && !end.get().isAfter(start)) {
      throw new IllegalArgumentException(
          "Schedule.end: "
              + end.get()
              + " (expected: later than its start, "
              + start
              + "); correct one of them");
    }
  }

  /** A schedule that nothing is known of yet. */
  public static Schedule of(
      String name, String pipeline, Trigger trigger, Instant start, Instant created) {
    return new Schedule(
        name,
        pipeline,
        List.of(),
        Map.of(),
        trigger,
        CatchUp.LATEST,
        Overlap.SKIP,
        false,
        start,
        Optional.empty(),
        created,
        // Times are kept to the microsecond: the start itself is not settled.
        start.minusNanos(1_000),
        Optional.empty());
  }

  /** With jars, each described in a line. */
  public Schedule withJars(List<String> newJars) {
    return with(newJars, settings, catchUp, overlap, end, spans);
  }

  /** With settings and values of runtime parameters. */
  public Schedule withSettings(Map<String, String> newSettings) {
    return with(jars, newSettings, catchUp, overlap, end, spans);
  }

  /** With other policies. */
  public Schedule withPolicies(CatchUp newCatchUp, Overlap newOverlap) {
    return with(jars, settings, newCatchUp, newOverlap, end, spans);
  }

  /** With an end. */
  public Schedule until(Instant newEnd) {
    return with(jars, settings, catchUp, overlap, Optional.of(newEnd), spans);
  }

  /** With spans that its ticks are about. */
  public Schedule about(SpanPlan newSpans) {
    return with(jars, settings, catchUp, overlap, end, Optional.of(newSpans));
  }

  private Schedule with(
      List<String> newJars,
      Map<String, String> newSettings,
      CatchUp newCatchUp,
      Overlap newOverlap,
      Optional<Instant> newEnd,
      Optional<SpanPlan> newSpans) {
    return new Schedule(
        name,
        pipeline,
        newJars,
        newSettings,
        trigger,
        newCatchUp,
        newOverlap,
        paused,
        start,
        newEnd,
        created,
        settled,
        newSpans);
  }
}
