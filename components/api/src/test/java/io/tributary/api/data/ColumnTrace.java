package io.tributary.api.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An aggregation that shows which columns it was given, and how many rows.
 *
 * @param columns that it says to read
 */
public record ColumnTrace(Set<String> columns)
    implements Aggregation<ColumnTrace.Seen, ColumnTrace.Result>, Serializable {

  /** The accumulator. */
  public static final class Seen {
    private final Set<List<String>> columns = new LinkedHashSet<>();
    private long rows;
  }

  /** What was seen: the columns of schemas and batches, and rows. */
  public record Result(Set<List<String>> columns, long rows) {}

  @Override
  public Optional<Set<String>> readColumns() {
    return Optional.of(columns);
  }

  @Override
  public Seen create(Schema schema) {
    var seen = new Seen();
    seen.columns.add(names(schema));
    return seen;
  }

  @Override
  public void add(Seen seen, VectorSchemaRoot batch) {
    seen.columns.add(names(batch.getSchema()));
    seen.columns.add(batch.getFieldVectors().stream().map(vector -> vector.getName()).toList());
    for (var vector : batch.getFieldVectors()) {
      if (vector.getValueCount() != batch.getRowCount()) {
        throw new IllegalStateException(vector.getName() + " has " + vector.getValueCount());
      }
    }
    seen.rows += batch.getRowCount();
  }

  @Override
  public void merge(Seen seen, Seen later) {
    seen.columns.addAll(later.columns);
    seen.rows += later.rows;
  }

  @Override
  public Result finish(Seen seen) {
    return new Result(Set.copyOf(seen.columns), seen.rows);
  }

  @Override
  public void encode(Seen seen, DataOutput out) throws IOException {
    out.writeInt(seen.columns.size());
    for (var names : seen.columns) {
      out.writeInt(names.size());
      for (var name : names) {
        out.writeUTF(name);
      }
    }
    out.writeLong(seen.rows);
  }

  @Override
  public Seen decode(DataInput in) throws IOException {
    var seen = new Seen();
    for (int left = in.readInt(); left > 0; left--) {
      var names = new String[in.readInt()];
      for (int i = 0; i < names.length; i++) {
        names[i] = in.readUTF();
      }
      seen.columns.add(List.of(names));
    }
    seen.rows = in.readLong();
    return seen;
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }
}
