package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.Dataset;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns enough that threads share an accumulator, with values enough that tables overflow. */
class SharedStatisticsTest {
  private static final int COLUMNS = 16;
  private static final int BATCHES = 40;
  private static final int ROWS = 2_000;

  @TempDir Path directory;

  @Test
  void threadsThatShareAnAccumulatorDoNotShow() throws IOException {
    var fields = new ArrayList<Field>();
    for (int column = 0; column < COLUMNS; column++) {
      fields.add(
          Field.nullable(
              "c" + column,
              column % 2 == 0
                  ? new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)
                  : new ArrowType.Utf8()));
    }
    var batches =
        IntStream.range(0, BATCHES)
            .<Consumer<VectorSchemaRoot>>mapToObj(seed -> root -> fill(root, new Random(seed)))
            .toList();
    var schema = new Schema(fields);
    Rows.write(directory, "all", schema, batches);
    var options = StatisticsOptions.DEFAULT.withExactValues(5_000);

    assertThat(new StatisticsAggregation(options).sharers(schema)).isGreaterThan(1);
    var one = compute(1, options);
    assertThat(compute(2, options)).isEqualTo(one);
    assertThat(compute(7, options)).isEqualTo(one);
    assertThat(one.getNumExamples()).isEqualTo((long) BATCHES * ROWS);
  }

  private DatasetFeatureStatistics compute(int threads, StatisticsOptions options)
      throws IOException {
    try (var allocator = new RootAllocator()) {
      return DatasetStatistics.compute(
          new LocalDataEngine(allocator, threads), Dataset.of(directory, List.of("all")), options);
    }
  }

  private static void fill(VectorSchemaRoot batch, Random random) {
    for (int column = 0; column < COLUMNS; column++) {
      int different = 10 << column;
      for (int row = 0; row < ROWS; row++) {
        int value = random.nextInt(different);
        if (batch.getVector(column) instanceof Float8Vector numbers) {
          numbers.setSafe(row, value / 7.0);
        } else {
          ((VarCharVector) batch.getVector(column))
              .setSafe(row, ("value " + value).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    batch.setRowCount(ROWS);
  }
}
