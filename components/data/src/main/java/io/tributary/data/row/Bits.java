package io.tributary.data.row;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Copies the bits that tell which values of a vector are not null, eight at a time. */
final class Bits {
  private Bits() {}

  /**
   * Copies the bits of neighbouring values.
   *
   * @param at place of the first in {@code target}, whose bits from there on are not set
   */
  static void append(FieldVector source, int from, ArrowBuf target, int at, int count) {
    boolean isComplete = source.getNullCount() == 0;
    var bits = source.getValidityBuffer();
    for (int done = 0; done < count; ) {
      int shift = (at + done) & 7;
      int some = Math.min(8 - shift, count - done);
      int read = (isComplete ? 0xff : eight(bits, from + done)) & ((1 << some) - 1);
      int place = (at + done) >> 3;
      target.setByte(place, target.getByte(place) | read << shift);
      done += some;
    }
  }

  /** Eight bits from a place on; those behind the last byte are not set. */
  private static int eight(ArrowBuf bits, int from) {
    long place = from >> 3;
    int shift = from & 7;
    int low = bits.getByte(place) & 0xff;
    boolean isLast = shift == 0 || place + 1 == bits.capacity();
    return low >> shift | (isLast ? 0 : bits.getByte(place + 1) << (8 - shift));
  }

  /** Copies the bits of chosen values, those of {@code rows} from one index to before another. */
  static void choose(FieldVector source, ArrowBuf target, int[] rows, int from, int to) {
    boolean isComplete = source.getNullCount() == 0;
    var bits = source.getValidityBuffer();
    for (int i = from; i < to; i += 8) {
      int some = Math.min(8, to - i);
      int read = 0xff >> (8 - some);
      for (int k = 0; !isComplete && k < some; k++) {
        int row = rows[i + k];
        read &= ~((~bits.getByte(row >> 3) >> (row & 7) & 1) << k);
      }
      target.setByte((i - from) >> 3, read);
    }
  }
}
