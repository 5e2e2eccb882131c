package io.tributary.components.transform;

import java.util.List;

/** A choice about a vocabulary, to be imported statically: {@code vocabulary(topK(1_000))}. */
public sealed interface VocabularyOption {

  /** At most the {@code terms} most frequent terms; without this option, all. */
  static VocabularyOption topK(int terms) {
    return new TopK(terms);
  }

  /** Only terms that occur at least {@code times} times; without this option, once. */
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
}
