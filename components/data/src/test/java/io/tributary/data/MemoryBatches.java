package io.tributary.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of a test, cut into batches of one size. */
public record MemoryBatches(Schema schema, List<@Nullable Object[]> rows, int size)
    implements Batches {
  public static final ArrowType INT64 = new ArrowType.Int(64, true);
  public static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  public static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;

  /** Rows without a column yet. */
  public static Schema columns(Object... namesAndTypes) {
    var fields = new Field[namesAndTypes.length / 2];
    for (int c = 0; c < fields.length; c++) {
      fields[c] =
          Field.nullable((String) namesAndTypes[2 * c], (ArrowType) namesAndTypes[2 * c + 1]);
    }
    return new Schema(Arrays.asList(fields));
  }

  /** One row. */
  public static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  @Override
  public int count() {
    return (rows.size() + size - 1) / size;
  }

  @Override
  public String place(int batch) {
    return "memory, batch " + batch;
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    var root = VectorSchemaRoot.create(schema, allocator);
    return new Cursor() {
      @Override
      public VectorSchemaRoot load(int batch) {
        root.clear();
        root.allocateNew();
        int count = Math.min(size, rows.size() - batch * size);
        for (int r = 0; r < count; r++) {
          var values = rows.get(batch * size + r);
          for (int c = 0; c < values.length; c++) {
            set(root.getVector(c), r, values[c]);
          }
        }
        root.setRowCount(count);
        return root;
      }

      @Override
      public void close() throws IOException {
        root.close();
      }
    };
  }

  private static void set(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof BigIntVector integers) {
      integers.setSafe(row, ((Number) value).longValue());
    } else if (vector instanceof IntVector integers) {
      integers.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof Float8Vector floats) {
      floats.setSafe(row, ((Number) value).doubleValue());
    } else if (vector instanceof Float2Vector floats) {
      floats.setSafeWithPossibleTruncate(row, (Float) value);
    } else if (vector instanceof UInt1Vector integers) {
      integers.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof UInt8Vector integers) {
      integers.setSafe(row, ((Number) value).longValue());
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof DateDayVector days) {
      days.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof TimeStampVector times) {
      times.setSafe(row, ((Number) value).longValue());
    } else {
      ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(UTF_8));
    }
  }
}
