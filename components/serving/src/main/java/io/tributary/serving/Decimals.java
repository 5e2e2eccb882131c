package io.tributary.serving;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.util.DecimalUtility;

/** Decimals of 128 bits as doubles: of each, the nearest one. */
final class Decimals {
  /** Powers of ten that are doubles. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** All integers up to this one, and down to its negative, are doubles. */
  private static final long MOST = 1L << 53;

  private final ArrowBuf data;
  private final int scale;
  private final boolean isShort;

  Decimals(DecimalVector vector) {
    data = vector.getDataBuffer();
    scale = vector.getScale();
    isShort = MemoryUtil.LITTLE_ENDIAN && Math.abs(scale) < POWERS.length;
  }

  /** Reads a slot whatever its validity. */
  double at(int row) {
    long low = data.getLong((long) row * DecimalVector.TYPE_WIDTH);
    long high = data.getLong((long) row * DecimalVector.TYPE_WIDTH + Long.BYTES);
    // A quotient or product of two doubles is the nearest one to that of the numbers they are.
    if (isShort && high == low >> Long.SIZE - 1 && low <= MOST && low >= -MOST) {
      return scale >= 0 ? low / POWERS[scale] : low * POWERS[-scale];
    }
    return DecimalUtility.getBigDecimalFromArrowBuf(data, row, scale, DecimalVector.TYPE_WIDTH)
        .doubleValue();
  }
}
