package io.tributary.components.evaluator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Means over queries of how well the rows of each are ordered. */
final class RankingFigures {
  private final List<Metric> metrics = new ArrayList<>();

  /** Of each metric over queries; the counts, too. */
  private final double[] sums;

  private final int queries;
  private final int withoutRelevant;

  RankingFigures(List<Metric> asked) {
    metrics.addAll(new Task.Ranking("").metrics());
    asked.stream().filter(metric -> !metrics.contains(metric)).forEach(metrics::add);
    sums = new double[metrics.size()];
    queries = metrics.indexOf(Metric.QUERY_COUNT);
    withoutRelevant = metrics.indexOf(Metric.QUERIES_WITHOUT_RELEVANT);
  }

  /** The sums over the queries added, which may be added up with others'. */
  double[] sums() {
    return sums;
  }

  /** Adds a query: its rows by descending score; one that has a single row is passed over. */
  void add(double[] scores, double[] relevances) {
    if (scores.length < 2) {
      return;
    }
    sums[queries]++;
    boolean hasRelevant = Arrays.stream(relevances).anyMatch(relevance -> relevance > 0);
    sums[withoutRelevant] += hasRelevant ? 0 : 1;
    if (!hasRelevant) {
      return;
    }
    var exponential = Arrays.stream(relevances).map(r -> StrictMath.pow(2, r) - 1).toArray();
    var relevant = Arrays.stream(relevances).map(r -> r > 0 ? 1.0 : 0.0).toArray();
    for (int i = 0; i < sums.length; i++) {
      var metric = metrics.get(i);
      int k = metric.at().map(Double::intValue).orElse(0);
      if (metric.isA(Metric.NDCG) || metric.isA(Metric.RELEVANT_NDCG)) {
        sums[i] += normalised(scores, relevances, k);
      } else if (metric.isA(Metric.EXPONENTIAL_NDCG)) {
        sums[i] += normalised(scores, exponential, k);
      } else if (metric.isA(Metric.QUERY_PRECISION)) {
        int ranks = Math.min(k, scores.length);
        sums[i] += gain(scores, relevant, ranks, false) / ranks;
      } else if (metric.isA(Metric.MEAN_RECIPROCAL_RANK)) {
        sums[i] += 1.0 / firstRelevant(scores, relevances);
      }
    }
  }

  private static double normalised(double[] scores, double[] gains, int k) {
    var best = gains.clone();
    Arrays.sort(best);
    double ideal = 0;
    for (int rank = 1; rank <= Math.min(k, best.length); rank++) {
      ideal += best[best.length - rank] / log2(rank + 1);
    }
    return gain(scores, gains, k, true) / ideal;
  }

  /** The gains of the first k ranks; tied rows share the mean of theirs. */
  private static double gain(double[] scores, double[] gains, int k, boolean discounted) {
    double sum = 0;
    for (int from = 0; from < Math.min(k, scores.length); ) {
      int to = endOfTie(scores, from);
      double gain = 0;
      double discount = 0;
      for (int i = from; i < to; i++) {
        gain += gains[i];
        discount += i >= k ? 0 : discounted ? 1 / log2(i + 2) : 1;
      }
      sum += gain / (to - from) * discount;
      from = to;
    }
    return sum;
  }

  private static int firstRelevant(double[] scores, double[] relevances) {
    int from = 0;
    while (true) {
      int to = endOfTie(scores, from);
      int relevant = 0;
      for (int i = from; i < to; i++) {
        relevant += relevances[i] > 0 ? 1 : 0;
      }
      if (relevant > 0) {
        return to - relevant + 1;
      }
      from = to;
    }
  }

  private static int endOfTie(double[] scores, int from) {
    int to = from + 1;
    while (to < scores.length && scores[to] == scores[from]) {
      to++;
    }
    return to;
  }

  private static double log2(int rank) {
    return StrictMath.log(rank) / StrictMath.log(2);
  }

  /** Every metric but the number of rows. */
  Map<Metric, Double> means() {
    var figures = new Figures(metrics);
    for (int i = 0; i < sums.length; i++) {
      var metric = metrics.get(i);
      if (metric.isCount()) {
        figures.put(metric, sums[i]);
      } else {
        figures.put(
            metric,
            sums[i],
            sums[queries] - (metric.isA(Metric.RELEVANT_NDCG) ? sums[withoutRelevant] : 0));
      }
    }
    return figures.all();
  }
}
