package io.tributary.cli.data;

import java.util.Locale;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Types of columns as people who work with data know them. */
public final class ColumnWords {
  private ColumnWords() {}

  /** For example {@code int64}, {@code float32}, {@code utf8}, {@code list<int64>}. */
  public static String type(Field field) {
    var type = field.getType();
    if (type instanceof ArrowType.Int integer) {
      return (integer.getIsSigned() ? "int" : "uint") + integer.getBitWidth();
    } else if (type instanceof ArrowType.FloatingPoint number) {
      return switch (number.getPrecision()) {
        case HALF -> "float16";
        case SINGLE -> "float32";
        case DOUBLE -> "float64";
      };
    } else if (type instanceof ArrowType.List) {
      return "list<" + type(field.getChildren().get(0)) + ">";
    }
    return type.toString().toLowerCase(Locale.ROOT);
  }
}
