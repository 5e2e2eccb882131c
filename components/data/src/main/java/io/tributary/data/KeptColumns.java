package io.tributary.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of batches that are read.
 *
 * @param whole schema of all columns
 * @param places of those that are read, in ascending order
 */
public record KeptColumns(Schema whole, List<Integer> places) {
  public KeptColumns {
    places = List.copyOf(places);
  }

  /** All of them. */
  public static KeptColumns all(Schema schema) {
    return new KeptColumns(schema, IntStream.range(0, schema.getFields().size()).boxed().toList());
  }

  /** Those with one of some names; names that no column has are passed over. */
  public KeptColumns only(Set<String> names) {
    var fields = whole.getFields();
    return new KeptColumns(
        whole,
        places.stream().filter(place -> names.contains(fields.get(place).getName())).toList());
  }

  public boolean isAll() {
    return places.size() == whole.getFields().size();
  }

  /** Of those that are read. */
  public Schema schema() {
    List<Field> fields = new ArrayList<>();
    places.forEach(place -> fields.add(whole.getFields().get(place)));
    return new Schema(fields, whole.getCustomMetadata());
  }
}
