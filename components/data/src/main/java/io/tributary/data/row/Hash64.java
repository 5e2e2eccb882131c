package io.tributary.data.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast hash of bytes: the same on every platform and for ever, since what is sampled by it shall
 * not change. Not for where somebody chooses the bytes so that their hashes collide.
 */
public final class Hash64 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // Odd numbers from the digits of the golden ratio and of the square root of two.
  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0x6A09E667F3BCC909L;

  private Hash64() {}

  /** The hash of some bytes; other seeds give other, unrelated hashes. */
  public static long of(byte[] bytes, int from, int length, long seed) {
    long hash = begin(seed) + length;
    int at = from;
    int end = from + length;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = step(hash, (long) LONG.get(bytes, at));
    }
    long rest = 0;
    for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
      rest |= (bytes[at] & 0xffL) << shift;
    }
    return end(step(hash, rest));
  }

  /**
   * The hash of nine bytes, a mark and the big-endian bytes of a number.
   *
   * @param begun what {@link #begin} gives for the seed
   */
  static long ofMarked(char mark, long number, long begun) {
    long bytes = Long.reverseBytes(number);
    return end(step(step(begun + 1 + Long.BYTES, mark | bytes << 8), bytes >>> 56));
  }

  /** Bytes, at most eight, as a seed. */
  static long seed(byte[] bytes) {
    long seed = 0;
    for (byte b : bytes) {
      seed = seed << 8 | b & 0xff;
    }
    return seed;
  }

  /** Begins a chain of steps. */
  static long begin(long seed) {
    return mix(seed ^ FIRST);
  }

  /** Ends a chain of steps. */
  static long end(long hash) {
    return mix(hash);
  }

  /** Adds a word to a chain: both halves of the product of the state and a number count. */
  static long step(long hash, long word) {
    long a = hash ^ word;
    return Math.multiplyHigh(a, SECOND) + Long.rotateLeft(a * FIRST, 29);
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 32)) * FIRST;
    z = (z ^ (z >>> 29)) * SECOND;
    return z ^ (z >>> 32);
  }
}
