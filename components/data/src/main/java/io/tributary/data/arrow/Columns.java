package io.tributary.data.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of a file, without metadata.
 *
 * @param shown as rows have them
 * @param stored as record batches have them: of dictionary-encoded columns, the codes
 * @param dictionaries of each column, its dictionary's number, if it is encoded
 */
record Columns(Schema shown, Schema stored, List<Optional<Long>> dictionaries) {

  /**
   * Of a schema as it lies in a file.
   *
   * @throws IllegalArgumentException naming the columns of which a part is dictionary-encoded
   */
  static Columns of(Schema schema) {
    var shown = new ArrayList<Field>();
    var stored = new ArrayList<Field>();
    var dictionaries = new ArrayList<Optional<Long>>();
    var problems = new ArrayList<String>();
    for (var field : schema.getFields()) {
      if (field.getChildren().stream().anyMatch(Columns::isEncodedWithin)) {
        problems.add("column '" + field.getName() + "' of type " + field.getType());
      }
      var plain = plain(field, field.getType());
      var encoding = field.getDictionary();
      shown.add(plain);
      stored.add(
          encoding == null ? plain : new Field(field.getName(), codes(field, encoding), null));
      dictionaries.add(Optional.ofNullable(encoding).map(DictionaryEncoding::getId));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", problems) + " with a dictionary inside a list or struct");
    }
    return new Columns(new Schema(shown), new Schema(stored), dictionaries);
  }

  private static FieldType codes(Field field, DictionaryEncoding encoding) {
    return new FieldType(field.isNullable(), encoding.getIndexType(), null);
  }

  private static boolean isEncodedWithin(Field field) {
    return field.getDictionary() != null
        || field.getChildren().stream().anyMatch(Columns::isEncodedWithin);
  }

  private static Field plain(Field field, ArrowType type) {
    var children = new ArrayList<Field>();
    for (var child : field.getChildren()) {
      children.add(plain(child, child.getType()));
    }
    return new Field(field.getName(), new FieldType(field.isNullable(), type, null), children);
  }
}
