package io.tributary.data.union;

import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The batches of several sources, one source after the other, with the columns of all.
 *
 * @param schema as {@link UnionSchema} gives it
 * @param parts the sources, in order
 */
public record UnionBatches(Schema schema, List<Batches> parts) implements Batches {
  public UnionBatches {
    parts = List.copyOf(parts);
  }

  /** The same rows; the source itself where it is a single one of this schema. */
  public static Batches of(Schema schema, List<Batches> parts) {
    return parts.size() == 1 && parts.get(0).schema().equals(schema)
        ? parts.get(0)
        : new UnionBatches(schema, parts);
  }

  @Override
  public int count() {
    return parts.stream().mapToInt(Batches::count).sum();
  }

  /** The part that a batch is in, and its number there. */
  private record Place(int part, int batch) {}

  private Place find(int batch) {
    int rest = batch;
    for (int p = 0; p < parts.size(); p++) {
      if (rest < parts.get(p).count()) {
        return new Place(p, rest);
      }
      rest -= parts.get(p).count();
    }
    throw new IndexOutOfBoundsException(
        "batch " + batch + " (expected: one of " + count() + " batches)");
  }

  @Override
  public String place(int batch) {
    var place = find(batch);
    return parts.get(place.part()).place(place.batch());
  }

  @Override
  public Batches only(Set<String> columns) {
    return new UnionBatches(
        KeptColumns.all(schema).only(columns).schema(),
        parts.stream().map(part -> part.only(columns)).toList());
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new Joined(allocator);
  }

  /** Loads from one part at a time. */
  private final class Joined implements Cursor {
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private @Nullable Cursor cursor;
    private int part = -1;

    Joined(BufferAllocator allocator) {
      this.allocator = allocator;
      root = VectorSchemaRoot.create(schema, allocator);
    }

    @Override
    public VectorSchemaRoot load(int batch) throws IOException {
      var place = find(batch);
      // What the rows share with those of the part goes first.
      root.clear();
      var from = cursor;
      if (from == null || place.part() != part) {
        if (from != null) {
          from.close();
        }
        part = place.part();
        from = parts.get(part).open(allocator);
        cursor = from;
      }
      var source = from.load(place.batch());
      int count = source.getRowCount();
      for (var target : root.getFieldVectors()) {
        var vector = source.getVector(target.getName());
        if (vector == null) {
          target.allocateNew();
          target.setValueCount(count);
        } else if (vector.getField().getType().equals(target.getField().getType())) {
          vector.makeTransferPair(target).splitAndTransfer(0, count);
        } else {
          widen(vector, target, count);
        }
      }
      root.setRowCount(count);
      return root;
    }

    @Override
    public void close() throws IOException {
      root.close();
      if (cursor != null) {
        cursor.close();
      }
    }
  }

  private static void widen(FieldVector source, FieldVector target, int count) {
    target.setInitialCapacity(count);
    target.allocateNew();
    for (int r = 0; r < count; r++) {
      if (!source.isNull(r)) {
        if (target instanceof BigIntVector integers) {
          integers.set(r, ((BaseIntVector) source).getValueAsLong(r));
        } else {
          double value =
              source instanceof FloatingPointVector floats
                  ? floats.getValueAsDouble(r)
                  : ((BaseIntVector) source).getValueAsLong(r);
          ((Float8Vector) target).set(r, value);
        }
      }
    }
    target.setValueCount(count);
  }
}
