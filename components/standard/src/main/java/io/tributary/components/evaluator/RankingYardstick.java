package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Scores that order the rows of queries. All rows are kept until the end, in 24 bytes each: a query
 * may be anywhere in the data.
 */
record RankingYardstick(List<Metric> asked) implements Yardstick<RankingYardstick.Rows> {

  @Override
  public int sums() {
    return new RankingFigures(asked).sums().length;
  }

  /** Nothing: what a row contributes depends on the other rows of its query. */
  @Override
  public void add(double[] sums, Tally.Judged judged, double[] outputs, int row) {}

  @Override
  public Map<Metric, Double> figures(double[] sums) {
    var figures = new RankingFigures(asked);
    Groups.add(figures.sums(), sums, 1);
    return figures.means();
  }

  @Override
  public Groups grouped(Rows tally, Groups found, Confidence confidence) {
    var groups = new Groups(sums());
    tally.forEachQuery(
        (query, scores, relevances) -> {
          var figures = new RankingFigures(asked);
          figures.add(scores, relevances);
          Groups.add(groups.of(confidence.group(query)), figures.sums(), 1);
        });
    return groups;
  }

  interface ByQuery {
    void accept(long query, double[] scores, double[] relevances);
  }

  @Override
  public Rows tally() {
    return new Rows();
  }

  @Override
  public Rows decode(DataInput in) throws IOException {
    var rows = new Rows();
    for (int left = in.readInt(); left > 0; left--) {
      rows.add(in.readLong(), in.readDouble(), in.readDouble());
    }
    return rows;
  }

  /** The rows of a slice. */
  final class Rows implements Tally<Rows> {
    private int size;
    private long[] queries = new long[16];
    private double[] scores = new double[16];
    private double[] relevances = new double[16];

    @Override
    public void add(Judged judged, double[] outputs, int row) {
      var codes = judged.queries();
      if (codes == null) {
        throw new IllegalStateException("rows are ranked by query");
      }
      add(codes[row], outputs[row], judged.labels()[row]);
    }

    private void add(long query, double score, double relevance) {
      if (size == queries.length) {
        queries = Arrays.copyOf(queries, 2 * size);
        scores = Arrays.copyOf(scores, 2 * size);
        relevances = Arrays.copyOf(relevances, 2 * size);
      }
      queries[size] = query;
      scores[size] = score + 0.0;
      relevances[size++] = relevance;
    }

    @Override
    public void add(Rows other) {
      for (int i = 0; i < other.size; i++) {
        add(other.queries[i], other.scores[i], other.relevances[i]);
      }
    }

    @Override
    public void encode(DataOutput out) throws IOException {
      out.writeInt(size);
      for (int row : order()) {
        out.writeLong(queries[row]);
        out.writeDouble(scores[row]);
        out.writeDouble(relevances[row]);
      }
    }

    @Override
    public int droppedBits() {
      return 0;
    }

    @Override
    public Map<Metric, Double> figures() {
      var figures = new RankingFigures(asked);
      forEachQuery((query, sorted, ofThem) -> figures.add(sorted, ofThem));
      var all = figures.means();
      all.put(Metric.EXAMPLE_COUNT, (double) size);
      return all;
    }

    private void forEachQuery(ByQuery action) {
      var order = order();
      int from = 0;
      while (from < size) {
        int to = from;
        while (to < size && queries[order[to]] == queries[order[from]]) {
          to++;
        }
        var sortedScores = new double[to - from];
        var sortedRelevances = new double[to - from];
        for (int i = from; i < to; i++) {
          sortedScores[i - from] = scores[order[i]];
          sortedRelevances[i - from] = relevances[order[i]];
        }
        action.accept(queries[order[from]], sortedScores, sortedRelevances);
        from = to;
      }
    }

    /** By query, within one by descending score, among equals by descending relevance. */
    private int[] order() {
      var order = RowOrder.of(size);
      RowOrder.sort(order, row -> RowOrder.descending(relevances[row]));
      RowOrder.sort(order, row -> RowOrder.descending(scores[row]));
      RowOrder.sort(order, row -> queries[row]);
      return order;
    }
  }
}
