package io.tributary.server;

import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.Trigger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Triggers and spans as people write them, and back. */
public final class TriggerWords {
  private static final Pattern SPAN = Pattern.compile("(day|hour)(?:-([0-9]{1,6}))?");
  private static final Pattern ARTIFACT = Pattern.compile("([^/]+)/(.+)\\.([^./]+)");

  private TriggerWords() {}

  /**
   * What {@link #of(Trigger.OnArtifact)} says.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Trigger.OnArtifact artifact(String text) {
    var parts = ARTIFACT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' (expected: PIPELINE/NODE.OUTPUT, such as chicago-taxi/Trainer.model); correct it");
    }
    return new Trigger.OnArtifact(parts.group(1), parts.group(2), parts.group(3));
  }

  /** For example {@code chicago-taxi/Trainer.model}. */
  public static String of(Trigger.OnArtifact artifact) {
    return artifact.pipeline() + "/" + artifact.node() + "." + artifact.output();
  }

  /**
   * What {@link #of(SpanPlan)} says.
   *
   * @param data where the data of the span has to be
   * @throws IllegalArgumentException if it is something else
   */
  public static SpanPlan span(String text, Optional<SpanPlan.Data> data) {
    var parts = SPAN.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' (expected: day, day-1, hour, hour-1 and so on); correct it");
    }
    return new SpanPlan(
        SpanPlan.Unit.valueOf(parts.group(1).toUpperCase(Locale.ROOT)),
        parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)),
        data);
  }

  /** For example {@code day-1}. */
  public static String of(SpanPlan plan) {
    var unit = plan.unit().name().toLowerCase(Locale.ROOT);
    return plan.back() == 0 ? unit : unit + "-" + plan.back();
  }
}
