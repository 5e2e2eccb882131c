package io.tributary.serving;

/**
 * Values with a shape, in row-major order over a primitive array. The array is not copied in or
 * out: who gives one away must not write to it any more. Two tensors are equal if class, shape and
 * every element's bits are (all NaN count as one).
 */
public sealed interface Tensor
    permits BoolTensor, Int32Tensor, Int64Tensor, FloatTensor, DoubleTensor, BytesTensor {

  /** The type of the elements. */
  Datatype datatype();

  /** The extents, none of them open. */
  Shape shape();

  /** The number of elements. */
  int size();

  /** Element {@code index} for people: a number, {@code true} or quoted text. */
  String text(int index);

  /** Fails unless {@code shape} holds exactly {@code size} elements. */
  static void requireSize(Shape shape, int size) {
    if (shape.elements() != size) {
      throw new IllegalArgumentException(
          "tensor: "
              + size
              + " values for shape "
              + shape
              + " (expected: "
              + shape.elements()
              + ")");
    }
  }
}
