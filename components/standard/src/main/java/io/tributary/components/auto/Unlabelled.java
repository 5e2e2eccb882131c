package io.tributary.components.auto;

import io.tributary.api.data.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Counts rows without a label.
 *
 * @param labels columns of the rows
 */
record Unlabelled(List<String> labels)
    implements Aggregation<Unlabelled.Count, Unlabelled.Count>, Serializable {

  /** How many of the rows lack a label. */
  static final class Count {
    private long without;
    private long all;

    long without() {
      return without;
    }

    long all() {
      return all;
    }
  }

  /** Whether a row lacks one of its labels; NaN is none. */
  static boolean isMissing(List<FieldVector> labels, int row) {
    for (var label : labels) {
      if (label.isNull(row)
          || label instanceof FloatingPointVector numbers
              && Double.isNaN(numbers.getValueAsDouble(row))) {
        return true;
      }
    }
    return false;
  }

  static List<FieldVector> vectors(List<String> labels, VectorSchemaRoot batch) {
    return labels.stream().map(batch::getVector).toList();
  }

  @Override
  public Optional<Set<String>> readColumns() {
    return Optional.of(Set.copyOf(labels));
  }

  @Override
  public Count create(Schema schema) {
    return new Count();
  }

  @Override
  public void add(Count count, VectorSchemaRoot batch) {
    var columns = vectors(labels, batch);
    for (int row = 0; row < batch.getRowCount(); row++) {
      count.without += isMissing(columns, row) ? 1 : 0;
    }
    count.all += batch.getRowCount();
  }

  @Override
  public void merge(Count count, Count later) {
    count.without += later.without;
    count.all += later.all;
  }

  @Override
  public Count finish(Count count) {
    return count;
  }

  @Override
  public boolean isOrderFree() {
    return true;
  }

  @Override
  public void encode(Count count, DataOutput out) throws IOException {
    out.writeLong(count.without);
    out.writeLong(count.all);
  }

  @Override
  public Count decode(DataInput in) throws IOException {
    var count = new Count();
    count.without = in.readLong();
    count.all = in.readLong();
    return count;
  }
}
