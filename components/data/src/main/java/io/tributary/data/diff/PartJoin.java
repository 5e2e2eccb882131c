package io.tributary.data.diff;

import io.tributary.data.row.ByteSink;
import io.tributary.data.row.Hash64;
import java.io.IOException;
import java.util.Arrays;

/**
 * Compares a part of both sides: a hash table of all keys, with how often each occurs on either
 * side, where it occurs first, and of the first side the first record. Not thread-safe.
 */
final class PartJoin {
  /** No part is chosen by this seed, so that all keys of a part spread. */
  private static final long SEED = -1;

  private static final int NONE = -1;

  private final Tally tally;
  private final ByteSink records = new ByteSink(1 << 16);
  private int[] slots = filled(1 << 10);
  private int size;

  // By the number of an entry.
  private int[] places = new int[512];
  private long[] hashes = new long[512];
  private long[] countsOfA = new long[512];
  private long[] countsOfB = new long[512];
  private long[] firstRowsOfA = new long[512];
  private long[] firstRowsOfB = new long[512];

  PartJoin(Tally tally) {
    this.tally = tally;
  }

  private static int[] filled(int length) {
    var slots = new int[length];
    Arrays.fill(slots, NONE);
    return slots;
  }

  void join(RecordReader a, RecordReader b) throws IOException {
    while (a.next()) {
      var record = a.record();
      int entry = entry(record);
      if (countsOfA[entry]++ == 0) {
        firstRowsOfA[entry] = record.row();
      } else {
        tally.repeatedInA(record.row());
      }
    }
    while (b.next()) {
      var record = b.record();
      int entry = entry(record);
      if (countsOfB[entry]++ == 0) {
        firstRowsOfB[entry] = record.row();
        if (countsOfA[entry] > 0) {
          tally.pair(new RecordView(record.columns(), records.bytes(), places[entry]), record);
        }
      } else {
        tally.repeatedInB(record.row());
      }
    }
    for (int entry = 0; entry < size; entry++) {
      tally.entry(countsOfA[entry], firstRowsOfA[entry], countsOfB[entry], firstRowsOfB[entry]);
    }
  }

  /** The entry of a record's key, made from the record if there is none. */
  private int entry(RecordView record) {
    long hash = Hash64.of(record.bytes(), record.key(), record.keyLength(), SEED);
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != NONE) {
      int entry = slots[slot];
      if (hashes[entry] == hash && isKeyOf(entry, record)) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
    int entry = size++;
    slots[slot] = entry;
    if (entry == hashes.length) {
      grow();
    }
    hashes[entry] = hash;
    places[entry] = records.length();
    records.put(record.bytes(), record.at(), record.end() - record.at());
    if (size > slots.length / 2) {
      spread();
    }
    return entry;
  }

  private boolean isKeyOf(int entry, RecordView record) {
    var known = new RecordView(record.columns(), records.bytes(), places[entry]);
    return Arrays.equals(
        known.bytes(),
        known.key(),
        known.key() + known.keyLength(),
        record.bytes(),
        record.key(),
        record.key() + record.keyLength());
  }

  private void grow() {
    int length = 2 * hashes.length;
    places = Arrays.copyOf(places, length);
    hashes = Arrays.copyOf(hashes, length);
    countsOfA = Arrays.copyOf(countsOfA, length);
    countsOfB = Arrays.copyOf(countsOfB, length);
    firstRowsOfA = Arrays.copyOf(firstRowsOfA, length);
    firstRowsOfB = Arrays.copyOf(firstRowsOfB, length);
  }

  private void spread() {
    var wider = filled(2 * slots.length);
    int mask = wider.length - 1;
    for (int entry = 0; entry < size; entry++) {
      int slot = (int) hashes[entry] & mask;
      while (wider[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      wider[slot] = entry;
    }
    slots = wider;
  }
}
