package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.reserved;
import static io.tributary.components.transform.VocabularyOption.topK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.components.transform.Tables.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What features of lists are to be, plainly computed. */
final class ListOracle {
  private static final int MOST_WORDS = 1_000;
  private static final String SEPARATOR = "\u001F";

  private static final List<@Nullable String> TAGS =
      Arrays.asList(
          "a", "a", "b", "New York", "", null, "東京", "\uD83D\uDE95", "nul\0", "line\n", "c\u001Fd");

  private static final List<@Nullable Double> PRICES =
      Arrays.asList(
          null,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          0.0,
          -0.0,
          0.1,
          -2.5,
          1e-30,
          1e300,
          3e38,
          7.0);

  private ListOracle() {}

  /** The features, by the names of {@link #expected}. */
  static void define(Features f) {
    var tags = f.texts("tags");
    f.output("tag_bag", tags.bagOfWords());
    f.output("tag_hot", tags.multiHot(reserved("zzz", "New York"), topK(3)));
    f.output("tag_weights", tags.tfIdf(topK(30)));
    f.output("tag_grams", tags.ngrams(1, 2).bagOfWords(topK(40)));
    f.output("tag_gram_weights", tags.ngrams(2, 2).tfIdf(topK(20)));
    f.output("tag_firsts", tags.first(2).bagOfWords(topK(5)));
    f.output("tag_count", tags.count());
    f.output("tag_pairs", tags.ngrams(2, 3).count());
    var ids = f.integers("ids");
    f.output("id_bag", ids.asWords().bagOfWords(topK(6)));
    f.output("id_weights", ids.asWords().tfIdf());
    f.output("id_sum", ids.asNumbers().sum());
    f.output("id_max", f.numbers("ids").max().fillMissing(-1));
    var prices = f.numbers("prices");
    f.output("price_count", prices.count());
    f.output("price_sum", prices.sum());
    f.output("price_mean", prices.mean().fillMissing(-1));
    f.output("price_min", prices.min().fillMissing(-1));
    f.output("price_max", prices.max().fillMissing(-1));
    f.output("price_first", prices.first().fillMissing(-1));
  }

  /** Rows of lists of all kinds; one of them has {@code longest} elements and more. */
  static Rows rows(long seed, int rows, int longest) {
    return Rows.of(seed, rows, longest);
  }

  static Rows rows(long seed, int rows) {
    return rows(seed, rows, MOST_WORDS);
  }

  record Rows(
      List<@Nullable List<byte @Nullable []>> tags,
      List<@Nullable List<@Nullable Long>> ids,
      List<@Nullable List<@Nullable Double>> prices) {

    private static Rows of(long seed, int rows, int longest) {
      var random = new Random(seed);
      var lists = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int row = 0; row < rows; row++) {
        boolean isLong = row == 17;
        lists.tags.add(list(random, isLong ? longest * 3 / 2 : 7, () -> tag(random)));
        lists.ids.add(
            list(
                random,
                isLong ? longest * 3 / 2 : 4,
                () -> random.nextInt(6) == 0 ? null : (Long) (random.nextInt(9) - 2L)));
        lists.prices.add(
            list(
                random,
                isLong ? longest * 3 : 5,
                () ->
                    random.nextInt(3) == 0
                        ? PRICES.get(random.nextInt(PRICES.size()))
                        : (Double) (random.nextGaussian() * 10)));
      }
      return lists;
    }

    private interface Elements<T> {
      @Nullable T next();
    }

    private static <T> @Nullable List<@Nullable T> list(
        Random random, int most, Elements<T> elements) {
      if (random.nextInt(8) == 0 && most < 10) {
        return null;
      }
      var list = new ArrayList<@Nullable T>();
      for (int i = most < 10 ? random.nextInt(most) : most; i > 0; i--) {
        list.add(elements.next());
      }
      return list;
    }

    private static byte @Nullable [] tag(Random random) {
      var tag = TAGS.get(random.nextInt(TAGS.size()));
      if (tag == null) {
        return null;
      }
      byte[] bytes = (random.nextInt(9) == 0 ? tag + random.nextInt(99) : tag).getBytes(UTF_8);
      if (bytes.length > 0 && random.nextInt(30) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
      }
      return bytes;
    }

    int rows() {
      return tags.size();
    }

    List<Column> columns() {
      return List.of(
          Column.ofLists("tags", String.class, tags),
          Column.ofLists("ids", Long.class, ids),
          Column.ofLists("prices", Double.class, prices),
          Column.ofLists("paid", Double.class, prices));
    }

    /** The finite numbers of a row, in double precision. */
    double[] paid(int row) {
      var list = prices.get(row);
      return list == null
          ? new double[0]
          : list.stream()
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .filter(Double::isFinite)
              .toArray();
    }

    /** The words of a row: its tags, empty where there is none. */
    List<String> words(int row) {
      var list = tags.get(row);
      return list == null
          ? List.of()
          : list.stream()
              .map(tag -> tag == null ? "" : new String(tag, ISO_8859_1))
              .limit(MOST_WORDS)
              .toList();
    }

    List<String> digits(int row) {
      var list = ids.get(row);
      return list == null
          ? List.of()
          : list.stream().map(id -> id == null ? "" : id.toString()).limit(MOST_WORDS).toList();
    }

    double[] integers(int row) {
      var list = ids.get(row);
      return list == null
          ? new double[0]
          : list.stream().filter(Objects::nonNull).mapToDouble(Long::doubleValue).toArray();
    }

    /** The finite numbers of a row, in single precision. */
    double[] numbers(int row) {
      var list = prices.get(row);
      return list == null
          ? new double[0]
          : list.stream()
              .filter(Objects::nonNull)
              .mapToDouble(Double::floatValue)
              .filter(x -> Math.abs(x) <= Float.MAX_VALUE)
              .toArray();
    }
  }

  /** What a feature is to be, fitted on some rows and computed of others. */
  interface Expected {
    double[] of(Rows rows, int row);
  }

  private record Grams(Function<List<String>, List<String>> first, int shortest, int longest) {
    /** All but those of words that hold the separator. */
    List<String> countable(List<String> words) {
      var apart = first.apply(words);
      return grams(
          longest == 1
              ? apart
              : apart.stream().map(word -> word.contains(SEPARATOR) ? "" : word).toList());
    }

    int length(List<String> words) {
      return countable(words).size();
    }

    private List<String> grams(List<String> words) {
      return WordOracle.grams(words, SEPARATOR, shortest, longest);
    }
  }

  private interface WordsOf {
    List<String> of(Rows rows, int row);
  }

  private static List<String> vocabulary(Rows train, WordsOf words, Grams grams, int topK) {
    return WordOracle.vocabulary(all(train, words, grams), topK, 1);
  }

  private static List<List<String>> all(Rows train, WordsOf words, Grams grams) {
    return IntStream.range(0, train.rows())
        .mapToObj(row -> grams.countable(words.of(train, row)))
        .toList();
  }

  private static Expected counts(Rows train, WordsOf words, Grams grams, int topK) {
    var vocabulary = vocabulary(train, words, grams, topK);
    return (rows, row) -> WordOracle.counts(vocabulary, grams.countable(words.of(rows, row)));
  }

  private static Expected tfIdf(Rows train, WordsOf words, Grams grams, int topK) {
    var vocabulary = vocabulary(train, words, grams, topK);
    double[] factors = WordOracle.inverseFrequencies(all(train, words, grams), vocabulary);
    return (rows, row) ->
        WordOracle.weights(
            WordOracle.counts(vocabulary, grams.countable(words.of(rows, row))),
            factors,
            grams.length(words.of(rows, row)));
  }

  /** Added one after the other. */
  static double sum(double... numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** A number within the range of single precision. */
  private static double[] one(double value) {
    return new double[] {Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value))};
  }

  static Map<String, Expected> expected(Rows train) {
    var single = new Grams(words -> words, 1, 1);
    var expected = new HashMap<String, Expected>();
    expected.put("tag_bag", counts(train, Rows::words, single, Integer.MAX_VALUE));
    expected.put("tag_weights", tfIdf(train, Rows::words, single, 30));
    var hot = new ArrayList<>(List.of("zzz", "New York"));
    vocabulary(train, Rows::words, single, Integer.MAX_VALUE).stream()
        .filter(term -> !hot.contains(term))
        .limit(3)
        .forEach(hot::add);
    expected.put(
        "tag_hot",
        (rows, row) ->
            Arrays.stream(WordOracle.counts(hot, rows.words(row)))
                .map(n -> Math.min(n, 1))
                .toArray());
    expected.put("tag_grams", counts(train, Rows::words, new Grams(words -> words, 1, 2), 40));
    expected.put(
        "tag_gram_weights", tfIdf(train, Rows::words, new Grams(words -> words, 2, 2), 20));
    var two = new Grams(words -> words.subList(0, Math.min(2, words.size())), 1, 1);
    expected.put("tag_firsts", counts(train, Rows::words, two, 5));
    expected.put("tag_count", (rows, row) -> one(single.length(rows.words(row))));
    expected.put(
        "tag_pairs", (rows, row) -> one(new Grams(words -> words, 2, 3).length(rows.words(row))));
    expected.put("id_bag", counts(train, Rows::digits, single, 6));
    expected.put("id_weights", tfIdf(train, Rows::digits, single, Integer.MAX_VALUE));
    expected.put("id_sum", (rows, row) -> one(sum(rows.integers(row))));
    expected.put("id_max", (rows, row) -> one(Arrays.stream(rows.integers(row)).max().orElse(-1)));
    expected.put("price_count", (rows, row) -> one(rows.numbers(row).length));
    expected.put("price_sum", (rows, row) -> one(sum(rows.numbers(row))));
    expected.put(
        "price_mean",
        (rows, row) -> {
          double[] numbers = rows.numbers(row);
          return one(numbers.length == 0 ? -1 : sum(numbers) / numbers.length);
        });
    expected.put(
        "price_min", (rows, row) -> one(Arrays.stream(rows.numbers(row)).min().orElse(-1)));
    expected.put(
        "price_max", (rows, row) -> one(Arrays.stream(rows.numbers(row)).max().orElse(-1)));
    expected.put(
        "price_first", (rows, row) -> one(Arrays.stream(rows.numbers(row)).findFirst().orElse(-1)));
    return expected;
  }
}
