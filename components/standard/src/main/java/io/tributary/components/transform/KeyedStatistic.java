package io.tributary.components.transform;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.serving.Tensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A statistic of numbers for each key. The missing key is a key like any other. */
final class KeyedStatistic implements Statistic {
  private final String where;
  private final int mostKeys;
  private final Supplier<Statistic> ofKey;
  private final TermsStatistic keys;
  private final List<Statistic> statistics = new ArrayList<>();

  KeyedStatistic(String where, int mostKeys, Supplier<Statistic> ofKey) {
    this.where = where;
    this.mostKeys = mostKeys;
    this.ofKey = ofKey;
    this.keys = new TermsStatistic(where);
  }

  /** Adds a batch: a number, or NaN where it is missing, and a key per row. */
  void add(double[] values, TextSource source, Tensor texts) {
    source.forEach(
        texts,
        new TextSource.Sink() {
          private int row;

          @Override
          public void accept(byte[] data, int from, int to) {
            of(keys.add(data, from, to, 1)).add(values[row++]);
          }
        });
  }

  private Statistic of(int key) {
    if (key == statistics.size()) {
      if (key == mostKeys) {
        throw new ExecutionFailure(
            ExecutionFailure.Code.RESOURCE_EXHAUSTED,
            new Explanation(
                where,
                "more than " + mostKeys + " different keys",
                "at most " + mostKeys,
                "allow more with per(key, mostKeys), or use a key of fewer values"));
      }
      statistics.add(ofKey.get());
    }
    return statistics.get(key);
  }

  @Override
  public void merge(Statistic other) {
    var that = (KeyedStatistic) other;
    int[] positions = keys.addAll(that.keys);
    for (int key = 0; key < positions.length; key++) {
      of(positions[key]).merge(that.statistics.get(key));
    }
  }

  /** What follows for each key, ordered by the keys' bytes; keys that are no UTF-8 left out. */
  Fit.PerKey fits(Function<Statistic, Fit> fit) {
    var texts = new ArrayList<String>();
    var fits = new ArrayList<Fit>();
    for (int key : keys.ordered()) {
      keys.text(key)
          .ifPresent(
              text -> {
                texts.add(text);
                fits.add(fit.apply(statistics.get(key)));
              });
    }
    return new Fit.PerKey(texts, fits);
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    var ordered = keys.ordered();
    keys.encode(out, ordered);
    for (int key : ordered) {
      statistics.get(key).encode(out);
    }
  }

  @Override
  public void decode(DataInput in) throws IOException {
    var that = new KeyedStatistic(where, mostKeys, ofKey);
    that.keys.decode(in);
    for (int key = 0; key < that.keys.size(); key++) {
      that.of(key).decode(in);
    }
    merge(that);
  }
}
