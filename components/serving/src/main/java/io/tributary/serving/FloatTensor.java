package io.tributary.serving;

import java.util.Arrays;

/** A tensor of single-precision numbers. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare contents
public record FloatTensor(Shape shape, float[] values) implements Tensor {
  public FloatTensor {
    Tensor.requireSize(shape, values.length);
  }

  /** A column: one value a row, shape {@code [n, 1]}. */
  public static FloatTensor column(float... values) {
    return new FloatTensor(Shape.column(values.length), values);
  }

  @Override
  public Datatype datatype() {
    return Datatype.FP32;
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
    return other instanceof FloatTensor that
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
