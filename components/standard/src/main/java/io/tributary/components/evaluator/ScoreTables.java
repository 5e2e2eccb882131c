package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A table of scores for each of several classes or labels, against the rest. Together they hold no
 * more than one table does. Not thread-safe.
 */
final class ScoreTables {
  private static final int LEAST_CAPACITY = 1 << 10;

  private final ScoreTable[] tables;

  /** Empty tables for so many classes or labels. */
  ScoreTables(int count) {
    tables = new ScoreTable[count];
    for (int i = 0; i < count; i++) {
      tables[i] = new ScoreTable(capacity(count));
    }
  }

  private static int capacity(int count) {
    return Math.max(ScoreTable.CAPACITY / count, LEAST_CAPACITY);
  }

  /** Adds a row to the table of a class. */
  void add(int of, double score, double weight, boolean positive) {
    tables[of].add(score, weight, positive);
  }

  /** Adds what other tables of the same classes have counted. */
  void add(ScoreTables other) {
    for (int i = 0; i < tables.length; i++) {
      tables[i].add(other.tables[i]);
    }
  }

  /** Trailing bits that the most crowded table has given up. */
  int droppedBits() {
    int most = 0;
    for (var table : tables) {
      most = Math.max(most, table.droppedBits());
    }
    return most;
  }

  /** The weights by ascending score, of each class. */
  ScoreColumns[] columns() {
    var columns = new ScoreColumns[tables.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = tables[i].columns();
    }
    return columns;
  }

  void encode(DataOutput out) throws IOException {
    for (var table : tables) {
      table.encode(out);
    }
  }

  static ScoreTables decode(int count, DataInput in) throws IOException {
    var decoded = new ScoreTables(count);
    for (int i = 0; i < count; i++) {
      decoded.tables[i] = ScoreTable.decode(capacity(count), in);
    }
    return decoded;
  }
}
