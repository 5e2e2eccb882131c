package io.tributary.data.split;

import java.util.ArrayList;
import java.util.List;

/**
 * How rows are divided into splits, by TFX's rule: a hash of a row, as an unsigned integer, modulo
 * the number of all buckets gives the row's bucket, and the splits own consecutive buckets in their
 * order. A row's split depends on nothing but the row: neither on its place nor on other rows. The
 * hash is that of {@link io.tributary.data.row.RowHashes}, where TFX takes the SHA-256 of its own
 * serialized form.
 *
 * @param splits in their order; the order and the sizes, not just the ratios, decide where a row
 *     goes
 * @param partitionFeatures columns that are hashed instead of the whole row, so that rows with
 *     equal values stay together: of one the value, of several names and values; columns of text,
 *     bytes, integers, booleans or times, without missing values
 */
public record SplitConfig(List<Split> splits, List<String> partitionFeatures) implements Splits {

  /**
   * One split.
   *
   * @param name letters, digits, {@code _}, {@code -} and {@code .}; begins with a letter or digit
   * @param hashBuckets its share of the buckets, at least 1
   */
  public record Split(String name, int hashBuckets) {
    public Split {
      SplitName.check(name);
      if (hashBuckets < 1) {
        throw new IllegalArgumentException(
            "split '"
                + name
                + "' > hashBuckets: "
                + hashBuckets
                + " (expected: > 0); give every split at least one bucket, or leave it out");
      }
    }
  }

  public SplitConfig {
    splits = List.copyOf(splits);
    partitionFeatures = List.copyOf(partitionFeatures);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException(
          "splits: none (expected: at least one); use SplitConfig.of(\"train\", 2).and(\"eval\", 1)");
    }
    SplitName.requireOwn(splits.stream().map(Split::name).toList());
    long buckets = 0;
    for (var split : splits) {
      buckets += split.hashBuckets();
    }
    if (buckets > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "splits: "
              + buckets
              + " buckets (expected: at most "
              + Integer.MAX_VALUE
              + " in all); divide all of them by a number");
    }
  }

  /** One split, to which others are added by {@link #and}. */
  public static SplitConfig of(String name, int hashBuckets) {
    return new SplitConfig(List.of(new Split(name, hashBuckets)), List.of());
  }

  /** {@code train} with two buckets of three, {@code eval} with one. */
  public static SplitConfig trainAndEval() {
    return of("train", 2).and("eval", 1);
  }

  /** These splits and one more behind them. */
  public SplitConfig and(String name, int hashBuckets) {
    var more = new ArrayList<>(splits);
    more.add(new Split(name, hashBuckets));
    return new SplitConfig(more, partitionFeatures);
  }

  /** These splits, by the hash of one column. */
  public SplitConfig byFeature(String column) {
    return new SplitConfig(splits, List.of(column));
  }

  /**
   * These splits, by the hash of some columns: rows that are equal in all of them stay together.
   */
  public SplitConfig byGroup(String... columns) {
    return new SplitConfig(splits, List.of(columns));
  }

  @Override
  public List<String> names() {
    return splits.stream().map(Split::name).toList();
  }
}
