package io.tributary.components.statistics;

import com.google.protobuf.ByteString;
import io.tributary.proto.tfmd.RankHistogram;
import io.tributary.proto.tfmd.StringStatistics;
import io.tributary.proto.tfmd.StringStatistics.FreqAndValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The most frequent values of a table, in TFDV's order: by falling count, where equal by falling
 * bytes.
 *
 * @param moreThan only values that occur more often than this
 */
record FrequentValues(ByteCounts table, long moreThan) {
  /** Stands for a value that is no UTF-8, as in TFDV. */
  static final String NOT_UTF8 = "__BYTES_VALUE__";

  /** Sets top values and rank histogram. */
  void addTo(StringStatistics.Builder statistics, StatisticsOptions options) {
    for (int entry : mostFrequent(options.topValues())) {
      statistics.addTopValues(
          FreqAndValue.newBuilder().setValue(label(entry)).setFrequency(table.count(entry)));
    }
    var ranks = ranks(options.rankHistogramBuckets());
    if (ranks.getBucketsCount() > 0) {
      statistics.setRankHistogram(ranks);
    }
  }

  /** The {@code wanted} most frequent values, one bucket each. */
  RankHistogram ranks(int wanted) {
    var entries = mostFrequent(wanted);
    var ranks = RankHistogram.newBuilder();
    for (int rank = 0; rank < entries.length; rank++) {
      ranks.addBuckets(
          RankHistogram.Bucket.newBuilder()
              .setLowRank(rank)
              .setHighRank(rank)
              .setLabel(label(entries[rank]))
              .setSampleCount(table.count(entries[rank])));
    }
    return ranks.build();
  }

  /** How many values there are. */
  int size() {
    int size = 0;
    for (int entry = 0; entry < table.size(); entry++) {
      size += table.count(entry) > moreThan ? 1 : 0;
    }
    return size;
  }

  private int[] mostFrequent(int wanted) {
    Comparator<Integer> rising = this::compare;
    var heap = new PriorityQueue<Integer>(rising);
    for (int entry = 0; entry < table.size(); entry++) {
      if (table.count(entry) <= moreThan) {
        continue;
      }
      if (heap.size() < wanted) {
        heap.add(entry);
      } else if (wanted > 0 && compare(entry, heap.element()) > 0) {
        heap.remove();
        heap.add(entry);
      }
    }
    var entries = new int[heap.size()];
    for (int i = entries.length - 1; i >= 0; i--) {
      entries[i] = heap.remove();
    }
    return entries;
  }

  private int compare(int a, int b) {
    int byCount = Long.compare(table.count(a), table.count(b));
    return byCount != 0
        ? byCount
        : Arrays.compareUnsigned(
            table.bytes(),
            table.start(a),
            table.start(a) + table.length(a),
            table.bytes(),
            table.start(b),
            table.start(b) + table.length(b));
  }

  private String label(int entry) {
    return label(ByteString.copyFrom(table.bytes(), table.start(entry), table.length(entry)));
  }

  /** How a value is written. */
  static String label(ByteString value) {
    return value.isValidUtf8() ? value.toStringUtf8() : NOT_UTF8;
  }
}
