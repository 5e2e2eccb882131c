package io.tributary.components.statistics;

import io.tributary.proto.tfmd.WeightedCommonStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;

/** {@link Presence} with the weights of rows in place of their number. */
record WeightedPresence(WeightSum present, WeightSum missing, WeightSum values) {
  WeightedPresence() {
    this(new WeightSum(), new WeightSum(), new WeightSum());
  }

  /** Adds values that are in no list. */
  void add(Slots slots, ValueVector vector, RowWeights weights) {
    boolean isNull = vector instanceof NullVector;
    slots.forEach(
        position -> {
          int row = slots.row(position);
          if (isNull || vector.isNull(position)) {
            weights.addTo(missing, row);
          } else {
            weights.addTo(present, row);
            weights.addTo(values, row);
          }
        });
  }

  void addLists(Slots slots, BaseListVector lists, boolean countNulls, RowWeights weights) {
    slots.forEach(
        position -> {
          int row = slots.row(position);
          if (lists.isNull(position)) {
            weights.addTo(missing, row);
          } else {
            weights.addTo(present, row);
            weights.addTo(values, row, Presence.length(lists, position, countNulls));
          }
        });
  }

  void merge(WeightedPresence later) {
    present.add(later.present);
    missing.add(later.missing);
    values.add(later.values);
  }

  WeightedCommonStatistics finish() {
    var statistics =
        WeightedCommonStatistics.newBuilder()
            .setNumNonMissing(present.toDouble())
            .setNumMissing(missing.toDouble())
            .setTotNumValues(values.toDouble());
    if (!present.isZero()) {
      statistics.setAvgNumValues(values.toDouble() / present.toDouble());
    }
    return statistics.build();
  }

  void encode(DataOutput out) throws IOException {
    present.encode(out);
    missing.encode(out);
    values.encode(out);
  }

  static WeightedPresence decode(DataInput in) throws IOException {
    return new WeightedPresence(WeightSum.decode(in), WeightSum.decode(in), WeightSum.decode(in));
  }
}
