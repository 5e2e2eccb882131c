package io.tributary.serving;

import java.util.Arrays;

/** A tensor of 32-bit integers. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare contents
public record Int32Tensor(Shape shape, int[] values) implements Tensor {
  public Int32Tensor {
    Tensor.requireSize(shape, values.length);
  }

  /** A column: one value a row, shape {@code [n, 1]}. */
  public static Int32Tensor column(int... values) {
    return new Int32Tensor(Shape.column(values.length), values);
  }

  @Override
  public Datatype datatype() {
    return Datatype.INT32;
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
    return other instanceof Int32Tensor that
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
