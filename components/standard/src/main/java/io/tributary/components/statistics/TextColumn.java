package io.tributary.components.statistics;

import io.tributary.proto.tfmd.BytesStatistics;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.StringStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.ValueVector;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one column. While the different ones fit into an exact table, everything is computed
 * from it. Beyond that only what {@link ManyTexts} tells is known, and a second pass ({@link
 * HeavyValuesAggregation}) counts frequent values exactly.
 */
final class TextColumn {
  private static final int BYTES_PER_VALUE = 256;
  private static final int MOST_BYTES = 1 << 30;

  private final int bound;

  /** Empty when there are too many. */
  private ByteCounts table = new ByteCounts();

  private @Nullable ManyTexts many;
  private long totalBytes;
  private int shortest = Integer.MAX_VALUE;
  private int longest;

  TextColumn(int bound) {
    this.bound = bound;
  }

  /** Adds the values that are not null. */
  void add(ValueVector vector, int from, int to) {
    var values = TextVectors.ofThisThread();
    for (int next = from; next < to; ) {
      next = values.load(vector, next, to);
      add(values);
      fit();
    }
  }

  private void add(TextVectors values) {
    long[] hashes = values.hashes();
    int size = values.size();
    for (int i = 0; i < size; i++) {
      int length = values.length(i);
      totalBytes += length;
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    if (many == null) {
      table.addAll(values, hashes);
    } else {
      many.add(values, hashes);
    }
  }

  void merge(TextColumn later) {
    if (many != null || later.many != null) {
      many().add(later.many());
    } else {
      table.add(later.table);
    }
    totalBytes += later.totalBytes;
    shortest = Math.min(shortest, later.shortest);
    longest = Math.max(longest, later.longest);
    fit();
  }

  private void fit() {
    if (many != null || table.size() > bound || table.byteLength() > byteBound(bound)) {
      many().fit(bound, byteBound(bound));
    }
  }

  private ManyTexts many() {
    if (many == null) {
      many = ManyTexts.of(table);
      table = new ByteCounts();
    }
    return many;
  }

  static long byteBound(int bound) {
    return Math.min((long) bound * BYTES_PER_VALUE, MOST_BYTES);
  }

  /**
   * Everything but the common statistics; without top values and ranks when there are too many.
   *
   * @param feature is given what TFDV has no field for, and the distribution of the values unless
   *     there are too many
   */
  StringStatistics.Builder finish(
      FeatureNameStatistics.Builder feature, long values, StatisticsOptions options) {
    var statistics =
        StringStatistics.newBuilder()
            .setInvalidUtf8Count(many == null ? InvalidUtf8.in(table) : many.invalid())
            .setUnique(unique());
    if (values > 0) {
      statistics.setAvgLength((float) ((double) totalBytes / values));
      addLength(feature, "min_length", shortest);
      addLength(feature, "max_length", longest);
    }
    if (many == null) {
      var frequent = new FrequentValues(table, 0);
      frequent.addTo(statistics, options);
      StoredValues.addTexts(feature, frequent, options);
    }
    return statistics;
  }

  private long unique() {
    return many == null ? table.size() : many.different();
  }

  private static void addLength(FeatureNameStatistics.Builder feature, String name, int length) {
    feature.addCustomStats(CustomStatistic.newBuilder().setName(name).setNum(length));
  }

  /** Everything but the common statistics, of bytes that are no text. */
  BytesStatistics.Builder finishBytes(long values) {
    var statistics = BytesStatistics.newBuilder().setUnique(unique());
    return values == 0
        ? statistics
        : statistics
            .setAvgNumBytes((float) ((double) totalBytes / values))
            .setMinNumBytes(shortest)
            .setMaxNumBytes(longest)
            .setMaxNumBytesInt(longest);
  }

  /**
   * What a second pass has to count; empty when this pass has counted everything, or when it is
   * known that a second one would list nothing.
   */
  Optional<HeavyCells> heavyCells(String slice, int column, List<String> path) {
    return Optional.ofNullable(many).flatMap(texts -> texts.heavyCells(slice, column, path));
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(totalBytes);
    out.writeInt(shortest);
    out.writeInt(longest);
    out.writeBoolean(many != null);
    if (many == null) {
      table.encode(out);
    } else {
      many.encode(out);
    }
  }

  static TextColumn decode(DataInput in, int bound) throws IOException {
    var column = new TextColumn(bound);
    column.totalBytes = in.readLong();
    column.shortest = in.readInt();
    column.longest = in.readInt();
    if (in.readBoolean()) {
      column.many = ManyTexts.decode(in);
    } else {
      column.table = ByteCounts.decode(in);
    }
    return column;
  }
}
