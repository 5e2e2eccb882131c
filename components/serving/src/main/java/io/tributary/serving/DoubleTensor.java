package io.tributary.serving;

import java.util.Arrays;

/** A tensor of double-precision numbers. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare contents
public record DoubleTensor(Shape shape, double[] values) implements Tensor {
  public DoubleTensor {
    Tensor.requireSize(shape, values.length);
  }

  /** A column: one value a row, shape {@code [n, 1]}. */
  public static DoubleTensor column(double... values) {
    return new DoubleTensor(Shape.column(values.length), values);
  }

  @Override
  public Datatype datatype() {
    return Datatype.FP64;
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
    return other instanceof DoubleTensor that
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
