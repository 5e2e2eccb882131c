package io.tributary.serving;

import java.util.Arrays;

/** A tensor of truth values. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare contents
public record BoolTensor(Shape shape, boolean[] values) implements Tensor {
  public BoolTensor {
    Tensor.requireSize(shape, values.length);
  }

  /** A column: one value a row, shape {@code [n, 1]}. */
  public static BoolTensor column(boolean... values) {
    return new BoolTensor(Shape.column(values.length), values);
  }

  @Override
  public Datatype datatype() {
    return Datatype.BOOL;
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
    return other instanceof BoolTensor that
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
