package io.tributary.components.examplediff;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.NonNullableStructVector;
import org.jspecify.annotations.Nullable;

/**
 * A value of a row as {@link io.tributary.components.json.Json} can write it: integers, signed or
 * not, booleans and finite numbers as themselves, bytes in Base64, lists and structs of these, and
 * whatever JSON has no form for, such as NaN, decimals, times and integers of 2^63 and more, as
 * text. Fields of structs that are missing are left out.
 */
public final class CellValue {
  private CellValue() {}

  /** The value in a row of a column; null where there is none. */
  public static @Nullable Object of(ValueVector column, int row) {
    if (column.isNull(row)) {
      return null;
    } else if (column instanceof BaseIntVector integers) {
      return integer(integers, row);
    } else if (column instanceof BaseListVector list) {
      return elements(list, row);
    } else if (column instanceof NonNullableStructVector struct) {
      return fields(struct, row);
    }
    return plain(column.getObject(row));
  }

  private static Object integer(BaseIntVector integers, int row) {
    long number = integers.getValueAsLong(row);
    return number < 0 && integers instanceof UInt8Vector
        ? Long.toUnsignedString(number)
        : (Object) number;
  }

  private static Object elements(BaseListVector list, int row) {
    var values = new ArrayList<@Nullable Object>();
    var elements = list.getChildrenFromFields().get(0);
    for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
      values.add(of(elements, i));
    }
    return values;
  }

  private static Object fields(NonNullableStructVector struct, int row) {
    var values = new LinkedHashMap<String, Object>();
    for (var field : struct.getChildrenFromFields()) {
      var value = of(field, row);
      if (value != null) {
        values.put(field.getName(), value);
      }
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    boolean isJson =
        value instanceof Boolean
            || (value instanceof Double number && Double.isFinite(number))
            || (value instanceof Float single && Float.isFinite(single));
    return isJson ? value : value.toString();
  }
}
