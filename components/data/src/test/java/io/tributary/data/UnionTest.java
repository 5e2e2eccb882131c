package io.tributary.data;

import static io.tributary.data.MemoryBatches.FLOAT64;
import static io.tributary.data.MemoryBatches.INT64;
import static io.tributary.data.MemoryBatches.UTF8;
import static io.tributary.data.MemoryBatches.columns;
import static io.tributary.data.MemoryBatches.row;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.source.Values;
import io.tributary.data.union.SchemaChanges;
import io.tributary.data.union.UnionBatches;
import io.tributary.data.union.UnionSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class UnionTest {
  private static final MemoryBatches A =
      new MemoryBatches(
          columns("n", INT64, "s", UTF8), List.of(row(1, "a"), row(2, null), row(3, "c")), 2);
  private static final MemoryBatches B =
      new MemoryBatches(
          columns("x", new ArrowType.Int(32, true), "n", FLOAT64),
          List.of(row(7, 0.5), row(null, null)),
          1);

  @Test
  void columnsAreJoinedAndNumbersWidened() throws IOException {
    var schema = schema(SchemaChanges.WIDEN, A.schema(), B.schema());

    assertThat(schema)
        .isEqualTo(columns("n", FLOAT64, "s", UTF8, "x", new ArrowType.Int(32, true)));
    try (var allocator = new RootAllocator()) {
      var union = UnionBatches.of(schema, List.of(A, B));
      assertThat(union.count()).isEqualTo(4);
      assertThat(union.place(3)).isEqualTo("memory, batch 1");
      var rows = new ArrayList<String>();
      try (var cursor = union.open(allocator)) {
        for (int b : List.of(0, 1, 2, 3, 0)) {
          var batch = cursor.load(b);
          for (int r = 0; r < batch.getRowCount(); r++) {
            rows.add(
                batch.getVector(0).getObject(r)
                    + " "
                    + batch.getVector(1).getObject(r)
                    + " "
                    + batch.getVector(2).getObject(r));
          }
        }
      }
      assertThat(rows)
          .containsExactly(
              "1.0 a null",
              "2.0 null null",
              "3.0 c null",
              "0.5 null 7",
              "null null null",
              "1.0 a null",
              "2.0 null null");
    }
  }

  @Test
  void columnsThatAreNotAskedForAreLeftOut() throws IOException {
    var union = UnionBatches.of(schema(SchemaChanges.WIDEN, A.schema(), B.schema()), List.of(A, B));

    assertThat(Values.columns(union.only(Set.of("x", "absent"))))
        .isEqualTo(Map.of("x", asList(null, null, null, 7, null)));
  }

  @Test
  void halfPrecisionIsWidened() throws IOException {
    var half = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
    var schema = schema(SchemaChanges.WIDEN, columns("n", half), columns("n", FLOAT64));
    var parts =
        List.<Batches>of(
            new MemoryBatches(columns("n", half), List.of(row(0.25f), row((Object) null)), 2),
            new MemoryBatches(columns("n", FLOAT64), List.of(row(0.1), row(2)), 2));

    assertThat(Values.columns(UnionBatches.of(schema, parts)))
        .isEqualTo(Map.of("n", asList(0.25, null, 0.1, 2.0)));
  }

  @Test
  void everyDifferenceIsToldWithItsSources() {
    assertThatThrownBy(() -> schema(SchemaChanges.REFUSE, A.schema(), B.schema()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessage(
            "day 0 and others: columns that differ: column 'x' is in day 1, not in day 0;"
                + " column 'n' is Int(64, true) in day 0, FloatingPoint(DOUBLE) in day 1;"
                + " column 's' is in day 0, not in day 1 (expected: the same columns everywhere);"
                + " correct the files, or let columns be joined and numbers be widened by SchemaChanges.WIDEN");
  }

  @Test
  void textIsNoNumberHoweverWide() {
    assertThatThrownBy(() -> schema(SchemaChanges.WIDEN, columns("n", INT64), columns("n", UTF8)))
        .hasMessageContaining("column 'n' is Int(64, true) in day 0, Utf8 in day 1");
  }

  @Test
  void theOrderOfColumnsDoesNotCount() {
    assertThat(
            schema(
                SchemaChanges.REFUSE,
                columns("n", INT64, "s", UTF8),
                columns("s", UTF8, "n", INT64)))
        .isEqualTo(columns("n", INT64, "s", UTF8));
  }

  private static Schema schema(SchemaChanges changes, Schema... schemas) {
    var union = new UnionSchema(changes);
    for (int i = 0; i < schemas.length; i++) {
      union.add("day " + i, schemas[i]);
    }
    return union.schema();
  }
}
