package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sums over the rows of each group, of one model on one slice. Not thread-safe. */
final class Groups {
  private final int size;
  private final double[] @Nullable [] cells = new double[Confidence.GROUPS][];

  /** Of so many sums each. */
  Groups(int size) {
    this.size = size;
  }

  /** The sums of a group, to be added to. */
  double[] of(int group) {
    double[] sums = cells[group];
    if (sums == null) {
      sums = new double[size];
      cells[group] = sums;
    }
    return sums;
  }

  void add(Groups other) {
    for (int group = 0; group < cells.length; group++) {
      double[] more = other.cells[group];
      if (more != null) {
        add(of(group), more, 1);
      }
    }
  }

  static void add(double[] sums, double[] more, double times) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += times * more[i];
    }
  }

  /** Null for a group without rows. */
  double @Nullable [] found(int group) {
    return cells[group];
  }

  void encode(DataOutput out) throws IOException {
    for (double[] sums : cells) {
      out.writeBoolean(sums != null);
      if (sums != null) {
        for (double sum : sums) {
          out.writeDouble(sum);
        }
      }
    }
  }

  static Groups decode(int size, DataInput in) throws IOException {
    var groups = new Groups(size);
    for (int group = 0; group < Confidence.GROUPS; group++) {
      if (in.readBoolean()) {
        var sums = groups.of(group);
        for (int i = 0; i < size; i++) {
          sums[i] = in.readDouble();
        }
      }
    }
    return groups;
  }
}
