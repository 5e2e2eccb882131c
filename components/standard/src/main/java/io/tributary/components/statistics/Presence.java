package io.tributary.components.statistics;

import io.tributary.proto.tfmd.CommonStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;

/** In how many rows a column has values, and how many. */
final class Presence {
  private static final int VALUE_COUNT_BUCKETS = 10;

  private long missing;
  private long values;
  private long min = Long.MAX_VALUE;
  private long max;

  /** Values per row in which the column is not missing → number of rows. */
  private LongCounts rowsByValues;

  Presence(int bound) {
    rowsByValues = new LongCounts(bound);
  }

  void add(ValueVector column, int rows, boolean isList) {
    int nulls = column instanceof NullVector ? rows : column.getNullCount();
    missing += nulls;
    if (rows == nulls) {
      return;
    }
    if (!isList) {
      add(1, rows - nulls);
      return;
    }
    var lists = (BaseListVector) column;
    for (int row = 0; row < rows; row++) {
      if (!lists.isNull(row)) {
        add(ColumnValues.length(lists, row), 1);
      }
    }
    rowsByValues.fit();
  }

  private void add(long valuesOfRow, long rows) {
    rowsByValues.add(valuesOfRow, rows);
    values += valuesOfRow * rows;
    min = Math.min(min, valuesOfRow);
    max = Math.max(max, valuesOfRow);
  }

  void merge(Presence later) {
    missing += later.missing;
    values += later.values;
    min = Math.min(min, later.min);
    max = Math.max(max, later.max);
    rowsByValues.add(later.rowsByValues);
    rowsByValues.fit();
  }

  /** Number of values in all rows. */
  long values() {
    return values;
  }

  CommonStatistics finish(long rows) {
    long present = rows - missing;
    var statistics = CommonStatistics.newBuilder().setNumNonMissing(present).setNumMissing(missing);
    if (present == 0) {
      return statistics.build();
    }
    var cells = rowsByValues.sortedCells();
    var lengths = new double[cells.length];
    var counts = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      lengths[i] = Math.min(rowsByValues.middle(cells[i]), max);
      counts[i] = rowsByValues.count(cells[i]);
    }
    return statistics
        .setTotNumValues(values)
        .setMinNumValues(min)
        .setMaxNumValues(max)
        .setAvgNumValues((float) ((double) values / present))
        .setNumValuesHistogram(new Distribution(lengths, counts).quantiles(VALUE_COUNT_BUCKETS))
        .build();
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(missing);
    out.writeLong(values);
    out.writeLong(min);
    out.writeLong(max);
    rowsByValues.encode(out);
  }

  static Presence decode(DataInput in, int bound) throws IOException {
    var presence = new Presence(bound);
    presence.missing = in.readLong();
    presence.values = in.readLong();
    presence.min = in.readLong();
    presence.max = in.readLong();
    presence.rowsByValues = LongCounts.decode(in, bound);
    return presence;
  }
}
