package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Tensor;
import java.util.Arrays;

/** One transformed feature of all rows, in memory. The arrays are shared: never modify them. */
public sealed interface FeatureColumn {

  /** What a component of a vector is called, which is a column of its own. */
  static String ofVector(String vector, int component) {
    return vector + "/" + component;
  }

  /** The feature's name, unique in its matrix. */
  String name();

  /** Number of rows. */
  int rows();

  /** Whether all rows are equal. */
  boolean isConstant();

  /** The number, or the id as a number, of a row. */
  float number(int row);

  /** All rows, shape {@code [rows, 1]}: FP32 for numbers, INT64 for ids. */
  Tensor tensor();

  /** A number per row, finite, in single precision. */
  final class Numbers implements FeatureColumn {
    private final String name;
    private final float[] values;

    public Numbers(String name, float[] values) {
      this.name = requireNonNull(name, "name");
      this.values = requireNonNull(values, "values");
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public boolean isConstant() {
      for (float value : values) {
        if (value != values[0]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public float number(int row) {
      return values[row];
    }

    @Override
    public Tensor tensor() {
      return FloatTensor.column(values);
    }

    /** Shared, not to be modified. */
    public float[] values() {
      return values;
    }
  }

  /**
   * An id per row, which stands for its one-hot vector of length {@code size}. An id below 0 or at
   * or above {@code size} is of no known category: its one-hot vector is all zeros.
   */
  final class Ids implements FeatureColumn {
    /** The largest number of ids: single precision tells all of them apart. */
    public static final int MAX_SIZE = 1 << 24;

    private final String name;
    private final int size;
    private final int[] values;

    /**
     * A column of ids.
     *
     * @param size number of ids, 1 to {@link #MAX_SIZE}
     * @param values an id per row; −1 for every id out of range
     */
    public Ids(String name, int size, int[] values) {
      this.name = requireNonNull(name, "name");
      this.values = requireNonNull(values, "values");
      if (size < 1 || size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "feature '"
                + name
                + "' > size: "
                + size
                + " (expected: 1 to "
                + MAX_SIZE
                + "); hash to fewer buckets or cut the vocabulary");
      }
      this.size = size;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public boolean isConstant() {
      for (int id : values) {
        if (id != values[0]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public float number(int row) {
      return values[row];
    }

    @Override
    public Tensor tensor() {
      return Int64Tensor.column(Arrays.stream(values).asLongStream().toArray());
    }

    /** Number of ids: the length of the one-hot vector. */
    public int size() {
      return size;
    }

    /** Shared, not to be modified; −1 stands for all ids out of range. */
    public int[] values() {
      return values;
    }
  }
}
