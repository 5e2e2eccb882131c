package io.tributary.components.transform;

import io.tributary.serving.RaggedTensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Optional;

/** How often each n-gram of the words of rows occurs, and in how many of the rows. */
final class WordsStatistic implements Statistic {
  private static final int FIRST_WORDS = 64;

  private final Words.Cut cut;
  private final TermsStatistic terms;
  private long[] texts = new long[FIRST_WORDS];
  private long[] lastText = new long[FIRST_WORDS];
  private long rows;

  /** Whether a row's weight is for its n-grams once, however often they occur. */
  private boolean isOfPresence;

  private final WordBounds bounds = new WordBounds();

  /**
   * Of rows that are cut so.
   *
   * @param terms is to hold the n-grams
   */
  WordsStatistic(Words.Cut cut, TermsStatistic terms) {
    this.cut = cut;
    this.terms = terms;
  }

  @Override
  public void guide(Optional<double[]> weights, Optional<double[]> labels) {
    terms.guide(weights, labels);
    isOfPresence = labels.isPresent();
  }

  /** Adds a text; it counts as one even if it is empty. */
  @Override
  public void add(byte[] data, int from, int to) {
    bounds.find(data, from, to, cut.delimiter(), cut.most());
    countGrams();
  }

  /** Adds lists, whose texts the source hands over. */
  void add(TextSource source, RaggedTensor lists) {
    var delimiter = cut.delimiter();
    var sink =
        new TextSource.Sink() {
          private int row;
          private int text;

          @Override
          public void accept(byte[] data, int from, int to) {
            if (bounds.count() < cut.most()) {
              bounds.append(data, from, to, delimiter);
            }
            text++;
            endRows();
          }

          private void endRows() {
            while (row < lists.rows() && lists.ends()[row] == text) {
              countGrams();
              bounds.clear();
              row++;
            }
          }
        };
    bounds.clear();
    sink.endRows();
    source.forEach(lists.values(), sink);
  }

  private void countGrams() {
    rows++;
    terms.nextRow();
    for (int first = 0; first < bounds.count(); first++) {
      for (int last = first; last < bounds.count() && last - first < cut.longest(); last++) {
        if (!bounds.isWord(last, cut)) {
          break;
        }
        if (last - first + 1 >= cut.shortest()) {
          int term = terms.add(bounds.data(), bounds.start(first), bounds.end(last), 1);
          if (term >= 0) {
            count(term);
          }
        }
      }
    }
  }

  private void count(int term) {
    reserve(term);
    boolean isFirst = lastText[term] != rows;
    if (isFirst) {
      lastText[term] = rows;
      texts[term]++;
    }
    if (isFirst || !isOfPresence) {
      terms.weigh(term);
    }
  }

  private void reserve(int term) {
    if (term >= texts.length) {
      int length = Math.max(term + 1, texts.length * 2);
      texts = Arrays.copyOf(texts, length);
      lastText = Arrays.copyOf(lastText, length);
    }
  }

  Fit.Words words(VocabularyChoice choice) {
    var vocabulary = terms.terms(choice);
    var wanted = new HashMap<String, Long>();
    vocabulary.terms().forEach(term -> wanted.put(term, 0L));
    for (int term = 0; term < terms.size(); term++) {
      long among = texts[term];
      terms.text(term).ifPresent(text -> wanted.computeIfPresent(text, (known, none) -> among));
    }
    var frequencies = new ArrayList<Long>();
    vocabulary.terms().forEach(term -> frequencies.add(wanted.getOrDefault(term, 0L)));
    return new Fit.Words(vocabulary, frequencies, rows);
  }

  @Override
  public void merge(Statistic other) {
    var that = (WordsStatistic) other;
    rows += that.rows;
    int[] indexes = terms.addAll(that.terms);
    for (int term = 0; term < indexes.length; term++) {
      reserve(indexes[term]);
      texts[indexes[term]] += that.texts[term];
    }
    Arrays.fill(lastText, 0);
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    var ordered = terms.ordered();
    terms.encode(out, ordered);
    for (int term : ordered) {
      out.writeLong(texts[term]);
    }
    out.writeLong(rows);
  }

  @Override
  public void decode(DataInput in) throws IOException {
    var encoded = new WordsStatistic(cut, terms.fresh());
    encoded.terms.decode(in);
    for (int term = 0; term < encoded.terms.size(); term++) {
      encoded.reserve(term);
      encoded.texts[term] = in.readLong();
    }
    encoded.rows = in.readLong();
    merge(encoded);
  }
}
