package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.data.row.Hash64;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** How often each text occurs, exact, and what the rows weigh in which it does. */
final class TermsStatistic implements Statistic {
  /** Distinct terms a column may have. */
  static final int MOST_TERMS = 4_000_000;

  /** Bytes that all distinct terms of a column may have together. */
  static final int MOST_BYTES = 1 << 29;

  private static final int FIRST_COUNTS = 64;

  /**
   * Some of all terms, by a hash.
   *
   * @param number from 0
   * @param of how many parts there are
   */
  record Part(int number, int of) {
    private static final int SEED = 1;

    static final Part WHOLE = new Part(0, 1);

    boolean has(byte[] data, int from, int to) {
      return of == 1
          || Long.remainderUnsigned(Hash64.of(data, from, to - from, SEED), of) == number;
    }
  }

  private final String where;
  private final int mostTerms;
  private final Part part;
  private final TextTable terms;
  private final Optional<TermWeights> weights;
  private long[] counts = new long[FIRST_COUNTS];

  /** How often terms occur, and nothing else. */
  TermsStatistic(String where) {
    this(where, MOST_TERMS, Guide.NONE, Part.WHOLE);
  }

  TermsStatistic(String where, Guide guide, Part part) {
    this(where, MOST_TERMS, guide, part);
  }

  TermsStatistic(String where, int mostTerms, Guide guide, Part part) {
    this(
        where,
        mostTerms,
        part,
        guide.equals(Guide.NONE) ? Optional.empty() : Optional.of(new TermWeights(where)));
  }

  private TermsStatistic(String where, int mostTerms, Part part, Optional<TermWeights> weights) {
    this.where = where;
    this.mostTerms = mostTerms;
    this.part = part;
    this.terms = new TextTable(mostTerms, MOST_BYTES);
    this.weights = weights;
  }

  @Override
  public void guide(Optional<double[]> weightsOfRows, Optional<double[]> labels) {
    weights.ifPresent(guided -> guided.begin(weightsOfRows, labels));
  }

  @Override
  public void add(byte[] data, int from, int to) {
    nextRow();
    int term = add(data, from, to, 1);
    if (term >= 0) {
      weigh(term);
    }
  }

  /** Goes on to the next row, for {@link #weigh}. */
  void nextRow() {
    weights.ifPresent(TermWeights::nextRow);
  }

  /** The row's weight is for a term, too. */
  void weigh(int term) {
    weights.ifPresent(guided -> guided.add(term));
  }

  /**
   * Adds {@code times} occurrences of the term at {@code from} up to before {@code to}; returns its
   * index, or −1 if it is of another part.
   */
  int add(byte[] data, int from, int to, long times) {
    if (!part.has(data, from, to)) {
      return -1;
    }
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
            "for a vocabulary use passes(n), which counts a part of the terms at a time, or"
                + " hash(buckets), which needs no pass over the data; of words, shorter n-grams"));
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
    weights.ifPresent(guided -> guided.merge(that.weights.orElseThrow(), indexes));
    return indexes;
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
  int[] ordered() {
    return terms.sorted();
  }

  private record Ranked(String term, int index, double rank) {}

  /**
   * The terms that count, and tell, as much as chosen: first those of greatest rank, equal ones in
   * descending order of their bytes (tf.Transform's order); at most {@code topK} beside those that
   * are reserved. Left out is what no vocabulary can hold: the empty text, texts with a line end,
   * and bytes that are no UTF-8.
   */
  Fit.Terms terms(VocabularyChoice choice) {
    var reserved = Set.copyOf(choice.reserved());
    var labels = weights.map(TermWeights::byLabel);
    var kept = new ArrayList<Ranked>();
    var candidates = new ArrayList<Ranked>();
    long distinct = 0;
    for (int term = 0; term < size(); term++) {
      var text = text(term);
      if (text.isPresent() && isTerm(text.get())) {
        distinct++;
        int index = term;
        double count = weights.map(guided -> guided.of(index)).orElse((double) counts[term]);
        double rank =
            choice
                .information()
                .map(information -> information.of(labels.orElseThrow(), byLabel(index)))
                .orElse(count);
        var ranked = new Ranked(text.get(), term, rank);
        if (reserved.contains(text.get())) {
          kept.add(ranked);
        } else if (count > 0
            && count >= choice.minCount().orElse(0L)
            && rank >= choice.minInformation().orElse(Double.NEGATIVE_INFINITY)) {
          candidates.add(ranked);
        }
      }
    }
    candidates.sort(
        (a, b) ->
            a.rank() != b.rank()
                ? Double.compare(b.rank(), a.rank())
                : terms.compare(b.index(), a.index()));
    candidates.stream().limit(choice.topK()).forEach(kept::add);
    return new Fit.Terms(
        kept.stream().map(Ranked::term).toList(),
        kept.stream().map(Ranked::rank).toList(),
        distinct);
  }

  private double[] byLabel(int term) {
    return weights.orElseThrow().byLabel(term);
  }

  /** Whether a vocabulary can hold the text. */
  static boolean isTerm(String text) {
    return !text.isEmpty() && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
  }

  /** In ascending order of the terms' bytes. */
  @Override
  public void encode(DataOutput out) throws IOException {
    encode(out, ordered());
  }

  /** In that order, which is {@link #ordered}. */
  void encode(DataOutput out, int[] ordered) throws IOException {
    out.writeInt(size());
    for (int term : ordered) {
      int from = terms.start(term);
      int length = terms.end(term) - from;
      out.writeInt(length);
      out.write(terms.arena(), from, length);
      out.writeLong(counts[term]);
    }
    if (weights.isPresent()) {
      weights.get().encode(out, ordered);
    }
  }

  @Override
  public void decode(DataInput in) throws IOException {
    var indexes = new int[in.readInt()];
    for (int i = 0; i < indexes.length; i++) {
      var term = new byte[in.readInt()];
      in.readFully(term);
      indexes[i] = add(term, 0, term.length, in.readLong());
    }
    if (weights.isPresent()) {
      weights.get().decode(in, indexes);
    }
  }

  /** An empty one, which gathers the same. */
  TermsStatistic fresh() {
    return new TermsStatistic(where, mostTerms, part, weights.map(same -> new TermWeights(where)));
  }
}
