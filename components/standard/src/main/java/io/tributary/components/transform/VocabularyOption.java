package io.tributary.components.transform;

import java.util.List;

/** A choice about a vocabulary, to be imported statically: {@code vocabulary(topK(1_000))}. */
public sealed interface VocabularyOption {

  /**
   * At most the {@code terms} first terms: the most frequent ones, those of greatest weight or
   * those that tell most of a label. Without this option, all.
   */
  static VocabularyOption topK(int terms) {
    return new TopK(terms);
  }

  /**
   * Only terms that occur at least {@code times} times, or weigh as much in all if they have
   * weights; without this option, that occur at all.
   */
  static VocabularyOption minCount(long times) {
    return new MinCount(times);
  }

  /**
   * How many ids share the terms that are not in the vocabulary, by a hash of the term; without
   * this option, 1. More than one needs the operator MurmurHash3 of ONNX Runtime, which is not part
   * of the ONNX standard.
   */
  static VocabularyOption oovBuckets(int buckets) {
    return new OovBuckets(buckets);
  }

  /**
   * Terms that come first, in this order, whether the data has them or not; they do not count for
   * {@link #topK}.
   */
  static VocabularyOption reserved(String... terms) {
    return new Reserved(List.of(terms));
  }

  /**
   * Each time a term occurs counts as the row weighs (as tf.Transform's vocabularies of weights),
   * in place of once. What terms weigh is added without rounding, but that of a weight what is
   * below 2^-64 is dropped.
   *
   * @param weight from 0 to 1,000,000,000; rows in which it is missing do not count
   */
  static VocabularyOption weightedBy(NumberColumn weight) {
    return new WeightedBy(weight);
  }

  /**
   * Terms are ordered by how much it tells of a label whether a row has them, in bits times rows,
   * in place of their frequency (as tf.Transform's vocabularies with labels): rows with the term,
   * each times the binary logarithm of how much likelier the term makes the row's label. Labels of
   * which about as many rows have the term as by chance count nothing, see {@link #minDifference}.
   * The label may be made of columns that no feature is made of: requests do not need them.
   */
  static VocabularyOption informationOn(BooleanColumn label) {
    return new InformationOn(label.asNumber(), false);
  }

  /**
   * See {@link #informationOn(BooleanColumn)}.
   *
   * @param label at most 1,000 ids; of a number, its buckets; of a text, its vocabulary
   */
  static VocabularyOption informationOn(IdColumn label) {
    return new InformationOn(label.asNumber(), false);
  }

  /**
   * {@link #informationOn(BooleanColumn)} less what is to be expected by chance (tf.Transform's
   * {@code use_adjusted_mutual_info}): rare terms do not seem to tell much.
   */
  static VocabularyOption adjustedInformationOn(BooleanColumn label) {
    return new InformationOn(label.asNumber(), true);
  }

  /** See {@link #adjustedInformationOn(BooleanColumn)} and {@link #informationOn(IdColumn)}. */
  static VocabularyOption adjustedInformationOn(IdColumn label) {
    return new InformationOn(label.asNumber(), true);
  }

  /** Only terms that tell at least this much of the label. */
  static VocabularyOption minInformation(double bits) {
    return new MinInformation(bits);
  }

  /**
   * Rows of a label with a term that are more or less than by chance by less than this count as
   * chance (tf.Transform's {@code min_diff_from_avg}); without this option 2 up to 10,000 rows, 25
   * from 1,000,000 on, and between in proportion.
   */
  static VocabularyOption minDifference(double rows) {
    return new MinDifference(rows);
  }

  /**
   * Counts the terms of the vocabulary in {@code passes} passes over the data, in each of which
   * some of them, by a hash: so a column may have as many times 4,000,000 different terms, of 512
   * MiB, in the memory of one pass. The vocabulary is the same, exactly. Needs {@link #topK}.
   *
   * @param passes 1 to 1,000
   */
  static VocabularyOption passes(int passes) {
    return new Passes(passes);
  }

  /** See {@link #topK}. */
  record TopK(int terms) implements VocabularyOption {}

  /** See {@link #minCount}. */
  record MinCount(long times) implements VocabularyOption {}

  /** See {@link #oovBuckets}. */
  record OovBuckets(int buckets) implements VocabularyOption {}

  /** See {@link #reserved}. */
  record Reserved(List<String> terms) implements VocabularyOption {
    public Reserved {
      terms = List.copyOf(terms);
    }
  }

  /** See {@link #weightedBy}. */
  record WeightedBy(NumberColumn weight) implements VocabularyOption {}

  /** See {@link #informationOn(IdColumn)} and {@link #adjustedInformationOn(IdColumn)}. */
  record InformationOn(NumberColumn label, boolean isAdjusted) implements VocabularyOption {}

  /** See {@link #minInformation}. */
  record MinInformation(double bits) implements VocabularyOption {}

  /** See {@link #minDifference}. */
  record MinDifference(double rows) implements VocabularyOption {}

  /** See {@link #passes}. */
  record Passes(int passes) implements VocabularyOption {}
}
