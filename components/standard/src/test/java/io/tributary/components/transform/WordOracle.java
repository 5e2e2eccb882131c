package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * What is to follow from the words of rows, plainly computed. A text is a string of its bytes: one
 * character, up to U+00FF, for each byte of UTF-8.
 */
final class WordOracle {
  private WordOracle() {}

  /** The n-grams of a row, of whose words the empty ones are in none. */
  static List<String> grams(List<String> words, String separator, int shortest, int longest) {
    var grams = new ArrayList<String>();
    for (int length = shortest; length <= longest; length++) {
      for (int i = 0; i + length <= words.size(); i++) {
        var gram = words.subList(i, i + length);
        if (!gram.contains("")) {
          grams.add(String.join(separator, gram));
        }
      }
    }
    return grams;
  }

  /** The most frequent n-grams of rows, equally frequent ones in descending order. */
  static List<String> vocabulary(List<List<String>> rows, int topK, long minCount) {
    var counts = new HashMap<String, Long>();
    rows.forEach(grams -> grams.forEach(gram -> counts.merge(gram, 1L, Long::sum)));
    return counts.keySet().stream()
        .filter(gram -> counts.get(gram) >= minCount && isTerm(gram))
        .sorted(
            (a, b) ->
                counts.get(a).equals(counts.get(b))
                    ? b.compareTo(a)
                    : Long.compare(counts.get(b), counts.get(a)))
        .limit(topK)
        .toList();
  }

  private static boolean isTerm(String gram) {
    return isUtf8(gram.getBytes(ISO_8859_1)) && !gram.contains("\n") && !gram.contains("\r");
  }

  static boolean isUtf8(byte[] bytes) {
    return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
  }

  /** How often each term is among n-grams. */
  static double[] counts(List<String> vocabulary, List<String> grams) {
    return vocabulary.stream()
        .mapToDouble(term -> grams.stream().filter(term::equals).count())
        .toArray();
  }

  /** 1 + ln((rows + 1) / (rows with the term + 1)) of each term. */
  static double[] inverseFrequencies(List<List<String>> rows, List<String> vocabulary) {
    var distinct = rows.stream().map(HashSet::new).toList();
    return vocabulary.stream()
        .mapToDouble(term -> distinct.stream().filter(row -> row.contains(term)).count())
        .map(with -> 1 + Math.log((rows.size() + 1) / (with + 1)))
        .toArray();
  }

  /** Shares of terms among {@code length} n-grams, times the terms' inverse frequencies. */
  static double[] weights(double[] counts, double[] inverseFrequencies, int length) {
    var weights = new double[counts.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = counts[i] * inverseFrequencies[i] / Math.max(1, length);
    }
    return weights;
  }
}
