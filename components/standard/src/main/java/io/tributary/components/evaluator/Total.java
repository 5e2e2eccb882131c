package io.tributary.components.evaluator;

import io.tributary.components.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A sum of weights, exact: most of them are 1 and are only counted. Not thread-safe. */
final class Total {
  private long ones;
  private @Nullable ExactSum others;

  void add(double weight) {
    if (weight == 1) {
      ones++;
    } else if (weight != 0) {
      others().add(weight);
    }
  }

  void add(Total more) {
    ones += more.ones;
    if (more.others != null) {
      others().add(more.others);
    }
  }

  private ExactSum others() {
    if (others == null) {
      others = new ExactSum();
    }
    return others;
  }

  /** The sum, rounded once. */
  double value() {
    if (others == null) {
      return ones;
    }
    var sum = new ExactSum();
    sum.add(others);
    sum.add((double) ones);
    return sum.value();
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(ones);
    out.writeBoolean(others != null);
    if (others != null) {
      others.encode(out);
    }
  }

  static Total decode(DataInput in) throws IOException {
    var total = new Total();
    total.ones = in.readLong();
    if (in.readBoolean()) {
      total.others = ExactSum.decode(in);
    }
    return total;
  }

  static void encode(Total[] totals, DataOutput out) throws IOException {
    for (var total : totals) {
      total.encode(out);
    }
  }

  static Total[] decode(int count, DataInput in) throws IOException {
    var totals = new Total[count];
    for (int i = 0; i < count; i++) {
      totals[i] = decode(in);
    }
    return totals;
  }

  static Total[] none(int count) {
    var totals = new Total[count];
    for (int i = 0; i < count; i++) {
      totals[i] = new Total();
    }
    return totals;
  }

  static void add(Total[] totals, Total[] more) {
    for (int i = 0; i < totals.length; i++) {
      totals[i].add(more[i]);
    }
  }
}
