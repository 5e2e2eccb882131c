package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

class StatisticsAggregationTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("i", new ArrowType.Int(64, true)),
              Field.nullable("f", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Field.nullable("t", new ArrowType.Utf8())));

  /** So small that tables overflow in some tries and not in others. */
  private static final StatisticsAggregation AGGREGATION =
      new StatisticsAggregation(StatisticsOptions.DEFAULT.withExactValues(16));

  record Row(@Nullable Long i, @Nullable Double f, @Nullable String t) {}

  @Provide
  Arbitrary<List<Row>> rows() {
    var longs =
        Arbitraries.oneOf(Arbitraries.longs().between(-10, 10), Arbitraries.longs())
            .injectNull(0.1);
    var doubles =
        Arbitraries.oneOf(
                Arbitraries.doubles().between(-3, 3).ofScale(1),
                Arbitraries.doubles(),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e300))
            .injectNull(0.1);
    var texts =
        Arbitraries.oneOf(
                Arbitraries.of("a", "b", "", "caf\u00e9"),
                Arbitraries.strings().alpha().ofMaxLength(3))
            .injectNull(0.1);
    return Combinators.combine(longs, doubles, texts).as(Row::new).list().ofMaxSize(80);
  }

  @Property(tries = 100)
  void resultDependsNeitherOnTheOrderNorOnTheGroupingOfRows(
      @ForAll("rows") List<Row> rows, @ForAll Random random) throws IOException {
    var expected = finish(accumulate(rows));
    var expectedBytes = encoded(accumulate(rows));
    var shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);

    var accumulators = new ArrayList<StatisticsAggregation.Accumulator>();
    for (int from = 0; from < shuffled.size(); ) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(30));
      accumulators.add(accumulate(shuffled.subList(from, to)));
      from = to;
    }
    accumulators.add(AGGREGATION.create(SCHEMA));
    while (accumulators.size() > 1) {
      int at = random.nextInt(accumulators.size() - 1);
      var later = accumulators.remove(at + 1);
      AGGREGATION.merge(
          accumulators.get(at), random.nextBoolean() ? decoded(encoded(later)) : later);
    }

    assertThat(encoded(accumulators.get(0))).isEqualTo(expectedBytes);
    assertThat(finish(accumulators.get(0))).isEqualTo(expected);
  }

  @Property(tries = 30)
  void encodingIsStable(@ForAll("rows") List<Row> rows) throws IOException {
    var bytes = encoded(accumulate(rows));

    assertThat(encoded(decoded(bytes))).isEqualTo(bytes);
  }

  private static DatasetFeatureStatistics finish(StatisticsAggregation.Accumulator accumulator) {
    return AGGREGATION.finish(accumulator).statistics();
  }

  private static StatisticsAggregation.Accumulator accumulate(List<Row> rows) {
    var accumulator = AGGREGATION.create(SCHEMA);
    try (var allocator = new RootAllocator();
        var batch = Rows.batch(SCHEMA, root -> fill(root, rows), allocator)) {
      AGGREGATION.add(accumulator, batch);
    }
    return accumulator;
  }

  private static void fill(VectorSchemaRoot batch, List<Row> rows) {
    var i = (BigIntVector) batch.getVector("i");
    var f = (Float8Vector) batch.getVector("f");
    var t = (VarCharVector) batch.getVector("t");
    for (int row = 0; row < rows.size(); row++) {
      var values = rows.get(row);
      if (values.i() != null) {
        i.setSafe(row, values.i());
      }
      if (values.f() != null) {
        f.setSafe(row, values.f());
      }
      if (values.t() != null) {
        t.setSafe(row, values.t().getBytes(StandardCharsets.UTF_8));
      }
    }
    batch.setRowCount(rows.size());
  }

  private static byte[] encoded(StatisticsAggregation.Accumulator accumulator) throws IOException {
    var bytes = new ByteArrayOutputStream();
    AGGREGATION.encode(accumulator, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static StatisticsAggregation.Accumulator decoded(byte[] bytes) throws IOException {
    return AGGREGATION.decode(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
