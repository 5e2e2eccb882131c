package io.tributary.components.tuner;

import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A share of rows, evenly spaced; where they have one label of classes, evenly in every class. */
final class RowShare {
  private static final int LEAST = 2;

  private RowShare() {}

  static TrainingData of(TrainingData data, double share) {
    var chosen = new ArrayList<Integer>();
    for (var group : groups(data)) {
      int count = (int) Math.min(group.length, Math.max(LEAST, Math.round(group.length * share)));
      for (int i = 0; i < count; i++) {
        chosen.add(group[(int) ((long) i * group.length / count)]);
      }
    }
    return data.rows(chosen.stream().mapToInt(row -> row).sorted().toArray());
  }

  private static List<int[]> groups(TrainingData data) {
    var task = data.labels().task();
    if (task != Task.BINARY_CLASSIFICATION && task != Task.MULTICLASS_CLASSIFICATION) {
      return List.of(IntStream.range(0, data.rows()).toArray());
    }
    var groups = new TreeMap<Float, IntStream.Builder>();
    for (int row = 0; row < data.rows(); row++) {
      groups.computeIfAbsent(data.labels().values()[row], value -> IntStream.builder()).add(row);
    }
    return groups.values().stream().map(rows -> rows.build().toArray()).toList();
  }
}
