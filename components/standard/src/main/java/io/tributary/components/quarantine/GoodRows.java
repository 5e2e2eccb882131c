package io.tributary.components.quarantine;

import io.tributary.api.data.BatchFunction;
import io.tributary.components.schema.TextNumbers;
import io.tributary.data.row.RowCopies;
import io.tributary.proto.tfmd.FeatureType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ElementAddressableVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Keeps the rows that are allowed, with texts that should be numbers turned into numbers. */
record GoodRows(ColumnRules rules) implements BatchFunction, Serializable {
  @Override
  public Schema outputSchema(Schema input) {
    var fields = new ArrayList<Field>();
    for (var field : input.getFields()) {
      var type = rules.converted().get(field.getName());
      fields.add(type == null ? field : number(field, type));
    }
    return new Schema(fields, input.getCustomMetadata());
  }

  private static Field number(Field text, FeatureType type) {
    return new Field(
        text.getName(),
        new FieldType(
            text.isNullable(),
            type == FeatureType.INT
                ? new ArrowType.Int(64, true)
                : new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            null,
            text.getMetadata()),
        null);
  }

  @Override
  public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
    var bad = new BitSet(input.getRowCount());
    rules.check(input, (row, type, column, value, expected) -> bad.set(row));
    int[] good = IntStream.range(0, input.getRowCount()).filter(row -> !bad.get(row)).toArray();
    for (var from : input.getFieldVectors()) {
      var to = output.getVector(from.getName());
      if (rules.converted().containsKey(from.getName())) {
        convert(from, to, good);
      } else {
        RowCopies.copy(from, to, good, 0, good.length);
      }
    }
    output.setRowCount(good.length);
  }

  private static void convert(FieldVector from, FieldVector to, int[] rows) {
    var texts = new ColumnRule.TextCursor((ElementAddressableVector) from);
    int at = 0;
    for (int row : rows) {
      if (!from.isNull(row)) {
        var text = texts.text(row);
        if (to instanceof BigIntVector numbers) {
          numbers.setSafe(at, TextNumbers.integer(text).orElseThrow());
        } else {
          ((Float8Vector) to).setSafe(at, TextNumbers.floating(text).orElseThrow());
        }
      }
      at++;
    }
  }
}
