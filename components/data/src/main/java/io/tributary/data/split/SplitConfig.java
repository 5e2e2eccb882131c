package io.tributary.data.split;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How rows are divided into splits, by TFX's rule: the SHA-256 of a row, as an unsigned big-endian
 * integer, modulo the number of all buckets gives the row's bucket, and the splits own consecutive
 * buckets in their order. A row's split depends on nothing but the row: neither on its place nor on
 * other rows. What is hashed is described in {@link RowBytes}.
 *
 * @param splits in their order; the order and the sizes, not just the ratios, decide where a row
 *     goes
 * @param partitionFeature the column that is hashed instead of the whole row, so that rows with
 *     equal values stay together; a column of text, bytes, integers or booleans without missing
 *     values
 */
public record SplitConfig(List<Split> splits, Optional<String> partitionFeature) {

  /**
   * One split.
   *
   * @param name letters, digits, {@code _}, {@code -} and {@code .}; begins with a letter or digit
   * @param hashBuckets its share of the buckets, at least 1
   */
  public record Split(String name, int hashBuckets) {
    public Split {
      requireNonNull(name, "name");
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "split '"
                + name
                + "' > name (expected: letters, digits, '_', '-' and '.', the first a letter or digit); rename the split");
      }
      if (hashBuckets < 1) {
        throw new IllegalArgumentException(
            "split '"
                + name
                + "' > hashBuckets: "
                + hashBuckets
                + " (expected: > 0); give every split at least one bucket, or leave it out");
      }
    }

    private static boolean isName(String name) {
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!isWord && (i == 0 || "_-.".indexOf(c) < 0)) {
          return false;
        }
      }
      return !name.isEmpty();
    }
  }

  public SplitConfig {
    splits = List.copyOf(splits);
    requireNonNull(partitionFeature, "partitionFeature");
    if (splits.isEmpty()) {
      throw new IllegalArgumentException(
          "splits: none (expected: at least one); use SplitConfig.of(\"train\", 2).and(\"eval\", 1)");
    }
    var names = new HashSet<String>();
    long buckets = 0;
    for (var split : splits) {
      if (!names.add(split.name())) {
        throw new IllegalArgumentException(
            "splits > '"
                + split.name()
                + "': twice (expected: names of their own); rename one of them");
      }
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
    return new SplitConfig(List.of(new Split(name, hashBuckets)), Optional.empty());
  }

  /** {@code train} with two buckets of three, {@code eval} with one. */
  public static SplitConfig trainAndEval() {
    return of("train", 2).and("eval", 1);
  }

  /** These splits and one more behind them. */
  public SplitConfig and(String name, int hashBuckets) {
    var more = new ArrayList<>(splits);
    more.add(new Split(name, hashBuckets));
    return new SplitConfig(more, partitionFeature);
  }

  /** These splits, by the hash of one column. */
  public SplitConfig byFeature(String column) {
    return new SplitConfig(splits, Optional.of(column));
  }

  /** Names of the splits, in order. */
  public List<String> names() {
    return splits.stream().map(Split::name).toList();
  }

  int buckets() {
    int buckets = 0;
    for (var split : splits) {
      buckets += split.hashBuckets();
    }
    return buckets;
  }
}
