package io.tributary.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Some columns of batches that are read as a whole.
 *
 * @param batches with all columns
 * @param kept those that are shown
 */
record Selection(Batches batches, KeptColumns kept) implements Batches {

  static Batches of(Batches batches, Set<String> columns) {
    var kept = KeptColumns.all(batches.schema()).only(columns);
    return kept.isAll() ? batches : new Selection(batches, kept);
  }

  @Override
  public Schema schema() {
    return kept.schema();
  }

  @Override
  public int count() {
    return batches.count();
  }

  @Override
  public String place(int batch) {
    return batches.place(batch);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    var shown = schema();
    var cursor = batches.open(allocator);
    return new Cursor() {
      @Override
      public VectorSchemaRoot load(int batch) throws IOException {
        var loaded = cursor.load(batch);
        List<FieldVector> columns = new ArrayList<>();
        for (int place : kept.places()) {
          columns.add(loaded.getVector(place));
        }
        return new VectorSchemaRoot(shown, columns, loaded.getRowCount());
      }

      @Override
      public void close() throws IOException {
        cursor.close();
      }
    };
  }
}
