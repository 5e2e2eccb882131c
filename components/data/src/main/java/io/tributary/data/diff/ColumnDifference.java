package io.tributary.data.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * In what the columns of two datasets differ. Their order does not count.
 *
 * @param onlyInA names of columns that the second has not
 * @param onlyInB names of columns that the first has not
 * @param types columns of both whose types differ
 */
public record ColumnDifference(List<String> onlyInA, List<String> onlyInB, List<Types> types) {

  /** The types of a column on either side, as Arrow writes them. */
  public record Types(String column, String inA, String inB) {}

  public ColumnDifference {
    onlyInA = List.copyOf(onlyInA);
    onlyInB = List.copyOf(onlyInB);
    types = List.copyOf(types);
  }

  static ColumnDifference between(Schema a, Schema b) {
    var others = new LinkedHashMap<String, Field>();
    b.getFields().forEach(field -> others.put(field.getName(), field));
    var onlyInA = new ArrayList<String>();
    var types = new ArrayList<Types>();
    for (var field : a.getFields()) {
      var other = others.remove(field.getName());
      if (other == null) {
        onlyInA.add(field.getName());
      } else if (!other.getType().equals(field.getType())
          || !other.getChildren().equals(field.getChildren())) {
        types.add(new Types(field.getName(), words(field), words(other)));
      }
    }
    return new ColumnDifference(onlyInA, new ArrayList<>(others.keySet()), types);
  }

  private static String words(Field field) {
    return field.getType() + (field.getChildren().isEmpty() ? "" : " of " + field.getChildren());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return onlyInA.isEmpty() && onlyInB.isEmpty() && types.isEmpty();
  }
}
