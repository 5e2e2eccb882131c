package io.tributary.components.statistics;

import io.tributary.proto.tfmd.RankHistogram;
import io.tributary.proto.tfmd.StringStatistics.FreqAndValue;
import io.tributary.proto.tfmd.WeightedStringStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The weight of each text, as long as there are few enough of them. Of a column with more different
 * texts than the bound nothing is told: the weights of a sample would say nothing of the heaviest.
 */
final class ByteWeights {
  private final int bound;
  private ByteDictionary texts = new ByteDictionary();
  private long[] wholes = new long[16];
  private long[] fractions = new long[16];
  private boolean isGivenUp;

  ByteWeights(int bound) {
    this.bound = bound;
  }

  void add(byte[] source, int start, int length, long whole, long fraction) {
    if (isGivenUp) {
      return;
    }
    int text = texts.number(source, start, length);
    if (text == wholes.length) {
      wholes = Arrays.copyOf(wholes, text * 2);
      fractions = Arrays.copyOf(fractions, text * 2);
    }
    fractions[text] += fraction;
    wholes[text] = WeightSum.wholes(wholes[text], whole, fractions[text], fraction);
    if (texts.size() > bound || texts.byteLength() > TextColumn.byteBound(bound)) {
      giveUp();
    }
  }

  private void giveUp() {
    isGivenUp = true;
    texts = new ByteDictionary();
    wholes = new long[0];
    fractions = new long[0];
  }

  void merge(ByteWeights later) {
    if (later.isGivenUp) {
      giveUp();
    }
    for (int text = 0; text < later.texts.size(); text++) {
      add(
          later.texts.bytes(),
          later.texts.start(text),
          later.texts.length(text),
          later.wholes[text],
          later.fractions[text]);
    }
  }

  WeightedStringStatistics finish(StatisticsOptions options) {
    var numbers = new Integer[texts.size()];
    Arrays.setAll(numbers, i -> i);
    Arrays.sort(
        numbers,
        Comparator.<Integer>comparingLong(i -> wholes[i])
            .thenComparing(i -> fractions[i], Long::compareUnsigned)
            .thenComparing(texts::compare)
            .reversed());
    var statistics = WeightedStringStatistics.newBuilder();
    var ranks = RankHistogram.newBuilder();
    for (int rank = 0; rank < numbers.length; rank++) {
      var label = FrequentValues.label(texts.string(numbers[rank]));
      double weight = WeightSum.toDouble(wholes[numbers[rank]], fractions[numbers[rank]]);
      if (rank < options.topValues()) {
        statistics.addTopValues(FreqAndValue.newBuilder().setValue(label).setFrequency(weight));
      }
      if (rank < options.rankHistogramBuckets()) {
        ranks.addBuckets(
            RankHistogram.Bucket.newBuilder()
                .setLowRank(rank)
                .setHighRank(rank)
                .setLabel(label)
                .setSampleCount(weight));
      }
    }
    return ranks.getBucketsCount() > 0
        ? statistics.setRankHistogram(ranks).build()
        : statistics.build();
  }

  void encode(DataOutput out) throws IOException {
    out.writeBoolean(isGivenUp);
    out.writeInt(texts.size());
    for (int text : texts.sorted()) {
      out.writeLong(wholes[text]);
      out.writeLong(fractions[text]);
      out.writeInt(texts.length(text));
      out.write(texts.bytes(), texts.start(text), texts.length(text));
    }
  }

  static ByteWeights decode(DataInput in, int bound) throws IOException {
    var weights = new ByteWeights(bound);
    if (in.readBoolean()) {
      weights.giveUp();
    }
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      long whole = in.readLong();
      long fraction = in.readLong();
      var text = new byte[in.readInt()];
      in.readFully(text);
      weights.add(text, 0, text.length, whole, fraction);
    }
    return weights;
  }
}
