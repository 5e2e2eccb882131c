package io.tributary.components.statistics;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Path;
import io.tributary.proto.tfmd.StructStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.jspecify.annotations.Nullable;

/** What has been seen of one feature: numbers or texts or, of structs, only their presence. */
record FeatureColumn(
    Feature feature,
    List<Presence> presences,
    @Nullable NumberColumn numbers,
    @Nullable TextColumn texts,
    @Nullable WeightedColumn weighted) {

  /**
   * Of which nothing has been seen.
   *
   * @param bound up to how many different values its figures are exact
   */
  static FeatureColumn of(Feature feature, StatisticsOptions options, int bound) {
    var presences = new ArrayList<Presence>();
    for (int level = 0; level < Math.max(1, feature.levels()); level++) {
      presences.add(new Presence(bound));
    }
    return new FeatureColumn(
        feature,
        presences,
        feature.kind().isNumber() ? new NumberColumn(feature.kind(), bound) : null,
        feature.kind().isText() ? new TextColumn(bound) : null,
        options.selection().weightFeature().isPresent() ? WeightedColumn.of(feature, bound) : null);
  }

  void addLists(
      int level,
      Slots slots,
      BaseListVector lists,
      boolean areInnermost,
      @Nullable RowWeights weights) {
    presences.get(level).addLists(slots, lists, !areInnermost);
    if (weighted != null && weights != null) {
      weighted.addLists(level, slots, lists, !areInnermost, weights);
    }
  }

  void addValues(Slots slots, ValueVector vector, @Nullable RowWeights weights) {
    if (feature.levels() == 0) {
      presences.get(0).add(slots, vector);
    }
    if (numbers != null) {
      slots.forEachRange((from, to) -> numbers.add(vector, from, to));
    } else if (texts != null) {
      slots.forEachRange((from, to) -> texts.add(vector, from, to));
    }
    if (weighted != null && weights != null) {
      if (feature.levels() == 0) {
        weighted.addPresence(slots, vector, weights);
      }
      weighted.addValues(slots, vector, weights);
    }
  }

  void merge(FeatureColumn later) {
    for (int level = 0; level < presences.size(); level++) {
      presences.get(level).merge(later.presences.get(level));
    }
    if (numbers != null && later.numbers != null) {
      numbers.merge(later.numbers);
    }
    if (texts != null && later.texts != null) {
      texts.merge(later.texts);
    }
    if (weighted != null && later.weighted != null) {
      weighted.merge(later.weighted);
    }
  }

  FeatureNameStatistics finish(StatisticsOptions options) {
    var statistics =
        FeatureNameStatistics.newBuilder()
            .setPath(Path.newBuilder().addAllStep(feature.path()))
            .setType(feature.kind().type());
    var common = common();
    long values = presences.get(presences.size() - 1).values();
    if (numbers != null) {
      var numeric = numbers.finish(statistics, feature.unit(), options).setCommonStats(common);
      if (weighted != null) {
        weighted.finish(numeric, options);
      }
      statistics.setNumStats(numeric);
    } else if (texts != null && feature.kind() == ColumnKind.BYTES) {
      statistics.setBytesStats(texts.finishBytes(values).setCommonStats(common));
    } else if (texts != null) {
      var strings = texts.finish(statistics, values, options).setCommonStats(common);
      if (weighted != null) {
        weighted.finish(strings, options);
      }
      statistics.setStringStats(strings);
    } else {
      statistics.setStructStats(StructStatistics.newBuilder().setCommonStats(common));
    }
    return statistics.build();
  }

  private CommonStatistics common() {
    var common = presences.get(0).finish();
    if (presences.size() > 1) {
      presences.forEach(level -> common.addPresenceAndValencyStats(level.ofLevel()));
    }
    if (weighted != null) {
      weighted.finish(common);
    }
    return common.build();
  }

  /** What a second pass has to count; empty when this pass has counted everything. */
  Optional<HeavyCells> heavyCells(String slice, int index) {
    return texts == null || feature.kind() == ColumnKind.BYTES
        ? Optional.empty()
        : texts.heavyCells(slice, index, feature.path());
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
    if (weighted != null) {
      weighted.encode(out);
    }
  }

  static FeatureColumn decode(DataInput in, Feature feature, StatisticsOptions options, int bound)
      throws IOException {
    var presences = new ArrayList<Presence>();
    for (int level = 0; level < Math.max(1, feature.levels()); level++) {
      presences.add(Presence.decode(in, bound));
    }
    return new FeatureColumn(
        feature,
        presences,
        feature.kind().isNumber() ? NumberColumn.decode(in, feature.kind(), bound) : null,
        feature.kind().isText() ? TextColumn.decode(in, bound) : null,
        options.selection().weightFeature().isPresent()
            ? WeightedColumn.decode(in, feature, bound)
            : null);
  }
}
