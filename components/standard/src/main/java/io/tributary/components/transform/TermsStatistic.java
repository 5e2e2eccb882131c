package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How often each text occurs, exact. */
final class TermsStatistic implements Statistic {
  /** Distinct terms a column may have. */
  static final int MOST_TERMS = 4_000_000;

  /** Bytes that all distinct terms of a column may have together. */
  static final int MOST_BYTES = 1 << 29;

  private static final int FIRST_COUNTS = 64;

  private final String where;
  private final int mostTerms;
  private final TextTable terms;
  private long[] counts = new long[FIRST_COUNTS];

  TermsStatistic(String where) {
    this(where, MOST_TERMS);
  }

  TermsStatistic(String where, int mostTerms) {
    this.where = where;
    this.mostTerms = mostTerms;
    this.terms = new TextTable(mostTerms, MOST_BYTES);
  }

  @Override
  public void add(byte[] data, int from, int to) {
    add(data, from, to, 1);
  }

  /**
   * Adds {@code times} occurrences of the term at {@code from} up to before {@code to}; returns its
   * index.
   */
  int add(byte[] data, int from, int to, long times) {
    int term = terms.add(data, from, to);
    if (term < 0) {
      throw full();
    }
    if (term == counts.length) {
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    counts[term] += times;
    return term;
  }

  private ExecutionFailure full() {
    return new ExecutionFailure(
        ExecutionFailure.Code.RESOURCE_EXHAUSTED,
        new Explanation(
            where,
            "more than " + terms.size() + " distinct terms of " + terms.bytes() + " bytes",
            "at most " + mostTerms + " terms of " + MOST_BYTES + " bytes in all",
            "use hash(buckets), which needs no pass over the data; of words, shorter n-grams"));
  }

  @Override
  public void merge(Statistic other) {
    addAll((TermsStatistic) other);
  }

  /** Adds another's terms; returns their indexes here, by their indexes there. */
  int[] addAll(TermsStatistic that) {
    var table = that.terms;
    var indexes = new int[table.size()];
    for (int term = 0; term < indexes.length; term++) {
      indexes[term] = add(table.arena(), table.start(term), table.end(term), that.counts[term]);
    }
    return indexes;
  }

  String where() {
    return where;
  }

  /** How many different terms there are. */
  int size() {
    return terms.size();
  }

  /** The term of that index; empty if it is no UTF-8. */
  Optional<String> text(int term) {
    int from = terms.start(term);
    int to = terms.end(term);
    var text = new String(terms.arena(), from, to - from, UTF_8);
    var bytes = text.getBytes(UTF_8);
    return Arrays.equals(bytes, 0, bytes.length, terms.arena(), from, to)
        ? Optional.of(text)
        : Optional.empty();
  }

  /**
   * How often each text occurs.
   *
   * @throws ExecutionFailure RESOURCE_EXHAUSTED if there are more than {@code most}
   */
  Fit.PerKey counts(int most) {
    if (size() > most) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.RESOURCE_EXHAUSTED,
          new Explanation(
              where,
              size() + " different texts",
              "at most " + most + " for occurrences()",
              "count what has fewer values"));
    }
    var texts = new ArrayList<String>();
    var figures = new ArrayList<Fit>();
    for (int term : ordered()) {
      text(term)
          .ifPresent(
              text -> {
                texts.add(text);
                figures.add(new Fit.Figure("count", counts[term]));
              });
    }
    return new Fit.PerKey(texts, figures);
  }

  /** Indexes in ascending order of the terms' bytes. */
  List<Integer> ordered() {
    return IntStream.range(0, size()).boxed().sorted(terms::compare).toList();
  }

  private record Counted(String term, int index, long count) {}

  /**
   * At most {@code topK} terms that occur at least {@code minCount} times: most frequent first,
   * equally frequent ones in descending order of their bytes (tf.Transform's order). Left out is
   * what no vocabulary can hold: the empty text, texts with a line end, and bytes that are no
   * UTF-8.
   */
  Fit.Terms terms(int topK, long minCount) {
    var candidates = new ArrayList<Counted>();
    long distinct = 0;
    for (int term = 0; term < size(); term++) {
      var text = text(term);
      if (text.isPresent() && isTerm(text.get())) {
        distinct++;
        if (counts[term] >= minCount) {
          candidates.add(new Counted(text.get(), term, counts[term]));
        }
      }
    }
    candidates.sort(
        (a, b) ->
            a.count() != b.count()
                ? Long.compare(b.count(), a.count())
                : terms.compare(b.index(), a.index()));
    List<String> chosen = candidates.stream().limit(topK).map(Counted::term).toList();
    return new Fit.Terms(chosen, distinct);
  }

  /** Whether a vocabulary can hold the text. */
  static boolean isTerm(String text) {
    return !text.isEmpty() && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
  }

  /** In ascending order of the terms' bytes. */
  @Override
  public void encode(DataOutput out) throws IOException {
    out.writeInt(size());
    for (int term : ordered()) {
      int from = terms.start(term);
      int length = terms.end(term) - from;
      out.writeInt(length);
      out.write(terms.arena(), from, length);
      out.writeLong(counts[term]);
    }
  }

  @Override
  public void decode(DataInput in) throws IOException {
    int more = in.readInt();
    for (int i = 0; i < more; i++) {
      var term = new byte[in.readInt()];
      in.readFully(term);
      add(term, 0, term.length, in.readLong());
    }
  }
}
