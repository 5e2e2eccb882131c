package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** When, or upon what, a schedule falls due. */
public sealed interface Trigger {

  /** One that falls due at times, which are known beforehand. */
  sealed interface Timed extends Trigger {}

  /**
   * By a line of cron, in the time of a zone.
   *
   * <p>Where the clocks of the zone change, times of the line are still times of the wall clock.
   * One that does not exist, because the clock is put forward past it, falls due once, at the first
   * moment after the gap, however many times of the line the gap has swallowed. One that comes
   * twice, because the clock is put back, falls due once, the first time; so a line that falls due
   * in every hour rests for the hour that is repeated. Who wants none of this names the zone UTC,
   * or uses {@link Every}.
   *
   * @param expression minute, hour, day of month, month, day of week, as cron of UNIX has them; a
   *     day is right if one of the two fields for days says so, where both are restricted
   * @param zone whose wall clock it is about
   */
  record Cron(String expression, ZoneId zone) implements Timed {
    /** Checks that nothing is missing; the expression is not understood here. */
    public Cron {
      if (expression.isBlank()) {
        throw new IllegalArgumentException(
            "Trigger.Cron.expression: '' (expected: minute, hour, day of month, month, day of week); write a line of cron");
      }
      requireNonNull(zone, "zone");
    }
  }

  /**
   * Again and again after the same time, whatever the wall clock says.
   *
   * @param period from one time to the next, in whole seconds
   * @param anchor the first time, a whole second
   */
  record Every(Duration period, Instant anchor) implements Timed {
    /** Checks that both are whole seconds. */
    public Every {
      if (period.compareTo(Duration.ofSeconds(1)) < 0
          || !period.equals(Duration.ofSeconds(period.toSeconds()))) {
        throw new IllegalArgumentException(
            "Trigger.Every.period: "
                + period
                + " (expected: whole seconds, at least one); choose another");
      }
      if (!anchor.equals(anchor.truncatedTo(ChronoUnit.SECONDS))) {
        throw new IllegalArgumentException(
            "Trigger.Every.anchor: " + anchor + " (expected: a whole second); round it");
      }
    }
  }

  /**
   * On each span of some data that newly arrives.
   *
   * @param pattern where its files are: an absolute path with placeholders
   * @param settle how long its files must not have changed, if no file marks them as complete
   */
  record OnSpan(String pattern, Duration settle) implements Trigger {
    /** Checks that nothing is missing; the pattern is not understood here. */
    public OnSpan {
      if (pattern.isEmpty() || settle.isNegative()) {
        throw new IllegalArgumentException(
            "Trigger.OnSpan: pattern '"
                + pattern
                + "', settle "
                + settle
                + " (expected: a pattern, and zero or more); correct it");
      }
    }
  }

  /**
   * On each artifact that a node of another pipeline makes, when the run that made it is complete.
   * What a run reuses from an earlier one is no new artifact.
   *
   * @param pipeline name of the pipeline
   * @param node id of its node
   * @param output name of the node's output
   */
  record OnArtifact(String pipeline, String node, String output) implements Trigger {
    /** Checks that nothing is missing. */
    public OnArtifact {
      if (pipeline.isEmpty() || node.isEmpty() || output.isEmpty()) {
        throw new IllegalArgumentException(
            "Trigger.OnArtifact: '"
                + pipeline
                + "/"
                + node
                + "."
                + output
                + "' (expected: PIPELINE/NODE.OUTPUT); name all three");
      }
    }
  }

  /**
   * As soon as there is room: a back-fill, which runs a pipeline on spans of the past.
   *
   * @param first number of its first span
   * @param last number of its last span
   * @param size how many spans a run is about, of the last one at most so many
   * @param limit how many runs may be under way
   */
  record Backfill(long first, long last, long size, int limit) implements Trigger {
    /** Checks that there is something to do. */
    public Backfill {
      if (first < 0 || first > last || size < 1 || limit < 1) {
        throw new IllegalArgumentException(
            "Trigger.Backfill: spans "
                + first
                + " to "
                + last
                + ", "
                + size
                + " in a run, "
                + limit
                + " runs at a time (expected: 0 or more, the first not after the last, 1 or more, 1 or more); correct it");
      }
    }

    /** How many runs it has. */
    public long pieces() {
      return (last - first) / size + 1;
    }
  }
}
