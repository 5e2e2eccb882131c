package io.tributary.components.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The constants that an analyzer found. */
sealed interface Fit
    permits Fit.Moments,
        Fit.Range,
        Fit.Boundaries,
        Fit.Terms,
        Fit.Words,
        Fit.Figure,
        Fit.PerKey,
        Gaussian.Shape,
        PrincipalComponents.Direction {

  /** For people. */
  Map<String, Object> describe();

  /** Whether there was nothing to find the constants from, and they have no values. */
  default boolean isOfNothing() {
    return false;
  }

  /**
   * Mean and population standard deviation of the present values.
   *
   * @param deviation 1 if there is nothing to scale by: no values, or all equal
   */
  record Moments(long count, double mean, double deviation) implements Fit {
    @Override
    public Map<String, Object> describe() {
      var fields = named("z-score");
      fields.put("count", count);
      fields.put("mean", mean);
      fields.put("standard_deviation", deviation);
      return fields;
    }
  }

  /** Least and greatest present value; infinite, in the wrong order, if there is none. */
  record Range(long count, double min, double max) implements Fit {
    boolean isEmpty() {
      return min >= max;
    }

    @Override
    public Map<String, Object> describe() {
      var fields = named("min-max");
      fields.put("count", count);
      if (count > 0) {
        fields.put("min", min);
        fields.put("max", max);
      }
      return fields;
    }
  }

  /** Ascending, distinct bounds between buckets. */
  record Boundaries(List<Double> bounds) implements Fit {
    public Boundaries {
      bounds = List.copyOf(bounds);
    }

    double[] toArray() {
      return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public Map<String, Object> describe() {
      var fields = named("bucketize");
      fields.put("boundaries", new ArrayList<Object>(bounds));
      return fields;
    }
  }

  /**
   * Terms of a vocabulary, in the order of their ids, or of a part of it.
   *
   * @param ranks what parts are ordered by when they are joined; empty afterwards
   * @param distinct how many distinct terms the data has, chosen or not
   */
  record Terms(List<String> terms, List<Double> ranks, long distinct) implements Fit {
    public Terms {
      terms = List.copyOf(terms);
      ranks = List.copyOf(ranks);
    }

    @Override
    public Map<String, Object> describe() {
      var fields = named("vocabulary");
      fields.put("terms", (long) terms.size());
      fields.put("distinct_terms_in_data", distinct);
      return fields;
    }
  }

  /**
   * Words or n-grams, in the order of the components.
   *
   * @param texts in how many rows each one occurs
   * @param rows how many rows there are
   */
  record Words(Terms vocabulary, List<Long> texts, long rows) implements Fit {
    public Words {
      texts = List.copyOf(texts);
    }

    /**
     * The n-grams of a vocabulary.
     *
     * @param parts what was found of each part of the terms
     */
    static Words join(VocabularyChoice choice, List<Words> parts) {
      var texts = new HashMap<String, Long>();
      for (var part : parts) {
        for (int i = 0; i < part.texts.size(); i++) {
          texts.put(part.vocabulary.terms().get(i), part.texts.get(i));
        }
      }
      var vocabulary = choice.join(parts.stream().map(Words::vocabulary).toList());
      return new Words(
          vocabulary,
          vocabulary.terms().stream().map(term -> texts.getOrDefault(term, 0L)).toList(),
          parts.get(0).rows);
    }

    /** tf.Transform's {@code idf} with smoothing: 1 + ln((rows + 1) / (rows with the word + 1)). */
    double[] inverseFrequencies() {
      return texts.stream()
          .mapToDouble(n -> 1 + StrictMath.log((rows + 1.0) / (n + 1.0)))
          .toArray();
    }

    @Override
    public Map<String, Object> describe() {
      var fields = vocabulary.describe();
      fields.put("analyzer", "words");
      fields.put("rows", rows);
      return fields;
    }
  }

  /**
   * A constant that is the same in all rows.
   *
   * @param value NaN if there was nothing to find it from
   */
  record Figure(String name, double value) implements Fit {
    @Override
    public boolean isOfNothing() {
      return Double.isNaN(value);
    }

    @Override
    public Map<String, Object> describe() {
      var fields = named(name);
      if (!Double.isNaN(value)) {
        fields.put("value", value);
      }
      return fields;
    }
  }

  /**
   * The constants of each key.
   *
   * @param keys distinct, in the order of {@code fits}
   */
  record PerKey(List<String> keys, List<Fit> fits) implements Fit {
    /** Keys whose constants are described; of further ones only the number is. */
    private static final int DESCRIBED = 1_000;

    public PerKey {
      keys = List.copyOf(keys);
      fits = List.copyOf(fits);
    }

    @Override
    public Map<String, Object> describe() {
      var fields = named("per key");
      fields.put("keys", (long) keys.size());
      var byKey = new LinkedHashMap<String, Object>();
      for (int i = 0; i < Math.min(keys.size(), DESCRIBED); i++) {
        byKey.put(keys.get(i), fits.get(i).describe());
      }
      fields.put("by_key", byKey);
      return fields;
    }
  }

  /** The beginning of a description. */
  static Map<String, Object> named(String analyzer) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("analyzer", analyzer);
    return fields;
  }
}
