package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.RealInfo;
import org.tribuo.VariableInfo;

/**
 * Where the features of a matrix are among the features of Tribuo, which have a number per name: a
 * number feature is one, an id feature is one for each of its ids that occurs in the training rows.
 * Ids that do not occur teach nothing and are left out.
 */
final class FeatureLayout {
  private final ImmutableFeatureMap domain;
  private final String[] names;
  private final int[][] indices;
  private final boolean[] number;
  private final int[] order;
  private final int[] columnOf;
  private final int[] idOf;

  private FeatureLayout(
      ImmutableFeatureMap domain, String[] names, int[][] indices, boolean[] number, int[] order) {
    this.order = order;
    this.domain = domain;
    this.names = names;
    this.indices = indices;
    this.number = number;
    columnOf = new int[names.length];
    idOf = new int[names.length];
    for (int column = 0; column < indices.length; column++) {
      for (int id = 0; id < indices[column].length; id++) {
        int index = indices[column][id];
        if (index >= 0) {
          columnOf[index] = column;
          idOf[index] = number[column] ? -1 : id;
        }
      }
    }
  }

  /** The layout that fits {@code training}. */
  static FeatureLayout of(FeatureMatrix training) {
    return of(training, Set.of());
  }

  /**
   * The layout that fits {@code training}, and has ids that do not occur there but are kept.
   *
   * @param kept names of features of Tribuo
   */
  static FeatureLayout of(FeatureMatrix training, Set<String> kept) {
    var infos = new ArrayList<VariableInfo>();
    var slots = new ArrayList<String[]>();
    for (var column : training.columns()) {
      slots.add(describe(column, kept, infos));
    }
    var names = infos.stream().map(VariableInfo::getName).sorted().toArray(String[]::new);
    var ranks = new HashMap<String, Integer>(names.length * 2);
    for (int i = 0; i < names.length; i++) {
      if (ranks.put(names[i], i) != null) {
        throw new IllegalArgumentException(
            "feature '"
                + names[i]
                + "': is a number and an id of another feature at once (expected: distinct names);"
                + " rename the number");
      }
    }
    var indices = new int[slots.size()][];
    for (int i = 0; i < indices.length; i++) {
      indices[i] =
          Arrays.stream(slots.get(i)).mapToInt(name -> ranks.getOrDefault(name, -1)).toArray();
    }
    var number = new boolean[indices.length];
    for (int i = 0; i < number.length; i++) {
      number[i] = training.columns().get(i) instanceof FeatureColumn.Numbers;
    }
    return new FeatureLayout(
        new ImmutableFeatureMap(infos), names, indices, number, order(training));
  }

  private static int[] order(FeatureMatrix training) {
    return IntStream.range(0, training.columns().size())
        .boxed()
        .sorted(Comparator.comparing(i -> prefix(training.columns().get(i))))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** What the names of all Tribuo features of a column start with. */
  private static String prefix(FeatureColumn column) {
    return column instanceof FeatureColumn.Ids ? column.name() + "=" : column.name();
  }

  /** Adds what is known of a column, and gives the name of each of its slots, "" for unused. */
  private static String[] describe(
      FeatureColumn column, Set<String> kept, List<VariableInfo> infos) {
    if (column instanceof FeatureColumn.Ids ids) {
      var counts = new int[ids.size()];
      for (int id : ids.values()) {
        if (id >= 0) {
          counts[id]++;
        }
      }
      var slots = new String[ids.size()];
      for (int id = 0; id < slots.length; id++) {
        slots[id] = "";
        if (counts[id] > 0 || kept.contains(prefix(ids) + id)) {
          slots[id] = prefix(ids) + id;
          infos.add(new RealInfo(slots[id], Math.max(counts[id], 1), 1, 1, 1, 0));
        }
      }
      return slots;
    }
    infos.add(statistics((FeatureColumn.Numbers) column));
    return new String[] {column.name()};
  }

  private static RealInfo statistics(FeatureColumn.Numbers column) {
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    double mean = 0;
    double squares = 0;
    int count = 0;
    for (float value : column.values()) {
      max = Math.max(max, value);
      min = Math.min(min, value);
      double delta = value - mean;
      mean += delta / ++count;
      squares += delta * (value - mean);
    }
    return new RealInfo(column.name(), count, max, min, mean, squares);
  }

  /** Tribuo's features; the index of a feature is its id. */
  ImmutableFeatureMap domain() {
    return domain;
  }

  /** Number of Tribuo's features. */
  int size() {
    return names.length;
  }

  /** Name of a Tribuo feature. */
  String name(int index) {
    return names[index];
  }

  /** The column of the matrix that a Tribuo feature is of. */
  int column(int index) {
    return columnOf[index];
  }

  /** The id that a Tribuo feature stands for; −1 for a number. */
  int id(int index) {
    return idOf[index];
  }

  /** Whether a column of the matrix is a number. */
  boolean isNumber(int column) {
    return number[column];
  }

  /** Tribuo's index of a number feature. */
  int ofNumber(int column) {
    return indices[column][0];
  }

  /** Tribuo's index of an id of an id feature; −1 if it has none. */
  int ofId(int column, int id) {
    return id < 0 ? -1 : indices[column][id];
  }

  /** Columns of the matrix in the order of their Tribuo features. */
  int[] order() {
    return order;
  }

  /** Number of columns of the matrix. */
  int columns() {
    return indices.length;
  }

  /** Number of ids of an id feature; 1 for a number. */
  int size(int column) {
    return indices[column].length;
  }
}
