package io.tributary.metadata;

import io.tributary.metadata.MetadataException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a schedule falls due upon, and which spans it is about, as words that a row keeps. */
final class EventWords {
  private static final String SPAN = "span";
  private static final String ARTIFACT = "artifact";
  private static final String BACKFILL = "backfill";

  private EventWords() {}

  /** The words of a trigger; empty for one by time, which has columns of its own. */
  static Optional<List<String>> of(Trigger trigger) {
    if (trigger instanceof Trigger.OnSpan span) {
      return Optional.of(List.of(SPAN, span.pattern(), span.settle().toString()));
    } else if (trigger instanceof Trigger.OnArtifact artifact) {
      return Optional.of(
          List.of(ARTIFACT, artifact.pipeline(), artifact.node(), artifact.output()));
    } else if (trigger instanceof Trigger.Backfill backfill) {
      return Optional.of(
          List.of(
              BACKFILL,
              "" + backfill.first(),
              "" + backfill.last(),
              "" + backfill.size(),
              "" + backfill.limit()));
    }
    return Optional.empty();
  }

  static Trigger trigger(List<String> words) {
    return switch (words.get(0)) {
      case SPAN -> new Trigger.OnSpan(words.get(1), Duration.parse(words.get(2)));
      case ARTIFACT -> new Trigger.OnArtifact(words.get(1), words.get(2), words.get(3));
      case BACKFILL ->
          new Trigger.Backfill(
              Long.parseLong(words.get(1)),
              Long.parseLong(words.get(2)),
              Long.parseLong(words.get(3)),
              Integer.parseInt(words.get(4)));
      default ->
          throw new MetadataException(
              Code.DATA_LOSS,
              "trigger: "
                  + words
                  + " (expected: one of span, artifact, backfill); remove the schedule and add it again");
    };
  }

  static List<String> of(SpanPlan plan) {
    var time = List.of(plan.unit().name(), "" + plan.back());
    return plan.data()
        .map(
            data ->
                List.of(
                    time.get(0),
                    time.get(1),
                    data.pattern(),
                    data.settle().toString(),
                    data.late().name(),
                    data.patience().toString()))
        .orElse(time);
  }

  static SpanPlan plan(List<String> words) {
    return new SpanPlan(
        SpanPlan.Unit.valueOf(words.get(0)),
        Integer.parseInt(words.get(1)),
        words.size() == 2
            ? Optional.empty()
            : Optional.of(
                new SpanPlan.Data(
                    words.get(2),
                    Duration.parse(words.get(3)),
                    SpanPlan.Late.valueOf(words.get(4)),
                    Duration.parse(words.get(5)))));
  }
}
