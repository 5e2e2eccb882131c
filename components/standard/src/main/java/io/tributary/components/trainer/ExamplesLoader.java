package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads transformed examples into memory and checks that they can be learned from. */
final class ExamplesLoader {
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType INT64 = new ArrowType.Int(64, true);

  private final String where;
  private final List<Feature> features;
  private final String label;
  private final Task task;

  /**
   * A loader of these columns.
   *
   * @param where what messages call the examples
   */
  ExamplesLoader(String where, List<Feature> features, String label, Task task) {
    this.where = where;
    this.features = features;
    this.label = label;
    this.task = task;
  }

  /**
   * Reads all rows.
   *
   * @throws io.tributary.api.ExecutionFailure that tells everything wrong with the columns or, when
   *     the columns are right, everything wrong with the rows
   */
  TrainingData load(Dataset dataset, String digest, BufferAllocator allocator) throws IOException {
    try (var reader = new ExamplesReader(dataset, allocator)) {
      checkColumns(reader.schema());
      var columns = new ArrayList<Column>(features.size());
      for (var feature : features) {
        columns.add(
            feature.kind() == Kind.ID ? new IdColumn(feature) : new NumberColumn(feature.name()));
      }
      var labels = new NumberColumn(label);
      int rows = 0;
      while (reader.loadNextBatch()) {
        var batch = reader.batch();
        int total = Math.addExact(rows, batch.getRowCount());
        for (var column : columns) {
          column.add(batch, rows, total);
        }
        labels.add(batch, rows, total);
        rows = total;
      }
      return checked(columns, labels, rows, digest);
    }
  }

  private void checkColumns(Schema schema) {
    var problems = new Problems(where, Code.INVALID_DATA);
    for (var feature : features) {
      boolean isId = feature.kind() == Kind.ID;
      checkColumn(
          schema,
          "feature '" + feature.name() + "'",
          feature.name(),
          isId ? INT64 : FLOAT32,
          isId ? "int64 ids" : "float32 numbers",
          problems);
    }
    checkColumn(schema, "label '" + label + "'", label, FLOAT32, "a float32 label", problems);
    problems.throwIfAny();
  }

  private static void checkColumn(
      Schema schema,
      String place,
      String name,
      ArrowType type,
      String expected,
      Problems problems) {
    Field field =
        schema.getFields().stream().filter(f -> f.getName().equals(name)).findFirst().orElse(null);
    if (field == null) {
      problems.add(
          place,
          "no such column, only "
              + schema.getFields().stream().map(f -> "'" + f.getName() + "'").toList(),
          expected,
          "pass examples and graph of the same Transform");
    } else if (!field.getType().equals(type)) {
      problems.add(
          place,
          field.getType().toString(),
          expected,
          "pass the examples that Transform made, not the raw ones");
    }
  }

  private TrainingData checked(List<Column> columns, NumberColumn labels, int rows, String digest) {
    var problems = new Problems(where, Code.INVALID_DATA);
    if (rows == 0) {
      problems.add("rows", "0", "at least 1", "check what the split is made of");
      problems.throwIfAny();
    }
    for (var column : columns) {
      column.check("feature '" + column.name + "'", problems);
    }
    labels.check("label '" + label + "'", problems);
    var values = labels.values(rows);
    if (labels.wrong == 0) {
      checkLabels(values, problems);
    }
    problems.throwIfAny();
    return new TrainingData(
        new FeatureMatrix(rows, columns.stream().map(column -> column.finish(rows)).toList()),
        label,
        values,
        digest);
  }

  private void checkLabels(float[] labels, Problems problems) {
    float first = labels[0];
    boolean constant = true;
    int other = -1;
    for (int i = 0; i < labels.length; i++) {
      constant &= labels[i] == first;
      if (other < 0 && labels[i] != 0 && labels[i] != 1) {
        other = i;
      }
    }
    if (task == Task.BINARY_CLASSIFICATION && other >= 0) {
      problems.add(
          "label '" + label + "'",
          labels[other] + " in row " + other,
          "0 or 1: the algorithm does " + task,
          "define the label as a comparison, or train a regression");
    } else if (constant) {
      problems.add(
          "label '" + label + "'",
          first + " in all " + labels.length + " rows",
          task == Task.BINARY_CLASSIFICATION ? "rows of both classes" : "labels that differ",
          "check how the label is defined, and that the split has rows of every kind");
    }
  }

  /** A column in the making. */
  private abstract static class Column {
    final String name;
    int wrong;
    private String firstWrong = "";

    Column(String name) {
      this.name = name;
    }

    /** Appends a batch as rows {@code from} to {@code to}. */
    abstract void add(VectorSchemaRoot batch, int from, int to);

    abstract FeatureColumn finish(int rows);

    abstract String expected();

    void wrong(String value, int row) {
      if (wrong == 0) {
        firstWrong = value + " in row " + row;
      }
      wrong++;
    }

    void check(String place, Problems problems) {
      if (wrong > 0) {
        problems.add(
            place,
            wrong == 1 ? firstWrong : firstWrong + " and in " + (wrong - 1) + " more",
            expected(),
            "let the transform fill missing values: fillMissing(...)");
      }
    }

    static int grown(int length, int needed) {
      return Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, length * 2L));
    }
  }

  private static final class NumberColumn extends Column {
    private float[] values = new float[0];

    NumberColumn(String name) {
      super(name);
    }

    @Override
    void add(VectorSchemaRoot batch, int from, int to) {
      var vector = (Float4Vector) batch.getVector(name);
      if (values.length < to) {
        values = Arrays.copyOf(values, grown(values.length, to));
      }
      vector
          .getDataBuffer()
          .nioBuffer(0, (to - from) * Float.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values, from, to - from);
      boolean nulls = vector.getNullCount() > 0;
      for (int i = from; i < to; i++) {
        if (nulls && vector.isNull(i - from)) {
          wrong("null", i);
        } else if (!Float.isFinite(values[i])) {
          wrong(Float.toString(values[i]), i);
        }
      }
    }

    float[] values(int rows) {
      return values.length == rows ? values : Arrays.copyOf(values, rows);
    }

    @Override
    FeatureColumn finish(int rows) {
      return new FeatureColumn.Numbers(name, values(rows));
    }

    @Override
    String expected() {
      return "finite numbers";
    }
  }

  private static final class IdColumn extends Column {
    private final int size;
    private int[] values = new int[0];

    IdColumn(Feature feature) {
      super(feature.name());
      size = Math.toIntExact(feature.size());
    }

    @Override
    void add(VectorSchemaRoot batch, int from, int to) {
      var vector = (BigIntVector) batch.getVector(name);
      if (values.length < to) {
        values = Arrays.copyOf(values, grown(values.length, to));
      }
      var ids =
          vector
              .getDataBuffer()
              .nioBuffer(0, (to - from) * Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asLongBuffer();
      boolean nulls = vector.getNullCount() > 0;
      for (int i = from; i < to; i++) {
        long id = ids.get(i - from);
        values[i] = id >= 0 && id < size ? (int) id : -1;
        if (nulls && vector.isNull(i - from)) {
          wrong("null", i);
        }
      }
    }

    @Override
    FeatureColumn finish(int rows) {
      return new FeatureColumn.Ids(
          name, size, values.length == rows ? values : Arrays.copyOf(values, rows));
    }

    @Override
    String expected() {
      return "ids";
    }
  }
}
