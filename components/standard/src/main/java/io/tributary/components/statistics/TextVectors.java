package io.tributary.components.statistics;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.util.ArrowBufPointer;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.ElementAddressableVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;

/**
 * Hands out the bytes of text and binary vectors of any Arrow type, some values at a time, from
 * arrays that are used again and again.
 */
final class TextVectors {
  private static final int MOST_VALUES = 4096;
  private static final int MOST_BYTES = 1 << 20;

  /** Text columns need one only while values are added to them. */
  private static final ThreadLocal<TextVectors> OF_THREAD =
      ThreadLocal.withInitial(TextVectors::new);

  private byte[] bytes = new byte[1 << 12];
  private final int[] offsets = new int[MOST_VALUES + 1];
  private final int[] starts = new int[MOST_VALUES];
  private final int[] ends = new int[MOST_VALUES];
  private final long[] hashes = new long[MOST_VALUES];
  private int size;
  private final ArrowBufPointer pointer = new ArrowBufPointer();

  /** That of the calling thread; what it has loaded is gone when anybody calls this again. */
  static TextVectors ofThisThread() {
    return OF_THREAD.get();
  }

  interface Visitor {
    /** Sees one value, valid during the call. */
    void visit(byte[] source, int start, int length);
  }

  /** Visits the values that are not null. */
  void forEach(ValueVector vector, int from, int to, Visitor visitor) {
    for (int next = from; next < to; ) {
      next = load(vector, next, to);
      for (int i = 0; i < size; i++) {
        visitor.visit(bytes, starts[i], ends[i] - starts[i]);
      }
    }
  }

  /**
   * Loads those values that are not null, of as many positions as fit.
   *
   * @param from before {@code to}
   * @return the first position that was not looked at
   */
  int load(ValueVector vector, int from, int to) {
    size = 0;
    if (vector instanceof NullVector) {
      return to;
    }
    if (vector instanceof BaseVariableWidthVector text) {
      return loadText(text, from, Math.min(to, from + MOST_VALUES));
    }
    if (vector instanceof ElementAddressableVector values) {
      return loadEach(values, from, Math.min(to, from + MOST_VALUES));
    }
    throw new IllegalArgumentException(
        "column '"
            + vector.getName()
            + "': "
            + vector.getField().getType()
            + " (expected: text or bytes); convert the column");
  }

  /** Number of loaded values. */
  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int value) {
    return starts[value];
  }

  int length(int value) {
    return ends[value] - starts[value];
  }

  /** {@link ByteCounts#hash} of every loaded value; the caller's until the next call. */
  long[] hashes() {
    for (int i = 0; i < size; i++) {
      hashes[i] = ByteCounts.hash(bytes, starts[i], ends[i] - starts[i]);
    }
    return hashes;
  }

  private int loadText(BaseVariableWidthVector vector, int from, int to) {
    int count = to - from;
    vector
        .getOffsetBuffer()
        .nioBuffer(4L * from, 4 * (count + 1))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(offsets, 0, count + 1);
    int first = offsets[0];
    while (count > 1 && offsets[count] - first > MOST_BYTES) {
      count = Math.max(1, count / 2);
    }
    int length = offsets[count] - first;
    reserve(length);
    if (length > 0) {
      vector.getDataBuffer().getBytes(first, bytes, 0, length);
    }
    boolean isWhole = vector.getNullCount() == 0;
    for (int i = 0; i < count; i++) {
      starts[size] = offsets[i] - first;
      ends[size] = offsets[i + 1] - first;
      size += isWhole || !vector.isNull(from + i) ? 1 : 0;
    }
    return from + count;
  }

  private int loadEach(ElementAddressableVector vector, int from, int to) {
    int used = 0;
    for (int i = from; i < to; i++) {
      if (vector.isNull(i)) {
        continue;
      }
      vector.getDataPointer(i, pointer);
      int length = Math.toIntExact(pointer.getLength());
      if (size > 0 && used + length > MOST_BYTES) {
        return i;
      }
      reserve(used + length);
      if (length > 0) {
        pointer.getBuf().getBytes(pointer.getOffset(), bytes, used, length);
      }
      starts[size] = used;
      used += length;
      ends[size++] = used;
    }
    return to;
  }

  /** What is in the array stays. */
  private void reserve(int length) {
    if (bytes.length < length) {
      long wanted = Math.max(length, Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16));
      bytes = Arrays.copyOf(bytes, (int) wanted);
    }
  }
}
