package io.tributary.data.diff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A record that {@link RowRecords} wrote, where it lies.
 *
 * @param columns how many values it has
 * @param at where in {@code bytes} it begins
 */
record RecordView(int columns, byte[] bytes, int at) {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  long row() {
    return (long) LONG.get(bytes, at);
  }

  int keyLength() {
    return (int) INT.get(bytes, at + Long.BYTES);
  }

  /** Where the key begins. */
  int key() {
    return at + Long.BYTES + Integer.BYTES * (1 + columns);
  }

  private int values() {
    return key() + keyLength();
  }

  /** Where the record ends. */
  int end() {
    return valueEnd(columns - 1);
  }

  int valueStart(int column) {
    return column == 0 ? values() : valueEnd(column - 1);
  }

  int valueEnd(int column) {
    return column < 0
        ? values()
        : values() + (int) INT.get(bytes, at + Long.BYTES + Integer.BYTES * (1 + column));
  }
}
