package io.tributary.components.statistics;

import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.BaseListVector;
import org.jspecify.annotations.Nullable;

/** What has been seen of all features, in all rows or in those of a slice. */
final class RowsAccumulator {
  private final List<Feature> features;
  private final List<FeatureColumn> columns;
  private final StatisticsOptions options;
  private WeightSum weight = new WeightSum();
  private long rows;

  private RowsAccumulator(
      List<Feature> features, List<FeatureColumn> columns, StatisticsOptions options) {
    this.features = features;
    this.columns = columns;
    this.options = options;
  }

  static RowsAccumulator of(List<Feature> features, StatisticsOptions options) {
    return new RowsAccumulator(
        features,
        Feature.all(features).stream().map(feature -> FeatureColumn.of(feature, options)).toList(),
        options);
  }

  void add(VectorSchemaRoot batch) {
    int count = batch.getRowCount();
    rows += count;
    var weights =
        options.selection().weightFeature().isPresent()
            ? RowWeights.of(batch.getVector(options.selection().weightFeature().get()), count)
            : null;
    if (weights != null) {
      for (int row = 0; row < count; row++) {
        weights.addTo(weight, row);
      }
    }
    FeatureWalk.over(features, batch, weights != null, new Adding(weights));
  }

  private final class Adding implements FeatureWalk.Visitor {
    private final @Nullable RowWeights weights;

    Adding(@Nullable RowWeights weights) {
      this.weights = weights;
    }

    @Override
    public void lists(
        int feature, int level, Slots slots, BaseListVector lists, boolean areInnermost) {
      columns.get(feature).addLists(level, slots, lists, areInnermost, weights);
    }

    @Override
    public void values(int feature, Slots slots, ValueVector vector) {
      columns.get(feature).addValues(slots, vector, weights);
    }
  }

  void merge(RowsAccumulator later) {
    rows += later.rows;
    weight.add(later.weight);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).merge(later.columns.get(i));
    }
  }

  List<Feature> features() {
    return features;
  }

  /**
   * The statistics.
   *
   * @param unfinished is given what a second pass has to count
   */
  DatasetFeatureStatistics finish(String name, List<HeavyCells> unfinished) {
    var statistics =
        DatasetFeatureStatistics.newBuilder()
            .setName(name)
            .setNumExamples(rows)
            .setWeightedNumExamples(weight.toDouble());
    for (int i = 0; i < columns.size(); i++) {
      statistics.addFeatures(columns.get(i).finish(options));
      columns.get(i).heavyCells(name, i).ifPresent(unfinished::add);
    }
    return statistics.build();
  }

  /** Writes everything but the features. */
  void encode(DataOutput out) throws IOException {
    out.writeLong(rows);
    weight.encode(out);
    for (var column : columns) {
      column.encode(out);
    }
  }

  static RowsAccumulator decode(DataInput in, List<Feature> features, StatisticsOptions options)
      throws IOException {
    long rows = in.readLong();
    var weight = WeightSum.decode(in);
    var columns = new ArrayList<FeatureColumn>();
    for (var feature : Feature.all(features)) {
      columns.add(FeatureColumn.decode(in, feature, options));
    }
    var accumulator = new RowsAccumulator(features, columns, options);
    accumulator.rows = rows;
    accumulator.weight = weight;
    return accumulator;
  }
}
