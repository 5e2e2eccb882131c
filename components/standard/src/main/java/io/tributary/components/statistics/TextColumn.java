package io.tributary.components.statistics;

import com.google.protobuf.UnsafeByteOperations;
import io.tributary.proto.tfmd.BytesStatistics;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.StringStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.apache.arrow.vector.ValueVector;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one column. While the different ones fit into an exact table, everything is computed
 * from it. Beyond that the table is thinned to a sample, from which the number of different values
 * is estimated, and every value is counted in one of {@link HeavyCells#CELLS} cells by its hash:
 * frequent values make heavy cells, and a second pass ({@link HeavyValuesAggregation}) counts the
 * values of those exactly.
 */
final class TextColumn {
  private static final int BYTES_PER_VALUE = 256;
  private static final int MOST_BYTES = 1 << 30;

  private final int bound;
  private ByteCounts table = new ByteCounts();

  /** Values per cell; only when the table is a sample. */
  private @Nullable HashCells cells;

  /** Values that are no valid UTF-8; counted here only when the table is a sample. */
  private long invalid;

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
    byte[] bytes = values.bytes();
    long[] hashes = values.hashes();
    int size = values.size();
    for (int i = 0; i < size; i++) {
      int length = values.length(i);
      totalBytes += length;
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    if (cells != null) {
      for (int i = 0; i < size; i++) {
        cells.add(hashes[i]);
      }
      invalid += invalid(values);
    }
    for (int i = 0; i < size; i++) {
      table.add(hashes[i], bytes, values.start(i), values.length(i), 1);
    }
  }

  void merge(TextColumn later) {
    if (cells != null || later.cells != null) {
      startSampling().add(later.startSampling());
      invalid += later.invalid;
    }
    totalBytes += later.totalBytes;
    shortest = Math.min(shortest, later.shortest);
    longest = Math.max(longest, later.longest);
    table.add(later.table);
    fit();
  }

  private void fit() {
    while (table.size() > bound || table.byteLength() > byteBound(bound)) {
      startSampling();
      table.thin(table.level() + 1);
    }
  }

  static long byteBound(int bound) {
    return Math.min((long) bound * BYTES_PER_VALUE, MOST_BYTES);
  }

  private HashCells startSampling() {
    if (cells == null) {
      cells = new HashCells();
      for (int entry = 0; entry < table.size(); entry++) {
        cells.add(table.hash(entry), table.count(entry));
      }
      invalid = invalidInTable();
    }
    return cells;
  }

  private long invalidInTable() {
    long values = 0;
    for (int entry = 0; entry < table.size(); entry++) {
      if (!isUtf8(table.bytes(), table.start(entry), table.length(entry))) {
        values += table.count(entry);
      }
    }
    return values;
  }

  private static long invalid(TextVectors values) {
    int size = values.size();
    if (size == 0 || isAscii(values.bytes(), 0, values.start(size - 1) + values.length(size - 1))) {
      return 0;
    }
    long invalid = 0;
    for (int i = 0; i < size; i++) {
      invalid += isUtf8(values.bytes(), values.start(i), values.length(i)) ? 0 : 1;
    }
    return invalid;
  }

  private static boolean isUtf8(byte[] source, int start, int length) {
    return isAscii(source, start, length)
        || UnsafeByteOperations.unsafeWrap(source, start, length).isValidUtf8();
  }

  private static boolean isAscii(byte[] source, int start, int length) {
    int all = 0;
    for (int i = start; i < start + length; i++) {
      all |= source[i];
    }
    return all >= 0;
  }

  /**
   * Everything but the common statistics; without top values and ranks when the table is a sample.
   *
   * @param feature is given what TFDV has no field for, and the distribution of the values unless
   *     the table is a sample
   */
  StringStatistics.Builder finish(
      FeatureNameStatistics.Builder feature, long values, StatisticsOptions options) {
    var statistics =
        StringStatistics.newBuilder()
            .setInvalidUtf8Count(cells == null ? invalidInTable() : invalid)
            .setUnique(unique());
    if (values > 0) {
      statistics.setAvgLength((float) ((double) totalBytes / values));
      addLength(feature, "min_length", shortest);
      addLength(feature, "max_length", longest);
    }
    if (cells == null) {
      var frequent = new FrequentValues(table, 0);
      frequent.addTo(statistics, options);
      StoredValues.addTexts(feature, frequent, options);
    }
    return statistics;
  }

  private long unique() {
    return (long) table.size() << table.level();
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
  Optional<HeavyCells> heavyCells(String slice, int column) {
    var counted = cells;
    if (counted == null) {
      return Optional.empty();
    }
    var heavy = HeavyCells.of(slice, column, counted.counts());
    return heavy.anyMatch(counted::mayHoldMoreThan) ? Optional.of(heavy) : Optional.empty();
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(totalBytes);
    out.writeInt(shortest);
    out.writeInt(longest);
    table.encode(out);
    out.writeBoolean(cells != null);
    if (cells != null) {
      out.writeLong(invalid);
      cells.encode(out);
    }
  }

  static TextColumn decode(DataInput in, int bound) throws IOException {
    var column = new TextColumn(bound);
    column.totalBytes = in.readLong();
    column.shortest = in.readInt();
    column.longest = in.readInt();
    column.table = ByteCounts.decode(in);
    if (in.readBoolean()) {
      column.invalid = in.readLong();
      column.cells = HashCells.decode(in);
    }
    return column;
  }
}
