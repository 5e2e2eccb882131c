package io.tributary.components.statistics;

import io.tributary.components.exact.CoMoments;
import io.tributary.proto.tfmd.CrossFeatureStatistics;
import io.tributary.proto.tfmd.NumericCrossStatistics;
import io.tributary.proto.tfmd.Path;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Covariances of all pairs of columns of numbers; of none unless options demand it. */
final class Correlations {
  private final List<Feature> columns;
  private final List<CoMoments> pairs;

  private Correlations(List<Feature> columns, List<CoMoments> pairs) {
    this.columns = columns;
    this.pairs = pairs;
  }

  static Correlations of(List<Feature> features, StatisticsOptions options) {
    var columns = columns(features, options);
    var pairs = new ArrayList<CoMoments>();
    for (int pair = 0; pair < columns.size() * (columns.size() - 1) / 2; pair++) {
      pairs.add(new CoMoments());
    }
    return new Correlations(columns, pairs);
  }

  private static List<Feature> columns(List<Feature> features, StatisticsOptions options) {
    return options.relations().correlations()
        ? features.stream()
            .filter(feature -> feature.kind().isNumber() && feature.levels() == 0)
            .toList()
        : List.of();
  }

  void add(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    var values = new double[columns.size()][rows];
    for (int c = 0; c < columns.size(); c++) {
      var column = columns.get(c);
      var ofColumn = values[c];
      Arrays.fill(ofColumn, Double.NaN);
      new RowValues(column)
          .forEachNumber(batch, (row, key) -> ofColumn[row] = column.kind().toDouble(key));
    }
    int pair = 0;
    for (int x = 0; x < columns.size(); x++) {
      for (int y = x + 1; y < columns.size(); y++) {
        add(pairs.get(pair++), values[x], values[y]);
      }
    }
  }

  private static void add(CoMoments moments, double[] x, double[] y) {
    for (int row = 0; row < x.length; row++) {
      if (Double.isFinite(x[row]) && Double.isFinite(y[row])) {
        moments.add(x[row], y[row]);
      }
    }
  }

  void merge(Correlations later) {
    for (int pair = 0; pair < pairs.size(); pair++) {
      pairs.get(pair).add(later.pairs.get(pair));
    }
  }

  List<CrossFeatureStatistics> finish() {
    var statistics = new ArrayList<CrossFeatureStatistics>();
    int pair = 0;
    for (int x = 0; x < columns.size(); x++) {
      for (int y = x + 1; y < columns.size(); y++) {
        var moments = pairs.get(pair++);
        if (moments.count() > 0) {
          statistics.add(
              CrossFeatureStatistics.newBuilder()
                  .setPathX(Path.newBuilder().addStep(columns.get(x).name()))
                  .setPathY(Path.newBuilder().addStep(columns.get(y).name()))
                  .setCount(moments.count())
                  .setNumCrossStats(
                      NumericCrossStatistics.newBuilder()
                          .setCovariance((float) moments.covariance())
                          .setCorrelation((float) moments.correlation()))
                  .build());
        }
      }
    }
    return statistics;
  }

  void encode(DataOutput out) throws IOException {
    for (var pair : pairs) {
      pair.encode(out);
    }
  }

  static Correlations decode(DataInput in, List<Feature> features, StatisticsOptions options)
      throws IOException {
    var correlations = of(features, options);
    for (int pair = 0; pair < correlations.pairs.size(); pair++) {
      correlations.pairs.set(pair, CoMoments.decode(in));
    }
    return correlations;
  }
}
