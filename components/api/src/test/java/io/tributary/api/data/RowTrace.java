package io.tributary.api.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An aggregation that shows what an engine did: which rows it saw, in which order, and the sum of
 * their floating-point values with all roundings. Reads the columns {@code n} (int64) and {@code x}
 * (float64).
 */
public final class RowTrace implements Aggregation<RowTrace.Seen, RowTrace.Result>, Serializable {
  private static final long serialVersionUID = 1L;

  /** The accumulator. */
  public static final class Seen {
    private final List<Long> rows = new ArrayList<>();
    private double sum;
    private boolean isMerged;
  }

  /** What was seen. */
  public record Result(List<Long> rows, double sum) {}

  @Override
  public Seen create(Schema schema) {
    if (schema.findField("n") == null) {
      throw new IllegalArgumentException("schema: no column n");
    }
    return new Seen();
  }

  @Override
  public void add(Seen seen, VectorSchemaRoot batch) {
    requireUsable(seen);
    var n = (BigIntVector) batch.getVector("n");
    var x = (Float8Vector) batch.getVector("x");
    for (int r = 0; r < batch.getRowCount(); r++) {
      seen.rows.add(n.get(r));
      seen.sum += x.get(r);
    }
  }

  @Override
  public void merge(Seen seen, Seen later) {
    requireUsable(seen);
    requireUsable(later);
    seen.rows.addAll(later.rows);
    seen.sum += later.sum;
    later.isMerged = true;
  }

  @Override
  public Result finish(Seen seen) {
    requireUsable(seen);
    return new Result(List.copyOf(seen.rows), seen.sum);
  }

  @Override
  public void encode(Seen seen, DataOutput out) throws IOException {
    out.writeInt(seen.rows.size());
    for (long row : seen.rows) {
      out.writeLong(row);
    }
    out.writeDouble(seen.sum);
  }

  @Override
  public Seen decode(DataInput in) throws IOException {
    var seen = new Seen();
    for (int left = in.readInt(); left > 0; left--) {
      seen.rows.add(in.readLong());
    }
    seen.sum = in.readDouble();
    return seen;
  }

  private static void requireUsable(Seen seen) {
    if (seen.isMerged) {
      throw new IllegalStateException(
          "accumulator: merged before (expected: not to be used any more)");
    }
  }
}
