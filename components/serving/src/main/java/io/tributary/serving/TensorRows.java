package io.tributary.serving;

import java.util.List;
import java.util.function.Function;

/** Joins tensors along their first axis. */
final class TensorRows {
  private TensorRows() {}

  /**
   * Columns of equally many rows and one type, side by side in one tensor.
   *
   * @param rank 2 for {@code [n, K]}; 1 for {@code [n]}, of a single column
   */
  static Tensor beside(List<Tensor> columns, int rank) {
    int rows = columns.get(0).size();
    int size = Math.multiplyExact(rows, columns.size());
    Shape shape = rank == 1 ? Shape.of(rows) : Shape.of(rows, columns.size());
    return switch (columns.get(0).datatype()) {
      case FP32 ->
          new FloatTensor(
              shape, woven(columns, each -> ((FloatTensor) each).values(), new float[size]));
      case FP64 ->
          new DoubleTensor(
              shape, woven(columns, each -> ((DoubleTensor) each).values(), new double[size]));
      case INT64 ->
          new Int64Tensor(
              shape, woven(columns, each -> ((Int64Tensor) each).values(), new long[size]));
      case INT32 ->
          new Int32Tensor(
              shape, woven(columns, each -> ((Int32Tensor) each).values(), new int[size]));
      case BOOL ->
          new BoolTensor(
              shape, woven(columns, each -> ((BoolTensor) each).values(), new boolean[size]));
      case BYTES -> BytesTensor.of(shape, woven(columns, TensorRows::elements, new byte[size][]));
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 ->
          throw new IllegalStateException(columns.get(0) + " has no tensor");
    };
  }

  private static byte[][] elements(Tensor texts) {
    byte[][] elements = new byte[texts.size()][];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = ((BytesTensor) texts).bytes(i);
    }
    return elements;
  }

  /** Fills an array with the first value of every column, then the second, and so on. */
  private static <A> A woven(List<Tensor> columns, Function<Tensor, A> values, A all) {
    for (int c = 0; c < columns.size(); c++) {
      A column = values.apply(columns.get(c));
      for (int row = 0; row < columns.get(c).size(); row++) {
        System.arraycopy(column, row, all, row * columns.size() + c, 1);
      }
    }
    return all;
  }

  /** One tensor of all rows, in order; the parts are of one type and agree beyond the rows. */
  static Tensor concat(String name, List<Tensor> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Shape shape = joinedShape(name, parts);
    int size = Math.toIntExact(shape.elements());
    return switch (parts.get(0).datatype()) {
      case FP32 -> {
        float[] all = new float[size];
        int at = 0;
        for (Tensor part : parts) {
          System.arraycopy(((FloatTensor) part).values(), 0, all, at, part.size());
          at += part.size();
        }
        yield new FloatTensor(shape, all);
      }
      case FP64 -> {
        double[] all = new double[size];
        int at = 0;
        for (Tensor part : parts) {
          System.arraycopy(((DoubleTensor) part).values(), 0, all, at, part.size());
          at += part.size();
        }
        yield new DoubleTensor(shape, all);
      }
      case INT64 -> {
        long[] all = new long[size];
        int at = 0;
        for (Tensor part : parts) {
          System.arraycopy(((Int64Tensor) part).values(), 0, all, at, part.size());
          at += part.size();
        }
        yield new Int64Tensor(shape, all);
      }
      case INT32 -> {
        int[] all = new int[size];
        int at = 0;
        for (Tensor part : parts) {
          System.arraycopy(((Int32Tensor) part).values(), 0, all, at, part.size());
          at += part.size();
        }
        yield new Int32Tensor(shape, all);
      }
      case BOOL -> {
        boolean[] all = new boolean[size];
        int at = 0;
        for (Tensor part : parts) {
          System.arraycopy(((BoolTensor) part).values(), 0, all, at, part.size());
          at += part.size();
        }
        yield new BoolTensor(shape, all);
      }
      case BYTES -> bytes(shape, parts);
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 ->
          throw new IllegalStateException(name + ": " + parts.get(0));
    };
  }

  private static Tensor bytes(Shape shape, List<Tensor> parts) {
    int total = 0;
    for (Tensor part : parts) {
      BytesTensor bytes = (BytesTensor) part;
      total = Math.addExact(total, bytes.offsets()[bytes.size()] - bytes.offsets()[0]);
    }
    byte[] data = new byte[total];
    int[] offsets = new int[Math.toIntExact(shape.elements()) + 1];
    int row = 0;
    int end = 0;
    for (Tensor part : parts) {
      BytesTensor bytes = (BytesTensor) part;
      int start = bytes.offsets()[0];
      int length = bytes.offsets()[bytes.size()] - start;
      System.arraycopy(bytes.data(), start, data, end, length);
      for (int i = 1; i <= bytes.size(); i++) {
        offsets[++row] = end + bytes.offsets()[i] - start;
      }
      end += length;
    }
    return new BytesTensor(shape, data, offsets);
  }

  private static Shape joinedShape(String name, List<Tensor> parts) {
    long[] joined = parts.get(0).shape().toArray();
    if (joined.length == 0) {
      throw new IllegalArgumentException(
          "output '" + name + "' is a scalar (expected: one value a row)");
    }
    joined[0] = Shape.ANY;
    Shape row = Shape.of(joined);
    long rows = 0;
    for (Tensor part : parts) {
      if (!row.accepts(part.shape())) {
        throw new IllegalArgumentException(
            "output '"
                + name
                + "' has shapes "
                + row
                + " and "
                + part.shape()
                + " in two batches (expected: equal but for the rows)");
      }
      rows += part.shape().dim(0);
    }
    joined[0] = rows;
    return Shape.of(joined);
  }
}
