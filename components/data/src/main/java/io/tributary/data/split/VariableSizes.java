package io.tributary.data.split;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * How many bytes rows of a batch take in columns whose values differ in size: texts, lists, and
 * structs that hold such.
 */
final class VariableSizes {
  private final List<FieldVector> columns;

  VariableSizes(VectorSchemaRoot batch) {
    columns = batch.getFieldVectors().stream().filter(VariableSizes::varies).toList();
  }

  private static boolean varies(FieldVector vector) {
    return vector instanceof BaseVariableWidthVector
        || vector instanceof BaseLargeVariableWidthVector
        || vector instanceof BaseVariableWidthViewVector
        || vector instanceof BaseListVector
        || vector instanceof LargeListVector
        || vector.getChildrenFromFields().stream().anyMatch(VariableSizes::varies);
  }

  /** Of the rows from one to before another. */
  long bytes(int from, int to) {
    long bytes = 0;
    for (var column : columns) {
      bytes += bytes(column, from, to);
    }
    return bytes;
  }

  private static long bytes(FieldVector vector, int from, int to) {
    if (from == to) {
      return 0;
    }
    if (vector instanceof BaseVariableWidthVector) {
      var offsets = vector.getOffsetBuffer();
      return (long) offsets.getInt((long) Integer.BYTES * to)
          - offsets.getInt((long) Integer.BYTES * from);
    }
    if (vector instanceof BaseLargeVariableWidthVector) {
      var offsets = vector.getOffsetBuffer();
      return offsets.getLong((long) Long.BYTES * to) - offsets.getLong((long) Long.BYTES * from);
    }
    if (vector instanceof BaseListVector lists) {
      int first = lists.getElementStartIndex(from);
      return bytes(vector.getChildrenFromFields().get(0), first, lists.getElementEndIndex(to - 1));
    }
    if (vector instanceof LargeListVector lists) {
      int first = Math.toIntExact(lists.getElementStartIndex(from));
      return bytes(lists.getDataVector(), first, Math.toIntExact(lists.getElementEndIndex(to - 1)));
    }
    if (vector instanceof BaseVariableWidthViewVector views) {
      return IntStream.range(from, to).mapToLong(views::getValueLength).sum();
    }
    if (vector instanceof StructVector struct) {
      return struct.getChildrenFromFields().stream()
          .mapToLong(child -> bytes(child, from, to))
          .sum();
    }
    return vector instanceof BaseFixedWidthVector numbers && !(vector instanceof BitVector)
        ? (long) numbers.getTypeWidth() * (to - from)
        : (to - from + 7) / 8;
  }
}
