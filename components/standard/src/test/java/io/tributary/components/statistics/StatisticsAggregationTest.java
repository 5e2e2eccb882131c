package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.AggregationLaws;
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
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

class StatisticsAggregationTest {
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  /** Numbers, texts, a weight, lists of lists of numbers, lists of structs with texts, bytes. */
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("i", new ArrowType.Int(64, true)),
              Field.nullable("f", DOUBLE),
              Field.nullable("t", new ArrowType.Utf8()),
              Field.nullable("w", DOUBLE),
              list("n", list("element", Field.nullable("element", DOUBLE))),
              list(
                  "s",
                  new Field(
                      "element",
                      FieldType.nullable(new ArrowType.Struct()),
                      List.of(
                          Field.nullable("t", new ArrowType.Utf8()),
                          Field.nullable("b", new ArrowType.Binary()))))));

  /** So small that tables overflow in some tries and not in others. */
  private static final StatisticsAggregation AGGREGATION =
      new StatisticsAggregation(
          StatisticsOptions.DEFAULT
              .withExactValues(16)
              .withWeightFeature("w")
              .withSlices(Slicing.byValues("t", "a", "b"), Slicing.parse("f > 0.5")));

  private static Field list(String name, Field element) {
    return new Field(name, FieldType.nullable(new ArrowType.List()), List.of(element));
  }

  record Row(
      @Nullable Long i,
      @Nullable Double f,
      @Nullable String t,
      double w,
      @Nullable List<List<Double>> n,
      @Nullable List<String> s) {}

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
    var weights =
        Arbitraries.oneOf(
            Arbitraries.of(0.0, 1.0, 2.5, 1e-30, 1e11), Arbitraries.doubles().between(0, 7));
    var nested =
        Arbitraries.doubles()
            .between(-9, 9)
            .ofScale(1)
            .injectNull(0.1)
            .list()
            .ofMaxSize(3)
            .injectNull(0.2)
            .list()
            .ofMaxSize(3)
            .injectNull(0.2);
    var structs = Arbitraries.strings().alpha().ofMaxLength(2).injectNull(0.2).list().ofMaxSize(3);
    return Combinators.combine(longs, doubles, texts, weights, nested, structs.injectNull(0.1))
        .as(Row::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 40)
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

  @Property(tries = 8)
  void keepsTheLawsOfAggregations(@ForAll("rows") List<Row> rows) throws IOException {
    int third = rows.size() / 3;
    try (var allocator = new RootAllocator();
        var first = batch(rows.subList(0, third), allocator);
        var second = batch(rows.subList(third, 2 * third), allocator);
        var last = batch(rows.subList(2 * third, rows.size()), allocator)) {
      AggregationLaws.of(AGGREGATION)
          .comparedBy((a, b) -> assertThat(a.statistics()).isEqualTo(b.statistics()))
          .hold(List.of(first, second, last));
    }
  }

  private static List<DatasetFeatureStatistics> finish(
      StatisticsAggregation.Accumulator accumulator) {
    return AGGREGATION.finish(accumulator).statistics();
  }

  private static StatisticsAggregation.Accumulator accumulate(List<Row> rows) {
    var accumulator = AGGREGATION.create(SCHEMA);
    try (var allocator = new RootAllocator();
        var batch = batch(rows, allocator)) {
      AGGREGATION.add(accumulator, batch);
    }
    return accumulator;
  }

  private static VectorSchemaRoot batch(List<Row> rows, RootAllocator allocator) {
    return Rows.batch(SCHEMA, root -> fill(root, rows), allocator);
  }

  private static void fill(VectorSchemaRoot batch, List<Row> rows) {
    var i = (BigIntVector) batch.getVector("i");
    var f = (Float8Vector) batch.getVector("f");
    var t = (VarCharVector) batch.getVector("t");
    var w = (Float8Vector) batch.getVector("w");
    for (int row = 0; row < rows.size(); row++) {
      var values = rows.get(row);
      if (values.i() != null) {
        i.setSafe(row, values.i());
      }
      if (values.f() != null) {
        f.setSafe(row, values.f());
      }
      if (values.t() != null) {
        t.setSafe(row, bytes(values.t()));
      }
      w.setSafe(row, values.w());
      fillLists((ListVector) batch.getVector("n"), row, values.n());
      fillStructs((ListVector) batch.getVector("s"), row, values.s());
    }
    batch.setRowCount(rows.size());
  }

  private static void fillLists(ListVector outer, int row, @Nullable List<List<Double>> lists) {
    if (lists == null) {
      return;
    }
    var inner = (ListVector) outer.getDataVector();
    var numbers = (Float8Vector) inner.getDataVector();
    int start = outer.startNewValue(row);
    for (int k = 0; k < lists.size(); k++) {
      var list = lists.get(k);
      if (list != null) {
        int first = inner.startNewValue(start + k);
        for (int e = 0; e < list.size(); e++) {
          if (list.get(e) == null) {
            numbers.setNull(first + e);
          } else {
            numbers.setSafe(first + e, list.get(e));
          }
        }
        inner.endValue(start + k, list.size());
      }
    }
    outer.endValue(row, lists.size());
  }

  /** A struct for each text, its bytes those of the text; none for a missing text. */
  private static void fillStructs(ListVector lists, int row, @Nullable List<String> texts) {
    if (texts == null) {
      return;
    }
    var structs = (StructVector) lists.getDataVector();
    int start = lists.startNewValue(row);
    for (int k = 0; k < texts.size(); k++) {
      var text = texts.get(k);
      if (text == null) {
        structs.setNull(start + k);
      } else {
        structs.setIndexDefined(start + k);
        if (!text.startsWith("a")) {
          ((VarCharVector) structs.getChild("t")).setSafe(start + k, bytes(text));
        }
        ((VarBinaryVector) structs.getChild("b")).setSafe(start + k, bytes(text));
      }
    }
    lists.endValue(row, texts.size());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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
