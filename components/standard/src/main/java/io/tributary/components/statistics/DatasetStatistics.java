package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.data.Batches;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;

/** Statistics of a dataset, without a pipeline. */
public final class DatasetStatistics {
  private DatasetStatistics() {}

  /**
   * Describes all columns of a dataset in one pass; in two when a text column has more different
   * values than {@link StatisticsOptions#exactValues}. The result is the same on any engine and any
   * number of threads, and for any order of the rows.
   *
   * <p>One feature per column, in the order of the columns, as TFDV names them: integers, booleans
   * and times are INT, floating numbers and decimals FLOAT, text STRING, binary columns BYTES,
   * lists of these the same with several values per example. A struct is a STRUCT, with presence
   * alone, and after it each of its fields is a feature whose path begins with that of the struct;
   * it is missing in as many of the structs that are there as have no value for it. Of lists in
   * lists, presence is also told level by level. Of an innermost list, elements that are null are
   * no values; a list in a list that is null is one, and missing on its own level. NaN is no value
   * of the moments but counted in the histograms.
   *
   * <p>Custom statistics say what TFDV has no field for: {@code min_length} and {@code max_length}
   * of texts, in bytes of UTF-8; {@code time_unit}, {@code min_time} and {@code max_time} of times;
   * {@code num_positive_infinity} and {@code num_negative_infinity} where there are any.
   *
   * <p>Weighted figures follow from weights that are rounded to multiples of 2^-64 and summed up
   * exactly. Where a text column has more different values than {@link
   * StatisticsOptions#exactValues}, weighted top values are left out.
   *
   * @param options what is told; slices are not
   */
  public static DatasetFeatureStatistics compute(
      DataEngine engine, Dataset dataset, StatisticsOptions options) throws IOException {
    return computeSlices(engine, dataset, options.withSlices()).getDatasets(0);
  }

  /** Describes rows of any source, as {@link #compute(DataEngine, Dataset, StatisticsOptions)}. */
  public static DatasetFeatureStatistics compute(
      LocalDataEngine engine, Batches batches, StatisticsOptions options) throws IOException {
    return computeSlices(engine, batches, options.withSlices()).getDatasets(0);
  }

  /**
   * Describes all rows, as {@link #compute(DataEngine, Dataset, StatisticsOptions)}, and in the
   * same pass those of each slice.
   *
   * @return without slices, one dataset without a name; otherwise first {@link
   *     StatisticsReader#ALL_EXAMPLES}, then the slices in the order of their names
   */
  public static DatasetFeatureStatisticsList computeSlices(
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

  /**
   * Describes rows of any source and slices of them, as {@link #computeSlices(DataEngine, Dataset,
   * StatisticsOptions)}.
   */
  public static DatasetFeatureStatisticsList computeSlices(
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

  private static DatasetFeatureStatisticsList compute(Passes passes, StatisticsOptions options)
      throws IOException {
    var first = passes.pass(new StatisticsAggregation(options));
    var statistics = DatasetFeatureStatisticsList.newBuilder().addAllDatasets(first.statistics());
    if (!first.unfinished().isEmpty()) {
      var frequent = passes.pass(new HeavyValuesAggregation(first.unfinished(), options));
      for (int i = 0; i < frequent.size(); i++) {
        var heavy = first.unfinished().get(i);
        dataset(statistics, heavy.slice())
            .getFeaturesBuilder(heavy.column())
            .mergeFrom(frequent.get(i));
      }
    }
    if (options.selection().slices().isEmpty()) {
      statistics.getDatasetsBuilder(0).clearName();
    }
    return statistics.build();
  }

  private static DatasetFeatureStatistics.Builder dataset(
      DatasetFeatureStatisticsList.Builder statistics, String slice) {
    return statistics.getDatasetsBuilderList().stream()
        .filter(dataset -> dataset.getName().equals(slice))
        .findFirst()
        .orElseThrow();
  }
}
