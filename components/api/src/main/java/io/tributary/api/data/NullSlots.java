package io.tributary.api.data;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/**
 * The memory under null values. Arrow does not say what it holds, so that vectors which are equal
 * may differ in it; files that are to be equal must not.
 */
final class NullSlots {
  private NullSlots() {}

  /** Zeroes the fixed-width slots under nulls of a vector and its children. */
  static void clear(FieldVector vector) {
    if (vector instanceof BaseFixedWidthVector column && column.getNullCount() > 0) {
      if (column instanceof BitVector bits) {
        clearBits(bits);
      } else {
        clearValues(column);
      }
    }
    for (var child : vector.getChildrenFromFields()) {
      clear(child);
    }
  }

  private static void clearBits(BitVector bits) {
    for (int i = 0; i < bits.getValueCount(); i++) {
      if (bits.isNull(i)) {
        BitVectorHelper.unsetBit(bits.getDataBuffer(), i);
      }
    }
  }

  private static void clearValues(BaseFixedWidthVector column) {
    long width = column.getTypeWidth();
    var data = column.getDataBuffer();
    for (int i = 0; i < column.getValueCount(); i++) {
      if (column.isNull(i)) {
        data.setZero(i * width, width);
      }
    }
  }
}
