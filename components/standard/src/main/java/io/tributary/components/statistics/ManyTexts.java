package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The texts of a column that has too many different ones for a table: the number of different ones
 * is estimated from a sample, and every value is counted in one of {@link HeavyCells#CELLS} cells
 * by its hash, of which frequent values make heavy ones.
 */
final class ManyTexts {
  private final HashCells cells;
  private final HashSample sample;
  private long invalid;

  private ManyTexts(HashCells cells, HashSample sample, long invalid) {
    this.cells = cells;
    this.sample = sample;
    this.invalid = invalid;
  }

  /** The texts of a table. */
  static ManyTexts of(ByteCounts table) {
    var texts = new ManyTexts(new HashCells(), new HashSample(table.size()), InvalidUtf8.in(table));
    for (int entry = 0; entry < table.size(); entry++) {
      texts.cells.add(table.hash(entry), table.count(entry));
      texts.sample.add(table.hash(entry), table.length(entry));
    }
    return texts;
  }

  void add(TextVectors values, long[] hashes) {
    for (int i = 0; i < values.size(); i++) {
      cells.add(hashes[i]);
    }
    sample.addAll(values, hashes);
    invalid += InvalidUtf8.in(values);
  }

  void add(ManyTexts other) {
    cells.add(other.cells);
    sample.add(other.sample);
    invalid += other.invalid;
  }

  /** Thins the sample until it keeps both bounds. */
  void fit(int bound, long byteBound) {
    while (sample.size() > bound || sample.byteLength() > byteBound) {
      sample.thin(sample.level() + 1);
    }
  }

  /** How many texts are no valid UTF-8. */
  long invalid() {
    return invalid;
  }

  /** How many different texts there are, estimated. */
  long different() {
    return (long) sample.size() << sample.level();
  }

  /** What a second pass has to count; empty when it is known that it would list nothing. */
  Optional<HeavyCells> heavyCells(String slice, int column, List<String> path) {
    var heavy = HeavyCells.of(slice, column, path, cells.counts());
    return heavy.anyMatch(cells::mayHoldMoreThan) ? Optional.of(heavy) : Optional.empty();
  }

  void encode(DataOutput out) throws IOException {
    cells.encode(out);
    sample.encode(out);
    out.writeLong(invalid);
  }

  static ManyTexts decode(DataInput in) throws IOException {
    return new ManyTexts(HashCells.decode(in), HashSample.decode(in), in.readLong());
  }
}
