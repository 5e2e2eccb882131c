package io.tributary.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.data.Batches;
import io.tributary.data.diff.DatasetDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.GenerateSampleData;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of every type that examples may have can be divided, sampled and compared. */
class EveryTypeTest {
  private static final int ROWS = 500;
  private static final Field INT = Field.nullable("item", new ArrowType.Int(32, true));

  private static final List<ArrowType> SIMPLE =
      List.of(
          new ArrowType.Int(8, true),
          new ArrowType.Int(16, true),
          new ArrowType.Int(32, true),
          new ArrowType.Int(64, true),
          new ArrowType.Int(8, false),
          new ArrowType.Int(16, false),
          new ArrowType.Int(32, false),
          new ArrowType.Int(64, false),
          new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
          new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
          new ArrowType.Decimal(38, 10, 128),
          new ArrowType.Decimal(50, 10, 256),
          ArrowType.Bool.INSTANCE,
          ArrowType.Utf8.INSTANCE,
          ArrowType.LargeUtf8.INSTANCE,
          ArrowType.Binary.INSTANCE,
          ArrowType.LargeBinary.INSTANCE,
          new ArrowType.FixedSizeBinary(3),
          new ArrowType.Date(DateUnit.DAY),
          new ArrowType.Date(DateUnit.MILLISECOND),
          new ArrowType.Time(TimeUnit.MICROSECOND, 64),
          new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC"),
          new ArrowType.Duration(TimeUnit.SECOND));

  @TempDir Path directory;

  @Test
  void everyTypeCanBeDividedSampledAndCompared() throws Exception {
    try (var allocator = new RootAllocator()) {
      var source = write(allocator);
      var expected = rows(source, allocator);
      var batches = Batches.of(source, allocator);

      var all = Files.createDirectories(directory.resolve("splits"));
      new SplitWriter(SplitConfig.trainAndEval(), new Sampling(0.999999, Map.of()), 1, 2)
          .write(
              batches,
              split ->
                  new ExamplesWriter(
                      Files.createDirectories(all.resolve("Split-" + split)),
                      batches.schema(),
                      allocator),
              directory,
              allocator);
      var found = new ArrayList<String>();
      for (var split : List.of("train", "eval")) {
        found.addAll(rows(Dataset.of(all, List.of(split)), allocator));
      }
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);

      var both = Dataset.of(all, List.of("train", "eval"));
      var difference =
          DatasetDiff.ofRows()
              .compare(batches, Batches.of(both, allocator), directory, allocator, 2);
      assertThat(difference.isEmpty()).isTrue();
      try (var some = difference.a().read(List.of(7L, 499L, 0L), allocator)) {
        assertThat(rows(some)).containsExactly(expected.get(7), expected.get(499), expected.get(0));
      }
    }
  }

  private Dataset write(BufferAllocator allocator) throws IOException {
    var fields = new ArrayList<Field>();
    for (var type : SIMPLE) {
      fields.add(Field.nullable("c" + fields.size(), type));
    }
    fields.add(Field.nullable("half", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)));
    fields.add(nested("list", ArrowType.List.INSTANCE, INT));
    fields.add(nested("large", ArrowType.LargeList.INSTANCE, INT));
    fields.add(nested("fixed", new ArrowType.FixedSizeList(2), INT));
    fields.add(nested("struct", ArrowType.Struct.INSTANCE, INT));
    fields.add(
        nested(
            "map",
            new ArrowType.Map(false),
            new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(
                    new Field("key", FieldType.notNullable(INT.getType()), List.of()),
                    Field.nullable("value", INT.getType())))));
    fields.add(new Field("nothing", FieldType.nullable(ArrowType.Null.INSTANCE), List.of()));
    var schema = new Schema(fields);
    var place = Files.createDirectories(directory.resolve("source"));
    try (var root = VectorSchemaRoot.create(schema, allocator);
        var out = new ExamplesWriter(place, schema, allocator)) {
      root.allocateNew();
      for (int c = 0; c < SIMPLE.size(); c++) {
        root.getVector(c).setInitialCapacity(ROWS);
        root.getVector(c).allocateNew();
        GenerateSampleData.generateTestData(root.getVector(c), ROWS);
      }
      fill(root);
      root.setRowCount(ROWS);
      out.append(root);
    }
    return new Dataset(List.of(place.resolve("part-00000.arrow")));
  }

  private static Field nested(String name, ArrowType type, Field child) {
    return new Field(name, FieldType.nullable(type), List.of(child));
  }

  private static void fill(VectorSchemaRoot root) {
    var half = (Float2Vector) root.getVector("half");
    var list = ((ListVector) root.getVector("list")).getWriter();
    var large = ((LargeListVector) root.getVector("large")).getWriter();
    var fixed = ((FixedSizeListVector) root.getVector("fixed")).getWriter();
    var struct = (StructVector) root.getVector("struct");
    UnionMapWriter map = ((MapVector) root.getVector("map")).getWriter();
    for (int r = 0; r < ROWS; r++) {
      half.setSafeWithPossibleTruncate(r, r / 4f);
      if (r % 5 == 0) {
        continue;
      }
      list.setPosition(r);
      list.startList();
      for (int i = 0; i < r % 4; i++) {
        list.integer().writeInt(r + i);
      }
      list.endList();
      large.setPosition(r);
      large.startList();
      large.integer().writeInt(r);
      large.endList();
      fixed.setPosition(r);
      fixed.startList();
      fixed.integer().writeInt(r);
      fixed.integer().writeInt(r + 1);
      fixed.endList();
      struct.setIndexDefined(r);
      ((IntVector) struct.getChild("item")).setSafe(r, r);
      map.setPosition(r);
      map.startMap();
      map.startEntry();
      map.key().integer().writeInt(r);
      map.value().integer().writeInt(2 * r);
      map.endEntry();
      map.endMap();
    }
  }

  private static List<String> rows(Dataset dataset, BufferAllocator allocator) throws IOException {
    var rows = new ArrayList<String>();
    try (var reader = new ExamplesReader(dataset, allocator)) {
      while (reader.loadNextBatch()) {
        rows.addAll(rows(reader.batch()));
      }
    }
    return rows;
  }

  private static List<String> rows(VectorSchemaRoot batch) {
    var rows = new ArrayList<String>();
    for (int r = 0; r < batch.getRowCount(); r++) {
      var values = new ArrayList<String>();
      for (var vector : batch.getFieldVectors()) {
        var value = vector.getObject(r);
        values.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
      }
      rows.add(values.toString());
    }
    return rows;
  }
}
