package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Small examples artifacts for tests: columns of Double, Long, String, or Instant to milliseconds,
 * or of lists of these, null where missing. A text may be given as the bytes of its UTF-8.
 */
final class Tables {
  private Tables() {}

  record Column(String name, Class<?> type, boolean isOfLists, List<@Nullable Object> values) {
    Column(String name, Class<?> type, List<@Nullable Object> values) {
      this(name, type, false, values);
    }

    /** Of lists of that type. */
    static Column ofLists(String name, Class<?> type, List<? extends @Nullable Object> lists) {
      return new Column(name, type, true, new ArrayList<>(lists));
    }

    static Column of(String name, Class<?> type, @Nullable Object... values) {
      var list = new ArrayList<@Nullable Object>();
      for (var value : values) {
        list.add(value);
      }
      return new Column(name, type, list);
    }

    private Field field() {
      return isOfLists
          ? new Field(
              name,
              FieldType.nullable(ArrowType.List.INSTANCE),
              List.of(new Column("item", type, List.of()).field()))
          : plainField();
    }

    private Field plainField() {
      if (type == Double.class) {
        return Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
      }
      if (type == Instant.class) {
        return Field.nullable(name, new ArrowType.Timestamp(TimeUnit.MILLISECOND, null));
      }
      return Field.nullable(
          name, type == Long.class ? new ArrowType.Int(64, true) : ArrowType.Utf8.INSTANCE);
    }
  }

  static void write(Path artifact, String split, int batchRows, List<Column> columns)
      throws IOException {
    var directory = Files.createDirectories(artifact.resolve("Split-" + split));
    var schema = new Schema(columns.stream().map(Column::field).toList());
    int rows = columns.get(0).values().size();
    try (var allocator = new RootAllocator();
        var out = new ExamplesWriter(directory, schema, allocator)) {
      for (int from = 0; from < rows; from += batchRows) {
        try (var batch = batch(columns, from, Math.min(batchRows, rows - from), allocator)) {
          out.append(batch);
        }
      }
    }
  }

  /** Some rows; to be closed. */
  static VectorSchemaRoot batch(
      List<Column> columns, int from, int count, BufferAllocator allocator) {
    var schema = new Schema(columns.stream().map(Column::field).toList());
    var batch = VectorSchemaRoot.create(schema, allocator);
    for (var column : columns) {
      fill(batch.getVector(column.name()), column.values().subList(from, from + count));
    }
    batch.setRowCount(count);
    return batch;
  }

  private static void fill(ListVector lists, List<@Nullable Object> values) {
    lists.setInitialCapacity(values.size());
    lists.allocateNew();
    var elements = new ArrayList<@Nullable Object>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof List<?> list) {
        lists.startNewValue(i);
        lists.endValue(i, list.size());
        elements.addAll(list);
      } else {
        lists.setNull(i);
      }
    }
    fill(lists.getDataVector(), elements);
    lists.setValueCount(values.size());
  }

  private static void fill(FieldVector vector, List<@Nullable Object> values) {
    if (vector instanceof ListVector lists) {
      fill(lists, values);
      return;
    }
    vector.setInitialCapacity(values.size());
    vector.allocateNew();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      if (value == null) {
        vector.setNull(i);
      } else if (vector instanceof Float8Vector doubles) {
        doubles.setSafe(i, (Double) value);
      } else if (vector instanceof TimeStampMilliVector stamps) {
        stamps.setSafe(i, ((Instant) value).toEpochMilli());
      } else if (vector instanceof BigIntVector longs) {
        longs.setSafe(i, (Long) value);
      } else if (value instanceof byte[] text) {
        ((VarCharVector) vector).setSafe(i, text);
      } else {
        ((VarCharVector) vector).setSafe(i, ((String) value).getBytes(UTF_8));
      }
    }
  }

  static void writeSchema(Path artifact, String text) throws IOException {
    Files.createDirectories(artifact);
    Files.writeString(artifact.resolve("schema.pbtxt"), text);
  }

  static String schema(List<Column> columns) {
    var text = new StringBuilder();
    for (var column : columns) {
      var type =
          column.type() == Double.class ? "FLOAT" : column.type() == String.class ? "BYTES" : "INT";
      text.append("feature { name: \"").append(column.name()).append("\" type: ").append(type);
      text.append(column.isOfLists() ? " value_count { min: 0 max: 5000 } }\n" : " }\n");
    }
    return text.toString();
  }

  /** All rows of a split: Float, Long or String by column. */
  static Map<String, List<Object>> read(Path artifact, String split) throws IOException {
    var columns = new LinkedHashMap<String, List<Object>>();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(artifact, List.of(split)), allocator)) {
      reader.schema().getFields().forEach(f -> columns.put(f.getName(), new ArrayList<>()));
      while (reader.loadNextBatch()) {
        for (var vector : reader.batch().getFieldVectors()) {
          var values = columns.get(vector.getName());
          for (int i = 0; i < reader.batch().getRowCount(); i++) {
            var value = vector.getObject(i);
            values.add(value instanceof Number ? value : String.valueOf(value));
          }
        }
      }
    }
    return columns;
  }
}
