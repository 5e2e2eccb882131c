package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import java.util.Arrays;
import java.util.List;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.DMatrix.SparseType;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Where features are among the columns of XGBoost: one for each number, and one for each id of a
 * column of ids, which is 1 where a row has that id, and missing elsewhere. Numbers that are NaN
 * are missing, too.
 */
final class OneHotLayout {
  /** Rows whose cells are written together, so that they stay in the cache. */
  private static final int BLOCK = 1024;

  /** The longest array that every virtual machine makes. */
  private static final int MOST_CELLS = Integer.MAX_VALUE - 8;

  private final List<String> names;
  private final int[] starts;
  private final boolean[] ids;

  private OneHotLayout(List<String> names, int[] starts, boolean[] ids) {
    this.names = names;
    this.starts = starts;
    this.ids = ids;
  }

  static OneHotLayout of(FeatureMatrix features) {
    int columns = features.columns().size();
    var starts = new int[columns + 1];
    var ids = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      ids[i] = features.columns().get(i) instanceof FeatureColumn.Ids;
      starts[i + 1] = Math.addExact(starts[i], width(features.columns().get(i)));
    }
    var names = features.columns().stream().map(FeatureColumn::name).toList();
    return new OneHotLayout(names, starts, ids);
  }

  private static int width(FeatureColumn column) {
    return column instanceof FeatureColumn.Ids of ? of.size() : 1;
  }

  /** Names of the features. */
  List<String> names() {
    return names;
  }

  boolean isId(int feature) {
    return ids[feature];
  }

  /** The feature to which a column of XGBoost belongs. */
  int feature(int column) {
    int found = Arrays.binarySearch(starts, column);
    return found >= 0 ? found : -found - 2;
  }

  /** The id for which a column of XGBoost stands. */
  int id(int column) {
    return column - starts[feature(column)];
  }

  private int width() {
    return starts[ids.length];
  }

  /**
   * The rows, for XGBoost, outside the heap; to be disposed of.
   *
   * @param features columns of the same names, kinds and order as this layout was made of
   */
  DMatrix matrix(FeatureMatrix features, int threads) throws XGBoostError {
    var counts = new int[features.rows()];
    for (var column : features.columns()) {
      for (int row = 0; row < counts.length; row++) {
        counts[row] += has(column, row) ? 1 : 0;
      }
    }
    var firsts = new long[counts.length + 1];
    for (int row = 0; row < counts.length; row++) {
      firsts[row + 1] = firsts[row] + counts[row];
    }
    long cells = firsts[counts.length];
    Parameters.require("numbers and ids", cells, cells <= MOST_CELLS, "at most " + MOST_CELLS);
    return ofCells(features, firsts, threads);
  }

  private static boolean has(FeatureColumn column, int row) {
    return !(column instanceof FeatureColumn.Ids of)
        || of.values()[row] >= 0 && of.values()[row] < of.size();
  }

  private DMatrix ofCells(FeatureMatrix features, long[] firsts, int threads) throws XGBoostError {
    int cells = (int) firsts[features.rows()];
    var columns = new int[cells];
    var values = new float[cells];
    var next = new int[BLOCK];
    for (int from = 0; from < features.rows(); from += BLOCK) {
      int count = Math.min(BLOCK, features.rows() - from);
      for (int i = 0; i < count; i++) {
        next[i] = (int) firsts[from + i];
      }
      for (int i = 0; i < ids.length; i++) {
        if (features.columns().get(i) instanceof FeatureColumn.Numbers numbers) {
          for (int row = 0; row < count; row++) {
            columns[next[row]] = starts[i];
            values[next[row]++] = numbers.values()[from + row];
          }
        } else {
          var of = (FeatureColumn.Ids) features.columns().get(i);
          for (int row = 0; row < count; row++) {
            if (has(of, from + row)) {
              columns[next[row]] = starts[i] + of.values()[from + row];
              values[next[row]++] = 1;
            }
          }
        }
      }
    }
    return new DMatrix(firsts, columns, values, SparseType.CSR, width(), Float.NaN, threads);
  }
}
