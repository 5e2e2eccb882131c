package io.tributary.components.statistics;

import org.apache.arrow.memory.util.ArrowBufPointer;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.ElementAddressableVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;

/** Hands out the bytes of text and binary vectors of any Arrow type. Reuses one array. */
final class TextVectors {
  private static final int CHUNK_BYTES = 1 << 20;

  private byte[] bytes = new byte[64];
  private final ArrowBufPointer pointer = new ArrowBufPointer();

  interface Visitor {
    /** Sees one value, valid during the call. */
    void visit(byte[] source, int start, int length);
  }

  /** Visits the values that are not null. */
  void forEach(ValueVector vector, int from, int to, Visitor visitor) {
    if (vector instanceof NullVector) {
      return;
    }
    if (vector instanceof BaseVariableWidthVector text) {
      forEachOf(text, from, to, visitor);
      return;
    }
    if (!(vector instanceof ElementAddressableVector values)) {
      throw new IllegalArgumentException(
          "column '"
              + vector.getName()
              + "': "
              + vector.getField().getType()
              + " (expected: text or bytes); convert the column");
    }
    for (int i = from; i < to; i++) {
      if (!vector.isNull(i)) {
        values.getDataPointer(i, pointer);
        int length = Math.toIntExact(pointer.getLength());
        reserve(length);
        if (length > 0) {
          pointer.getBuf().getBytes(pointer.getOffset(), bytes, 0, length);
        }
        visitor.visit(bytes, 0, length);
      }
    }
  }

  private void forEachOf(BaseVariableWidthVector vector, int from, int to, Visitor visitor) {
    if (from == to) {
      return;
    }
    var offsets = vector.getOffsetBuffer();
    var data = vector.getDataBuffer();
    boolean whole = vector.getNullCount() == 0;
    int row = from;
    while (row < to) {
      int first = offsets.getInt(4L * row);
      int chunkEnd = row + 1;
      while (chunkEnd < to && offsets.getInt(4L * (chunkEnd + 1)) - first <= CHUNK_BYTES) {
        chunkEnd++;
      }
      int length = offsets.getInt(4L * chunkEnd) - first;
      reserve(length);
      if (length > 0) {
        data.getBytes(first, bytes, 0, length);
      }
      int start = 0;
      for (; row < chunkEnd; row++) {
        int end = offsets.getInt(4L * (row + 1)) - first;
        if (whole || !vector.isNull(row)) {
          visitor.visit(bytes, start, end - start);
        }
        start = end;
      }
    }
  }

  private void reserve(int length) {
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16))];
    }
  }
}
