package io.tributary.components.distribution;

import static java.util.Objects.requireNonNull;

import io.tributary.components.schema.FeaturePaths;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of a comparison.
 *
 * @param path of the feature
 * @param against with what it was compared
 * @param distance what was measured
 * @param basis over what it was measured
 * @param limit what is accepted
 * @param outcome whether it is
 * @param value the distance; empty where it could not be measured
 * @param pValue chance of such a distance between equal distributions, of the distances that have
 *     it
 * @param byChance the distance to be expected between two samples of one distribution that are as
 *     large as these; only of Jensen–Shannon over values
 * @param currentCount how many current values were compared
 * @param baselineCount how many values of the baseline were
 * @param buckets both distributions; of more than 1000 buckets those that contribute most, and the
 *     others as one. Empty where nothing was measured
 * @param note what else there is to say, as why it could not be measured; may be empty
 */
public record Verdict(
    List<String> path,
    Against against,
    Distance distance,
    Basis basis,
    Limit limit,
    Outcome outcome,
    Optional<Double> value,
    Optional<Double> pValue,
    Optional<Double> byChance,
    double currentCount,
    double baselineCount,
    List<Bucket> buckets,
    String note) {
  private static final int SHOWN = 3;

  /** How a comparison can end. */
  public enum Outcome {
    /** The distance is within its limit. */
    HOLDS,
    /** It is not. */
    EXCEEDED,
    /** The current data does not have the feature. */
    CURRENT_MISSING,
    /** What it should be compared with does not have the feature. */
    BASELINE_MISSING,
    /** The distance makes no sense for features of this type. */
    INAPPLICABLE,
    /** The statistics do not hold what the distance needs. */
    UNAVAILABLE
  }

  public Verdict {
    path = List.copyOf(path);
    requireNonNull(against, "against");
    requireNonNull(distance, "distance");
    requireNonNull(basis, "basis");
    requireNonNull(limit, "limit");
    requireNonNull(outcome, "outcome");
    requireNonNull(value, "value");
    requireNonNull(pValue, "pValue");
    requireNonNull(byChance, "byChance");
    buckets = List.copyOf(buckets);
    requireNonNull(note, "note");
  }

  /** The path as TFDV writes it. */
  public String feature() {
    return FeaturePaths.serialize(path);
  }

  /** Whether the comparison was made and its limit kept. */
  public boolean holds() {
    return outcome == Outcome.HOLDS;
  }

  /** The verdict in words: distance, basis, value, and the buckets that contribute most. */
  public String summary() {
    var text = new StringBuilder(distance.name()).append(" against ").append(against.text());
    if (value.isEmpty()) {
      return text.append(": ").append(note).toString();
    }
    text.append(" over ").append(basis == Basis.TFDV ? "TFDV's histograms" : "values");
    text.append(" is ").append(digits(value.get()));
    pValue.ifPresent(p -> text.append(", p-value ").append(digits(p)));
    byChance.ifPresent(
        chance -> text.append(" (by chance alone: ").append(digits(chance)).append(")"));
    if (value.get() > 0) {
      text.append("; most by ").append(worst());
    }
    return note.isEmpty() ? text.toString() : text.append(" (").append(note).append(")").toString();
  }

  private String worst() {
    return buckets.stream()
        .filter(bucket -> bucket.contribution() != 0)
        .sorted(Comparator.comparingDouble(bucket -> -Math.abs(bucket.contribution())))
        .limit(SHOWN)
        .map(
            bucket ->
                String.format(
                    Locale.ROOT,
                    "%s: %.2f %% now, %.2f %% %s",
                    bucket.label(),
                    100 * bucket.current(),
                    100 * bucket.baseline(),
                    against.text()))
        .collect(Collectors.joining("; "));
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, "%.6g", number);
  }
}
