package io.tributary.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Some columns of batches that are read as a whole.
 *
 * @param whole all columns
 * @param kept the places of the columns that are shown, in ascending order
 */
record Selection(Batches whole, List<Integer> kept) implements Batches {

  static Batches of(Batches whole, Set<String> columns) {
    var kept = places(whole.schema(), columns);
    return kept.size() == whole.schema().getFields().size() ? whole : new Selection(whole, kept);
  }

  /** The places of columns in a schema, in ascending order; names that it lacks have none. */
  static List<Integer> places(Schema schema, Set<String> columns) {
    var places = new ArrayList<Integer>();
    for (int c = 0; c < schema.getFields().size(); c++) {
      if (columns.contains(schema.getFields().get(c).getName())) {
        places.add(c);
      }
    }
    return places;
  }

  /** A schema of the columns at {@code places}. */
  static Schema schema(Schema schema, List<Integer> places) {
    List<Field> fields = new ArrayList<>();
    for (int place : places) {
      fields.add(schema.getFields().get(place));
    }
    return new Schema(fields, schema.getCustomMetadata());
  }

  @Override
  public Schema schema() {
    return schema(whole.schema(), kept);
  }

  @Override
  public int count() {
    return whole.count();
  }

  @Override
  public String place(int batch) {
    return whole.place(batch);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    var shown = schema();
    var cursor = whole.open(allocator);
    return new Cursor() {
      @Override
      public VectorSchemaRoot load(int batch) throws IOException {
        var loaded = cursor.load(batch);
        List<FieldVector> columns = new ArrayList<>();
        for (int place : kept) {
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
