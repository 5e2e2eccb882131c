package io.tributary.components.distribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two distributions over the same buckets.
 *
 * @param current how many current values each bucket holds
 * @param baseline how many values of the baseline
 * @param others whether the last bucket holds several values of which nothing more is known
 */
record Alignment(List<String> labels, double[] current, double[] baseline, boolean others) {

  int size() {
    return labels.size();
  }

  double currentTotal() {
    return sum(current);
  }

  double baselineTotal() {
    return sum(baseline);
  }

  double[] currentShares() {
    return shares(current);
  }

  double[] baselineShares() {
    return shares(baseline);
  }

  private static double[] shares(double[] counts) {
    double total = sum(counts);
    var shares = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      shares[i] = counts[i] / total;
    }
    return shares;
  }

  private static double sum(double[] counts) {
    double sum = 0;
    for (double count : counts) {
      sum += count;
    }
    return sum;
  }

  /** Value by value, the baseline's most frequent first. */
  static Alignment of(TextValues current, TextValues baseline) {
    var labels = new LinkedHashSet<>(baseline.counts().keySet());
    labels.addAll(current.counts().keySet());
    var ofCurrent = counts(labels, current, baseline);
    var ofBaseline = counts(labels, baseline, current);
    double moreCurrent = current.total() - sum(ofCurrent);
    double moreBaseline = baseline.total() - sum(ofBaseline);
    boolean others = current.bound() + baseline.bound() > 0 && moreCurrent + moreBaseline > 0;
    var builder = new Builder();
    int i = 0;
    for (var label : labels) {
      builder.add(label, ofCurrent[i], ofBaseline[i++]);
    }
    if (others) {
      builder.add(Labels.OTHER_VALUES, Math.max(moreCurrent, 0), Math.max(moreBaseline, 0));
    }
    return builder.build(others);
  }

  /** Counts of one side; of what it does not list, as many as its list and the other side allow. */
  private static double[] counts(
      LinkedHashSet<String> labels, TextValues side, TextValues otherSide) {
    double guessed = 0;
    for (var entry : otherSide.counts().entrySet()) {
      if (!side.counts().containsKey(entry.getKey())) {
        guessed += guess(entry, side, otherSide);
      }
    }
    double scale = guessed > 0 ? Math.min(1, side.unlisted() / guessed) : 0;
    var counts = new double[labels.size()];
    int i = 0;
    for (var label : labels) {
      var count = side.counts().get(label);
      counts[i++] =
          count != null
              ? count
              : scale
                  * guess(
                      Map.entry(label, otherSide.counts().getOrDefault(label, 0.0)),
                      side,
                      otherSide);
    }
    return counts;
  }

  private static double guess(
      Map.Entry<String, Double> onOtherSide, TextValues side, TextValues otherSide) {
    return Math.min(side.bound(), onOtherSide.getValue() / otherSide.total() * side.total());
  }

  /**
   * Over buckets of numbers; NaN in one of its own.
   *
   * @param bounds upper bounds of the buckets, the last not below any number
   */
  static Alignment of(NumberValues current, NumberValues baseline, double[] bounds) {
    var builder = new Builder();
    double before = Double.NEGATIVE_INFINITY;
    double currentBefore = 0;
    double baselineBefore = 0;
    for (int i = 0; i < bounds.length; i++) {
      double bound = bounds[i];
      double currentAtMost = current.atMost(bound);
      double baselineAtMost = baseline.atMost(bound);
      double low =
          i == 0
              ? Math.min(current.low(0), baseline.low(0))
              : Math.min(current.firstAbove(before), baseline.firstAbove(before));
      builder.add(
          Labels.range(low, bound), currentAtMost - currentBefore, baselineAtMost - baselineBefore);
      before = bound;
      currentBefore = currentAtMost;
      baselineBefore = baselineAtMost;
    }
    if (current.notANumber() + baseline.notANumber() > 0) {
      builder.add(Labels.NAN, current.notANumber(), baseline.notANumber());
    }
    return builder.build(false);
  }

  /** The {@code kept} values that are most frequent in the baseline, and one bucket for others. */
  Alignment mostFrequent(int kept) {
    if (size() <= kept + 1) {
      return this;
    }
    var order =
        IntStream.range(0, others ? size() - 1 : size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -baseline[i]))
            .toList();
    var builder = new Builder();
    for (int i : order.subList(0, kept)) {
      builder.add(labels.get(i), current[i], baseline[i]);
    }
    double otherCurrent = others ? current[size() - 1] : 0;
    double otherBaseline = others ? baseline[size() - 1] : 0;
    for (int i : order.subList(kept, order.size())) {
      otherCurrent += current[i];
      otherBaseline += baseline[i];
    }
    builder.add(Labels.OTHER_VALUES, otherCurrent, otherBaseline);
    return builder.build(true);
  }

  /** Collects buckets. */
  static final class Builder {
    private final List<String> labels = new ArrayList<>();
    private final List<Double> current = new ArrayList<>();
    private final List<Double> baseline = new ArrayList<>();

    void add(String label, double ofCurrent, double ofBaseline) {
      labels.add(label);
      current.add(ofCurrent);
      baseline.add(ofBaseline);
    }

    Alignment build(boolean others) {
      return new Alignment(
          List.copyOf(labels),
          current.stream().mapToDouble(count -> count).toArray(),
          baseline.stream().mapToDouble(count -> count).toArray(),
          others);
    }
  }
}
