package io.tributary.serving;

import java.util.Arrays;

/** A tensor of 64-bit integers. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare contents
public record Int64Tensor(Shape shape, long[] values) implements Tensor {
  public Int64Tensor {
    Tensor.requireSize(shape, values.length);
  }

  /** A column: one value a row, shape {@code [n, 1]}. */
  public static Int64Tensor column(long... values) {
    return new Int64Tensor(Shape.column(values.length), values);
  }

  @Override
  public Datatype datatype() {
    return Datatype.INT64;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public String text(int index) {
    return String.valueOf(values[index]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Int64Tensor that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return datatype() + " " + shape;
  }
}
