package io.tributary.components.statistics;

import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
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
  private static final long MANY_ROWS = 100_000;

  private final List<Feature> features;
  private final List<FeatureColumn> columns;
  private final StatisticsOptions options;
  private Correlations correlations;
  private LabelCounts labels;
  private WeightSum weight = new WeightSum();
  private long rows;

  private RowsAccumulator(
      List<Feature> features, List<FeatureColumn> columns, StatisticsOptions options) {
    this.features = features;
    this.columns = columns;
    this.options = options;
    this.correlations = Correlations.of(features, options);
    this.labels = LabelCounts.of(features, options);
  }

  static RowsAccumulator of(List<Feature> features, StatisticsOptions options) {
    var all = Feature.all(features);
    int bound = options.exactValues(all.size());
    return new RowsAccumulator(
        features,
        all.stream().map(feature -> FeatureColumn.of(feature, options, bound)).toList(),
        options);
  }

  /** May be called by several threads at a time if there are no weights. */
  void add(VectorSchemaRoot batch) {
    int count = batch.getRowCount();
    addRows(count);
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
    addRelations(batch);
  }

  private synchronized void addRows(int count) {
    rows += count;
  }

  private synchronized void addRelations(VectorSchemaRoot batch) {
    correlations.add(batch);
    labels.add(batch);
  }

  private final class Adding implements FeatureWalk.Visitor {
    private final @Nullable RowWeights weights;

    Adding(@Nullable RowWeights weights) {
      this.weights = weights;
    }

    @Override
    public void lists(
        int feature, int level, Slots slots, BaseListVector lists, boolean areInnermost) {
      var column = columns.get(feature);
      synchronized (column) {
        column.addLists(level, slots, lists, areInnermost, weights);
      }
    }

    @Override
    public void values(int feature, Slots slots, ValueVector vector) {
      var column = columns.get(feature);
      synchronized (column) {
        column.addValues(slots, vector, weights);
      }
    }
  }

  void merge(RowsAccumulator later) {
    rows += later.rows;
    weight.add(later.weight);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).merge(later.columns.get(i));
    }
    correlations.merge(later.correlations);
    labels.merge(later.labels);
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
    finished().forEach(statistics::addFeatures);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).heavyCells(name, i).ifPresent(unfinished::add);
    }
    return statistics.addAllCrossFeatures(correlations.finish()).build();
  }

  private FeatureNameStatistics withLabel(FeatureNameStatistics feature) {
    var information =
        feature.getPath().getStepCount() > 1
            ? null
            : labels.of(feature.getPath().getStep(0), options.quantileBuckets());
    return information == null
        ? feature
        : feature.toBuilder()
            .addCustomStats(
                CustomStatistic.newBuilder()
                    .setName("mutual_information")
                    .setNum(information.bits()))
            .addCustomStats(
                CustomStatistic.newBuilder()
                    .setName("adjusted_mutual_information")
                    .setNum(information.adjusted()))
            .build();
  }

  /** Of columns with many values, several at a time. */
  private List<FeatureNameStatistics> finished() {
    var each = rows < MANY_ROWS ? columns.stream() : columns.parallelStream();
    return each.map(column -> withLabel(column.finish(options))).toList();
  }

  /** Writes everything but the features. */
  void encode(DataOutput out) throws IOException {
    out.writeLong(rows);
    weight.encode(out);
    for (var column : columns) {
      column.encode(out);
    }
    correlations.encode(out);
    labels.encode(out);
  }

  static RowsAccumulator decode(DataInput in, List<Feature> features, StatisticsOptions options)
      throws IOException {
    long rows = in.readLong();
    var weight = WeightSum.decode(in);
    var columns = new ArrayList<FeatureColumn>();
    var all = Feature.all(features);
    int bound = options.exactValues(all.size());
    for (var feature : all) {
      columns.add(FeatureColumn.decode(in, feature, options, bound));
    }
    var accumulator = new RowsAccumulator(features, columns, options);
    accumulator.rows = rows;
    accumulator.weight = weight;
    accumulator.correlations = Correlations.decode(in, features, options);
    accumulator.labels = LabelCounts.decode(in, features, options);
    return accumulator;
  }
}
