package io.tributary.components.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;

/** How often each n-gram of the words of texts occurs, and in how many of the texts. */
final class WordsStatistic implements Statistic {
  private static final int FIRST_WORDS = 64;

  private final Words.Cut cut;
  private final TermsStatistic terms;
  private long[] texts = new long[FIRST_WORDS];
  private long[] lastText = new long[FIRST_WORDS];
  private long rows;

  private final WordBounds bounds = new WordBounds();

  WordsStatistic(String where, Words.Cut cut) {
    this.cut = cut;
    this.terms = new TermsStatistic(where);
  }

  /** Adds a text; it counts as one even if it is empty. */
  @Override
  public void add(byte[] data, int from, int to) {
    rows++;
    bounds.find(data, from, to, cut.delimiter(), cut.most());
    for (int first = 0; first < bounds.count(); first++) {
      for (int last = first; last < bounds.count() && last - first < cut.longest(); last++) {
        if (bounds.isEmpty(last)) {
          break;
        }
        if (last - first + 1 >= cut.shortest()) {
          count(terms.add(bounds.data(), bounds.start(first), bounds.end(last), 1));
        }
      }
    }
  }

  private void count(int term) {
    reserve(term);
    if (lastText[term] != rows) {
      lastText[term] = rows;
      texts[term]++;
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
    var vocabulary = choice.terms(terms);
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
    terms.encode(out);
    for (int term : terms.ordered()) {
      out.writeLong(texts[term]);
    }
    out.writeLong(rows);
  }

  @Override
  public void decode(DataInput in) throws IOException {
    var encoded = new WordsStatistic(terms.where(), cut);
    encoded.terms.decode(in);
    for (int term = 0; term < encoded.terms.size(); term++) {
      encoded.reserve(term);
      encoded.texts[term] = in.readLong();
    }
    encoded.rows = in.readLong();
    merge(encoded);
  }
}
