package io.tributary.components.evaluator;

import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of numbers as doubles. */
record Numbers(FieldVector column) {

  /** Whether a column holds numbers or truth values. */
  static boolean supports(Field field) {
    return field.getDictionary() == null
        && (field.getType() instanceof ArrowType.Int
            || field.getType() instanceof ArrowType.FloatingPoint
            || field.getType() instanceof ArrowType.Bool);
  }

  /** NaN where it is missing. */
  double get(int row) {
    if (column.isNull(row)) {
      return Double.NaN;
    } else if (column instanceof FloatingPointVector floats) {
      return floats.getValueAsDouble(row);
    } else if (column instanceof BaseIntVector integers) {
      return integers.getValueAsLong(row);
    } else if (column instanceof BitVector bits) {
      return bits.get(row);
    }
    throw new IllegalStateException(column.getField() + " passed the check of numbers");
  }
}
