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

  private static final int FIRST_SLOTS = 64;

  private final String where;
  private final int mostTerms;
  private byte[] arena = new byte[FIRST_SLOTS * 16];
  private int[] ends = new int[FIRST_SLOTS];
  private long[] counts = new long[FIRST_SLOTS];
  private int[] slots = new int[FIRST_SLOTS * 2];
  private int terms;

  TermsStatistic(String where) {
    this(where, MOST_TERMS);
  }

  TermsStatistic(String where, int mostTerms) {
    this.where = where;
    this.mostTerms = mostTerms;
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
    int slot = hash(data, from, to) & (slots.length - 1);
    while (slots[slot] != 0) {
      int term = slots[slot] - 1;
      if (Arrays.equals(arena, start(term), ends[term], data, from, to)) {
        counts[term] += times;
        return term;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    int added = append(data, from, to, times);
    slots[slot] = added + 1;
    if (terms * 2 > slots.length) {
      rehash();
    }
    return added;
  }

  private int start(int term) {
    return term == 0 ? 0 : ends[term - 1];
  }

  private static int hash(byte[] data, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + data[i];
    }
    hash *= 0x9E37_79B9;
    return hash ^ (hash >>> 15);
  }

  private int append(byte[] data, int from, int to, long times) {
    int used = terms == 0 ? 0 : ends[terms - 1];
    long needed = (long) used + to - from;
    if (terms == mostTerms || needed > MOST_BYTES) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.RESOURCE_EXHAUSTED,
          new Explanation(
              where,
              "more than " + terms + " distinct terms of " + used + " bytes",
              "at most " + mostTerms + " terms of " + MOST_BYTES + " bytes in all",
              "use hash(buckets), which needs no pass over the data; of words, shorter n-grams"));
    }
    if (needed > arena.length) {
      arena = Arrays.copyOf(arena, (int) Math.min(MOST_BYTES, Math.max(needed, arena.length * 2L)));
    }
    if (terms == ends.length) {
      ends = Arrays.copyOf(ends, ends.length * 2);
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    System.arraycopy(data, from, arena, used, to - from);
    ends[terms] = (int) needed;
    counts[terms] = times;
    return terms++;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int term = 0; term < terms; term++) {
      int slot = hash(arena, start(term), ends[term]) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = term + 1;
    }
  }

  @Override
  public void merge(Statistic other) {
    addAll((TermsStatistic) other);
  }

  /** Adds another's terms; returns their indexes here, by their indexes there. */
  int[] addAll(TermsStatistic that) {
    var indexes = new int[that.terms];
    for (int term = 0; term < that.terms; term++) {
      indexes[term] = add(that.arena, that.start(term), that.ends[term], that.counts[term]);
    }
    return indexes;
  }

  String where() {
    return where;
  }

  /** How many different terms there are. */
  int size() {
    return terms;
  }

  /** The term of that index; empty if it is no UTF-8. */
  Optional<String> text(int term) {
    int from = start(term);
    var text = new String(arena, from, ends[term] - from, UTF_8);
    var bytes = text.getBytes(UTF_8);
    return Arrays.equals(bytes, 0, bytes.length, arena, from, ends[term])
        ? Optional.of(text)
        : Optional.empty();
  }

  /**
   * How often each text occurs.
   *
   * @throws ExecutionFailure RESOURCE_EXHAUSTED if there are more than {@code most}
   */
  Fit.PerKey counts(int most) {
    if (terms > most) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.RESOURCE_EXHAUSTED,
          new Explanation(
              where,
              terms + " different texts",
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
    return IntStream.range(0, terms).boxed().sorted(this::compareBytes).toList();
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
    for (int term = 0; term < terms; term++) {
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
                : compareBytes(b.index(), a.index()));
    List<String> chosen = candidates.stream().limit(topK).map(Counted::term).toList();
    return new Fit.Terms(chosen, distinct);
  }

  /** Whether a vocabulary can hold the text. */
  static boolean isTerm(String text) {
    return !text.isEmpty() && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
  }

  private int compareBytes(int a, int b) {
    return Arrays.compareUnsigned(arena, start(a), ends[a], arena, start(b), ends[b]);
  }

  /** In ascending order of the terms' bytes. */
  @Override
  public void encode(DataOutput out) throws IOException {
    out.writeInt(terms);
    for (int term : ordered()) {
      int from = start(term);
      out.writeInt(ends[term] - from);
      out.write(arena, from, ends[term] - from);
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
