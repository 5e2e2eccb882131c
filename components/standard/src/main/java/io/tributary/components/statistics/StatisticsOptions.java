package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * How much statistics tell. The defaults are those of TensorFlow Data Validation.
 *
 * @param topValues how many of the most frequent values of a text column are listed; default 20
 * @param rankHistogramBuckets how many of them are in the rank histogram; default 1000. With as
 *     many as {@code exactValues} it holds the whole vocabulary, unless there are more values
 * @param histogramBuckets buckets of equal width per number column; default 10
 * @param quantileBuckets buckets of equal count per number column; default 10
 * @param exactValues up to how many different values per column all figures are exact; default
 *     262,144. A number column needs up to 16 MiB per thread for that many, a text column up to 100
 *     MiB (also more than 256 bytes per value on average count as too many). Beyond it counts,
 *     extremes, means and deviations stay exact; numbers are told apart only by their leading bits,
 *     so that medians and bounds of buckets are off by less than the distance of two such numbers
 *     (the ranks stay exact); the number of different texts is an estimate (standard error
 *     1/√(exactValues/2) or less); top values list those that clearly stand out, with exact counts.
 *     Where there are more than 64 columns, so many that all columns together need no more memory
 *     than 64 would
 * @param valueCells how fine the distribution of values is that is stored beside TFDV's figures,
 *     for comparisons with other data ({@link StoredValues} says what it holds); default 1000, at
 *     most 60 KB per number column; 0 stores none
 * @param selection which rows and columns are described, weighted by what, and which slices; by
 *     default everything once
 * @param relations what is told of features together, of all rows but not of slices, and without
 *     weights; by default nothing
 */
public record StatisticsOptions(
    int topValues,
    int rankHistogramBuckets,
    int histogramBuckets,
    int quantileBuckets,
    int exactValues,
    int valueCells,
    Selection selection,
    Relations relations)
    implements Serializable {

  private static final int COLUMNS_IN_FULL = 64;
  private static final int LEAST_EXACT = 16;

  /** The defaults. */
  public static final StatisticsOptions DEFAULT =
      new StatisticsOptions(20, 1000, 10, 10, 1 << 18, 1000, Selection.ALL, Relations.NONE);

  public StatisticsOptions {
    check("topValues", topValues, 0);
    check("rankHistogramBuckets", rankHistogramBuckets, 0);
    check("histogramBuckets", histogramBuckets, 1);
    check("quantileBuckets", quantileBuckets, 1);
    check("exactValues", exactValues, LEAST_EXACT);
    check("valueCells", valueCells, 0);
    requireNonNull(selection, "selection");
    requireNonNull(relations, "relations");
  }

  /** Up to how many different values all figures of one of so many columns are exact. */
  int exactValues(int columns) {
    long all = (long) exactValues * COLUMNS_IN_FULL;
    return (int) Math.max(LEAST_EXACT, Math.min(exactValues, all / Math.max(1, columns)));
  }

  private static void check(String name, int value, int least) {
    if (value < least || value > 1 << 24) {
      throw new IllegalArgumentException(
          "statistics option "
              + name
              + ": "
              + value
              + " (expected: "
              + least
              + " to "
              + (1 << 24)
              + "); choose a number in that range");
    }
  }

  /** A copy with another number of top values. */
  public StatisticsOptions withTopValues(int other) {
    return new StatisticsOptions(
        other,
        rankHistogramBuckets,
        histogramBuckets,
        quantileBuckets,
        exactValues,
        valueCells,
        selection,
        relations);
  }

  /** A copy with another number of buckets in rank histograms. */
  public StatisticsOptions withRankHistogramBuckets(int other) {
    return new StatisticsOptions(
        topValues,
        other,
        histogramBuckets,
        quantileBuckets,
        exactValues,
        valueCells,
        selection,
        relations);
  }

  /** A copy with another number of buckets of equal width. */
  public StatisticsOptions withHistogramBuckets(int other) {
    return new StatisticsOptions(
        topValues,
        rankHistogramBuckets,
        other,
        quantileBuckets,
        exactValues,
        valueCells,
        selection,
        relations);
  }

  /** A copy with another number of buckets of equal count. */
  public StatisticsOptions withQuantileBuckets(int other) {
    return new StatisticsOptions(
        topValues,
        rankHistogramBuckets,
        histogramBuckets,
        other,
        exactValues,
        valueCells,
        selection,
        relations);
  }

  /** A copy with another bound of exactness. */
  public StatisticsOptions withExactValues(int other) {
    return new StatisticsOptions(
        topValues,
        rankHistogramBuckets,
        histogramBuckets,
        quantileBuckets,
        other,
        valueCells,
        selection,
        relations);
  }

  /** A copy with a finer or coarser stored distribution of values; 0 for none. */
  public StatisticsOptions withValueCells(int other) {
    return new StatisticsOptions(
        topValues,
        rankHistogramBuckets,
        histogramBuckets,
        quantileBuckets,
        exactValues,
        other,
        selection,
        relations);
  }

  /** What is told of a slice: nothing of which there would be too much. */
  StatisticsOptions ofSlice() {
    return withValueCells(0).with(Relations.NONE);
  }

  /** A copy that describes some columns; with dots, fields of structs. */
  public StatisticsOptions withFeatures(String... names) {
    return with(selection.withFeatures(List.of(names)));
  }

  /** A copy that leaves out columns; with dots, fields of structs. */
  public StatisticsOptions withExcludedFeatures(String... names) {
    return with(selection.withExcludedFeatures(List.of(names)));
  }

  /** A copy that adds weighted figures: a row counts as often as this column says. */
  public StatisticsOptions withWeightFeature(String name) {
    return with(selection.withWeightFeature(name));
  }

  /** A copy that describes a sample of the rows. */
  public StatisticsOptions withSample(double rate, long seed) {
    return with(selection.withSample(rate, seed));
  }

  /** A copy that describes slices, too. */
  public StatisticsOptions withSlices(Slicing... slices) {
    return with(selection.withSlices(List.of(slices)));
  }

  /** A copy with another bound of the number of slices. */
  public StatisticsOptions withMaxSlices(int most) {
    return with(selection.withMaxSlices(most));
  }

  private StatisticsOptions with(Selection other) {
    return new StatisticsOptions(
        topValues,
        rankHistogramBuckets,
        histogramBuckets,
        quantileBuckets,
        exactValues,
        valueCells,
        other,
        relations);
  }

  /** A copy that tells covariances and correlations of all pairs of columns of numbers. */
  public StatisticsOptions withCorrelations() {
    return with(new Relations(true, relations.label()));
  }

  /** A copy that tells the mutual information of every column with this one. */
  public StatisticsOptions withLabel(String column) {
    return with(new Relations(relations.correlations(), Optional.of(column)));
  }

  private StatisticsOptions with(Relations other) {
    return new StatisticsOptions(
        topValues,
        rankHistogramBuckets,
        histogramBuckets,
        quantileBuckets,
        exactValues,
        valueCells,
        selection,
        other);
  }
}
