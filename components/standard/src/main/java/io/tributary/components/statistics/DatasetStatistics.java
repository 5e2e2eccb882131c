package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.data.Batches;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.IOException;

/** Statistics of a dataset, without a pipeline. */
public final class DatasetStatistics {
  private DatasetStatistics() {}

  /**
   * Describes all columns of a dataset in one pass; in two when a text column has more different
   * values than {@link StatisticsOptions#exactValues}. The result is the same on any engine and any
   * number of threads, and for any order of the rows.
   *
   * @return one feature per column, in the order of the columns, as TFDV names them: integers,
   *     booleans and times are INT, floating numbers and decimals FLOAT, text and bytes STRING,
   *     lists of these the same with several values per example; of anything more nested, STRUCT
   *     with presence alone. NaN is no value of the moments but counted in the histograms
   */
  public static DatasetFeatureStatistics compute(
      DataEngine engine, Dataset dataset, StatisticsOptions options) throws IOException {
    requireNonNull(engine, "engine");
    requireNonNull(dataset, "dataset");
    return compute(
        new Passes() {
          @Override
          public <A, R> R pass(Aggregation<A, R> aggregation) throws IOException {
            return engine.aggregate(dataset, aggregation);
          }
        },
        options);
  }

  /** Describes rows of any source, as {@link #compute(DataEngine, Dataset, StatisticsOptions)}. */
  public static DatasetFeatureStatistics compute(
      LocalDataEngine engine, Batches batches, StatisticsOptions options) throws IOException {
    requireNonNull(engine, "engine");
    requireNonNull(batches, "batches");
    return compute(
        new Passes() {
          @Override
          public <A, R> R pass(Aggregation<A, R> aggregation) throws IOException {
            return engine.aggregate(batches, aggregation);
          }
        },
        options);
  }

  /** Passes over the same rows. */
  private interface Passes {
    <A, R> R pass(Aggregation<A, R> aggregation) throws IOException;
  }

  private static DatasetFeatureStatistics compute(Passes passes, StatisticsOptions options)
      throws IOException {
    var first = passes.pass(new StatisticsAggregation(options));
    if (first.unfinished().isEmpty()) {
      return first.statistics();
    }
    var frequent = passes.pass(new HeavyValuesAggregation(first.unfinished(), options));
    var statistics = first.statistics().toBuilder();
    for (int i = 0; i < frequent.size(); i++) {
      statistics.getFeaturesBuilder(first.unfinished().get(i).column()).mergeFrom(frequent.get(i));
    }
    return statistics.build();
  }
}
