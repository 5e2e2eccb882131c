package io.tributary.components.statistics;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.NumericStatistics;
import io.tributary.proto.tfmd.StringStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.jspecify.annotations.Nullable;

/** The weighted figures of a feature. */
final class WeightedColumn {
  private final List<WeightedPresence> presences;
  private final @Nullable WeightedNumbers numbers;
  private final @Nullable ByteWeights texts;
  private long[] keys = new long[64];

  private WeightedColumn(
      List<WeightedPresence> presences,
      @Nullable WeightedNumbers numbers,
      @Nullable ByteWeights texts) {
    this.presences = presences;
    this.numbers = numbers;
    this.texts = texts;
  }

  static WeightedColumn of(Feature feature, int bound) {
    var presences = new ArrayList<WeightedPresence>();
    for (int level = 0; level < Math.max(1, feature.levels()); level++) {
      presences.add(new WeightedPresence());
    }
    return new WeightedColumn(
        presences,
        feature.kind().isNumber() ? new WeightedNumbers(feature.kind(), bound) : null,
        feature.kind() == ColumnKind.TEXT ? new ByteWeights(bound) : null);
  }

  void addLists(
      int level, Slots slots, BaseListVector lists, boolean countNulls, RowWeights weights) {
    presences.get(level).addLists(slots, lists, countNulls, weights);
  }

  void addPresence(Slots slots, ValueVector vector, RowWeights weights) {
    presences.get(0).add(slots, vector, weights);
  }

  void addValues(Slots slots, ValueVector vector, RowWeights weights) {
    if (numbers != null) {
      slots.forEachRange((from, to) -> addNumbers(numbers, slots, vector, from, to, weights));
    } else if (texts != null && !(vector instanceof NullVector)) {
      slots.forEachRange((from, to) -> addTexts(texts, slots, vector, from, to, weights));
    }
  }

  private void addNumbers(
      WeightedNumbers target,
      Slots slots,
      ValueVector vector,
      int from,
      int to,
      RowWeights weights) {
    if (keys.length < to - from) {
      keys = new long[Math.max(to - from, keys.length * 2)];
    }
    NumberVectors.read(vector, from, to, keys);
    int next = 0;
    for (int position = from; position < to; position++) {
      if (!vector.isNull(position)) {
        int row = slots.row(position);
        target.add(keys[next++], weights.whole(row), weights.fraction(row));
      }
    }
  }

  private void addTexts(
      ByteWeights target, Slots slots, ValueVector vector, int from, int to, RowWeights weights) {
    int[] position = {from};
    TextVectors.ofThisThread()
        .forEach(
            vector,
            from,
            to,
            (source, start, length) -> {
              while (vector.isNull(position[0])) {
                position[0]++;
              }
              int row = slots.row(position[0]++);
              target.add(source, start, length, weights.whole(row), weights.fraction(row));
            });
  }

  void merge(WeightedColumn later) {
    for (int level = 0; level < presences.size(); level++) {
      presences.get(level).merge(later.presences.get(level));
    }
    if (numbers != null && later.numbers != null) {
      numbers.merge(later.numbers);
    }
    if (texts != null && later.texts != null) {
      texts.merge(later.texts);
    }
  }

  void finish(CommonStatistics.Builder common) {
    common.setWeightedCommonStats(presences.get(0).finish());
    if (presences.size() > 1) {
      presences.forEach(level -> common.addWeightedPresenceAndValencyStats(level.finish()));
    }
  }

  void finish(NumericStatistics.Builder statistics, StatisticsOptions options) {
    if (numbers != null) {
      statistics.setWeightedNumericStats(numbers.finish(options));
    }
  }

  void finish(StringStatistics.Builder statistics, StatisticsOptions options) {
    if (texts != null) {
      statistics.setWeightedStringStats(texts.finish(options));
    }
  }

  void encode(DataOutput out) throws IOException {
    for (var presence : presences) {
      presence.encode(out);
    }
    if (numbers != null) {
      numbers.encode(out);
    } else if (texts != null) {
      texts.encode(out);
    }
  }

  static WeightedColumn decode(DataInput in, Feature feature, int bound) throws IOException {
    var presences = new ArrayList<WeightedPresence>();
    for (int level = 0; level < Math.max(1, feature.levels()); level++) {
      presences.add(WeightedPresence.decode(in));
    }
    return new WeightedColumn(
        presences,
        feature.kind().isNumber() ? WeightedNumbers.decode(in, feature.kind(), bound) : null,
        feature.kind() == ColumnKind.TEXT ? ByteWeights.decode(in, bound) : null);
  }
}
