package io.tributary.components.statistics;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.PresenceAndValencyStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;

/** At how many places a feature has values, and how many. */
final class Presence {
  private static final int VALUE_COUNT_BUCKETS = 10;

  private long present;
  private long missing;
  private long values;
  private long min = Long.MAX_VALUE;
  private long max;

  /** Values per place at which the feature is not missing → number of places. */
  private LongCounts placesByValues;

  Presence(int bound) {
    placesByValues = new LongCounts(bound);
  }

  /** Adds values that are in no list. */
  void add(Slots slots, ValueVector vector) {
    int nulls = slots.nulls(vector);
    missing += nulls;
    if (slots.size() > nulls) {
      add(1, slots.size() - nulls);
    }
  }

  /**
   * Adds lists.
   *
   * @param countNulls whether an element that is null is a value
   */
  void addLists(Slots slots, BaseListVector lists, boolean countNulls) {
    slots.forEach(
        position -> {
          if (lists.isNull(position)) {
            missing++;
          } else {
            add(length(lists, position, countNulls), 1);
          }
        });
    placesByValues.fit();
  }

  /** Number of values of a list that is there. */
  static int length(BaseListVector lists, int position, boolean countNulls) {
    int from = lists.getElementStartIndex(position);
    int to = lists.getElementEndIndex(position);
    int length = to - from;
    var elements = lists.getChildrenFromFields().get(0);
    if (!countNulls && elements.getNullCount() > 0) {
      for (int i = from; i < to; i++) {
        length -= elements.isNull(i) ? 1 : 0;
      }
    }
    return length;
  }

  private void add(long valuesOfPlace, long places) {
    placesByValues.add(valuesOfPlace, places);
    present += places;
    values += valuesOfPlace * places;
    min = Math.min(min, valuesOfPlace);
    max = Math.max(max, valuesOfPlace);
  }

  void merge(Presence later) {
    present += later.present;
    missing += later.missing;
    values += later.values;
    min = Math.min(min, later.min);
    max = Math.max(max, later.max);
    placesByValues.add(later.placesByValues);
    placesByValues.fit();
  }

  /** Number of values in all places. */
  long values() {
    return values;
  }

  CommonStatistics.Builder finish() {
    var statistics = CommonStatistics.newBuilder().setNumNonMissing(present).setNumMissing(missing);
    if (present == 0) {
      return statistics;
    }
    var places = placesByValues.sorted();
    var lengths = new double[places.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Math.min(placesByValues.middle(places.numbers()[i]), max);
    }
    return statistics
        .setTotNumValues(values)
        .setMinNumValues(min)
        .setMaxNumValues(max)
        .setAvgNumValues((float) ((double) values / present))
        .setNumValuesHistogram(
            new Distribution(lengths, places.counts()).quantiles(VALUE_COUNT_BUCKETS));
  }

  /** The same without what is only told of the outermost lists. */
  PresenceAndValencyStatistics ofLevel() {
    return PresenceAndValencyStatistics.newBuilder()
        .setNumNonMissing(present)
        .setNumMissing(missing)
        .setMinNumValues(present == 0 ? 0 : min)
        .setMaxNumValues(max)
        .setTotNumValues(values)
        .build();
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(present);
    out.writeLong(missing);
    out.writeLong(values);
    out.writeLong(min);
    out.writeLong(max);
    placesByValues.encode(out);
  }

  static Presence decode(DataInput in, int bound) throws IOException {
    var presence = new Presence(bound);
    presence.present = in.readLong();
    presence.missing = in.readLong();
    presence.values = in.readLong();
    presence.min = in.readLong();
    presence.max = in.readLong();
    presence.placesByValues = LongCounts.decode(in, bound);
    return presence;
  }
}
