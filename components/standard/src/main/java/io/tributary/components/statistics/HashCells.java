package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How many values fell into each of {@link HeavyCells#CELLS} cells by their hash, and for how many
 * of those some other bits of the hash were set. All values that are equal set the same bits: where
 * neither many have a bit set nor many have it clear, no value can be frequent.
 */
final class HashCells {
  /** A count and, for each of three bits, how often it was set. */
  private static final int FIELDS = 4;

  private static final int FIELD_BITS = 16;
  private static final long FIELD = (1L << FIELD_BITS) - 1;

  /** From here on a field's upper half is in use, and what is in it moves to {@link #wide}. */
  private static final long FULL = 1L << (FIELD_BITS - 1);

  /** All fields of a cell. */
  private final long[] packed = new long[HeavyCells.CELLS];

  /** What does not fit into the packed fields: a number for each field of each cell. */
  private long @Nullable [] wide;

  /** Counts a value. */
  void add(long hash) {
    int cell = HeavyCells.cell(hash);
    long next = packed[cell] + term(hash);
    packed[cell] = next;
    if ((next & FULL) != 0) {
      widen(cell);
    }
  }

  /** Counts a value that occurs several times. */
  void add(long hash, long times) {
    int cell = HeavyCells.cell(hash);
    if (times < FULL) {
      packed[cell] += times * term(hash);
      if ((packed[cell] & FULL) != 0) {
        widen(cell);
      }
      return;
    }
    long term = term(hash);
    var counts = wide();
    for (int field = 0; field < FIELDS; field++) {
      counts[cell * FIELDS + field] += times * field(term, field);
    }
  }

  /** One for the value itself, and three bits of its hash that do not choose its cell. */
  private static long term(long hash) {
    return 1 | (hash & (1L << 16 | 1L << 32)) | (hash << 1 & 1L << 48);
  }

  private static long field(long fields, int number) {
    return fields >>> (number * FIELD_BITS) & FIELD;
  }

  /** Sets the fields of a cell that nothing was counted in yet; no field exceeds the first. */
  private void set(int cell, long[] fields) {
    for (int field = 0; field < FIELDS; field++) {
      if (fields[0] < FULL) {
        packed[cell] |= fields[field] << (field * FIELD_BITS);
      } else {
        wide()[cell * FIELDS + field] = fields[field];
      }
    }
  }

  private void widen(int cell) {
    var counts = wide();
    for (int field = 0; field < FIELDS; field++) {
      counts[cell * FIELDS + field] += field(packed[cell], field);
    }
    packed[cell] = 0;
  }

  private long[] wide() {
    if (wide == null) {
      wide = new long[HeavyCells.CELLS * FIELDS];
    }
    return wide;
  }

  /** Adds what another has counted. */
  void add(HashCells other) {
    for (int cell = 0; cell < packed.length; cell++) {
      packed[cell] += other.packed[cell];
      if ((packed[cell] & FULL) != 0) {
        widen(cell);
      }
    }
    if (other.wide != null) {
      var counts = wide();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += other.wide[i];
      }
    }
  }

  /** How many values fell into each cell. */
  long[] counts() {
    var counts = new long[packed.length];
    for (int cell = 0; cell < counts.length; cell++) {
      counts[cell] = count(cell, 0);
    }
    return counts;
  }

  private long count(int cell, int field) {
    long counted = field(packed[cell], field);
    return wide == null ? counted : counted + wide[cell * FIELDS + field];
  }

  /** False only if no value in a cell occurs more often than that. */
  boolean mayHoldMoreThan(long times, int cell) {
    long all = count(cell, 0);
    for (int field = 1; field < FIELDS; field++) {
      long set = count(cell, field);
      if (set <= times && all - set <= times) {
        return false;
      }
    }
    return all > times;
  }

  void encode(DataOutput out) throws IOException {
    boolean isWide = false;
    for (int cell = 0; cell < packed.length && !isWide; cell++) {
      isWide = count(cell, 0) > FIELD;
    }
    out.writeBoolean(isWide);
    for (int cell = 0; cell < packed.length; cell++) {
      for (int field = 0; field < FIELDS; field++) {
        long count = count(cell, field);
        if (isWide) {
          out.writeLong(count);
        } else {
          out.writeShort((int) count);
        }
      }
    }
  }

  static HashCells decode(DataInput in) throws IOException {
    var cells = new HashCells();
    boolean isWide = in.readBoolean();
    var block = ByteBuffer.allocate(FIELDS * (isWide ? Long.BYTES : Short.BYTES));
    var fields = new long[FIELDS];
    for (int cell = 0; cell < cells.packed.length; cell++) {
      in.readFully(block.array());
      block.clear();
      for (int field = 0; field < FIELDS; field++) {
        fields[field] = isWide ? block.getLong() : Short.toUnsignedLong(block.getShort());
      }
      cells.set(cell, fields);
    }
    return cells;
  }
}
