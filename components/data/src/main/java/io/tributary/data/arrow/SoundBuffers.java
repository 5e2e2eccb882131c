package io.tributary.data.arrow;

import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.BaseRepeatedValueVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Holds what a file says of its values against the bytes that it has for them. */
final class SoundBuffers {
  private SoundBuffers() {}

  /**
   * Makes sure that every value of a column lies within its buffers.
   *
   * @throws IOException saying of which column one does not
   */
  static void require(FieldVector column) throws IOException {
    int count = column.getValueCount();
    if (count > 0 && !isSound(column, count)) {
      throw new IOException("column '" + column.getName() + "': values outside its buffers");
    }
    for (var child : column.getChildrenFromFields()) {
      require(child);
    }
  }

  private static boolean isSound(FieldVector column, int count) {
    if (column instanceof BaseVariableWidthVector texts) {
      return ascend(texts.getOffsetBuffer(), count, texts.getDataBuffer().capacity());
    } else if (column instanceof BaseLargeVariableWidthVector texts) {
      return ascendLarge(texts.getOffsetBuffer(), count, texts.getDataBuffer().capacity());
    } else if (column instanceof BaseRepeatedValueVector lists) {
      return ascend(lists.getOffsetBuffer(), count, lists.getDataVector().getValueCount());
    } else if (column instanceof LargeListVector lists) {
      return ascendLarge(lists.getOffsetBuffer(), count, lists.getDataVector().getValueCount());
    } else if (column instanceof FixedSizeListVector lists) {
      return lists.getDataVector().getValueCount() >= (long) count * lists.getListSize();
    } else if (column instanceof StructVector) {
      return column.getChildrenFromFields().stream().allMatch(c -> c.getValueCount() >= count);
    } else if (column instanceof BitVector) {
      return 8 * column.getDataBuffer().capacity() >= count;
    } else if (column instanceof BaseFixedWidthVector numbers) {
      return column.getDataBuffer().capacity() >= (long) count * numbers.getTypeWidth();
    }
    return true;
  }

  private static boolean ascend(ArrowBuf offsets, int count, long end) {
    if (offsets.capacity() < (count + 1L) * Integer.BYTES) {
      return false;
    }
    int last = 0;
    for (int i = 0; i <= count; i++) {
      int offset = offsets.getInt((long) i * Integer.BYTES);
      if (offset < last) {
        return false;
      }
      last = offset;
    }
    return last <= end;
  }

  private static boolean ascendLarge(ArrowBuf offsets, int count, long end) {
    if (offsets.capacity() < (count + 1L) * Long.BYTES) {
      return false;
    }
    long last = 0;
    for (int i = 0; i <= count; i++) {
      long offset = offsets.getLong((long) i * Long.BYTES);
      if (offset < last) {
        return false;
      }
      last = offset;
    }
    return last <= end;
  }
}
