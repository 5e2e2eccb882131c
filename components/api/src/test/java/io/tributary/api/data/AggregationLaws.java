package io.tributary.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Holds an aggregation against the laws of {@link Aggregation} on given batches:
 *
 * <pre>{@code
 * AggregationLaws.of(new Moments()).hold(batches);
 * AggregationLaws.of(new Moments()).comparedBy((a, b) -> assertThat(a.mean()).isCloseTo(b.mean(), ...)).hold(batches);
 * }</pre>
 *
 * @param <A> the accumulator
 * @param <R> the result
 */
public final class AggregationLaws<A, R> {
  private static final int SENTINEL = 0x7AB1E;

  private final Aggregation<A, R> aggregation;
  private final BiConsumer<R, R> comparison;

  private AggregationLaws(Aggregation<A, R> aggregation, BiConsumer<R, R> comparison) {
    this.aggregation = aggregation;
    this.comparison = comparison;
  }

  /** The laws of an aggregation whose results are compared by {@code equals}. */
  public static <A, R> AggregationLaws<A, R> of(Aggregation<A, R> aggregation) {
    return new AggregationLaws<>(
        aggregation, (found, expected) -> assertThat(found).isEqualTo(expected));
  }

  /**
   * The laws with results compared otherwise, for instance sums of floating-point numbers up to
   * rounding.
   *
   * @param other asserts that its first argument, found another way, is as good as its second
   */
  public AggregationLaws<A, R> comparedBy(BiConsumer<R, R> other) {
    return new AggregationLaws<>(aggregation, other);
  }

  /**
   * Asserts all laws.
   *
   * @param batches of one schema, in the order of their rows; at least one, better three or more
   */
  public void hold(List<VectorSchemaRoot> batches) throws IOException {
    var schema = batches.get(0).getSchema();
    resultIsRepeatable(schema, batches);
    mergingIsLikeAdding(schema, batches);
    mergingIsAssociative(schema, batches);
    freshAccumulatorsChangeNothing(schema, batches);
    decodedAccumulatorsAreInterchangeable(schema, batches);
    encodingIsStable(schema, batches);
    if (aggregation.isOrderFree()) {
      orderDoesNotShow(schema, batches);
    }
  }

  private void resultIsRepeatable(Schema schema, List<VectorSchemaRoot> batches) {
    compare("the same rows give the same result", over(schema, batches), over(schema, batches));
  }

  private void mergingIsLikeAdding(Schema schema, List<VectorSchemaRoot> batches) {
    for (int cut = 0; cut <= batches.size(); cut++) {
      var left = over(schema, batches.subList(0, cut));
      aggregation.merge(left, over(schema, batches.subList(cut, batches.size())));
      compare(
          "merging what was seen before and after batch " + cut + " is like seeing all",
          left,
          over(schema, batches));
    }
  }

  private void mergingIsAssociative(Schema schema, List<VectorSchemaRoot> batches) {
    int n = batches.size();
    for (int i = 0; i <= n; i++) {
      for (int j = i; j <= n; j++) {
        var leftFirst = over(schema, batches.subList(0, i));
        aggregation.merge(leftFirst, over(schema, batches.subList(i, j)));
        aggregation.merge(leftFirst, over(schema, batches.subList(j, n)));
        var rightFirst = over(schema, batches.subList(i, j));
        aggregation.merge(rightFirst, over(schema, batches.subList(j, n)));
        var all = over(schema, batches.subList(0, i));
        aggregation.merge(all, rightFirst);
        compare("merging is associative, cut at " + i + " and " + j, leftFirst, all);
      }
    }
  }

  private void freshAccumulatorsChangeNothing(Schema schema, List<VectorSchemaRoot> batches) {
    var before = aggregation.create(schema);
    aggregation.merge(before, over(schema, batches));
    compare("merging into a fresh accumulator changes nothing", before, over(schema, batches));
    var after = over(schema, batches);
    aggregation.merge(after, aggregation.create(schema));
    compare("merging a fresh accumulator changes nothing", after, over(schema, batches));
  }

  private void decodedAccumulatorsAreInterchangeable(Schema schema, List<VectorSchemaRoot> batches)
      throws IOException {
    int n = batches.size();
    compare(
        "a decoded fresh accumulator is one",
        addAll(recoded(aggregation.create(schema)), batches),
        over(schema, batches));
    for (int cut = 0; cut <= n; cut++) {
      var first = batches.subList(0, cut);
      var rest = batches.subList(cut, n);
      compare(
          "a decoded accumulator sees further batches, from " + cut + " on",
          addAll(recoded(over(schema, first)), rest),
          over(schema, batches));
      var left = recoded(over(schema, first));
      aggregation.merge(left, recoded(over(schema, rest)));
      var expected = over(schema, first);
      aggregation.merge(expected, over(schema, rest));
      compare("decoded accumulators merge, cut at " + cut, left, expected);
    }
  }

  private void encodingIsStable(Schema schema, List<VectorSchemaRoot> batches) throws IOException {
    var bytes = encoded(over(schema, batches));
    assertThat(encoded(over(schema, batches)))
        .as("equal accumulators have equal bytes")
        .isEqualTo(bytes);
    assertThat(encoded(recoded(over(schema, batches))))
        .as("a decoded accumulator has the bytes it was decoded from")
        .isEqualTo(bytes);
  }

  private void orderDoesNotShow(Schema schema, List<VectorSchemaRoot> batches) throws IOException {
    var backwards = new ArrayList<>(batches);
    Collections.reverse(backwards);
    var added = over(schema, backwards);
    var merged = aggregation.create(schema);
    for (int i = 0; i < batches.size(); i += 2) {
      aggregation.merge(merged, over(schema, backwards.subList(i, i + 1)));
    }
    for (int i = 1; i < batches.size(); i += 2) {
      aggregation.merge(merged, over(schema, backwards.subList(i, i + 1)));
    }
    var bytes = encoded(over(schema, batches));
    assertThat(encoded(added)).as("batches in any order give the same bytes").isEqualTo(bytes);
    assertThat(encoded(merged)).as("merging in any order gives the same bytes").isEqualTo(bytes);
    compare("batches in any order give the same result", added, over(schema, batches));
    compare("merging in any order gives the same result", merged, over(schema, batches));
  }

  private void compare(String law, A found, A expected) {
    var foundResult = aggregation.finish(found);
    var expectedResult = aggregation.finish(expected);
    try {
      comparison.accept(foundResult, expectedResult);
    } catch (AssertionError e) {
      throw new AssertionError(law + ": " + e.getMessage(), e);
    }
  }

  private A over(Schema schema, List<VectorSchemaRoot> batches) {
    return addAll(aggregation.create(schema), batches);
  }

  private A addAll(A accumulator, List<VectorSchemaRoot> batches) {
    for (var batch : batches) {
      aggregation.add(accumulator, batch);
    }
    return accumulator;
  }

  private byte[] encoded(A accumulator) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      aggregation.encode(accumulator, out);
    }
    return bytes.toByteArray();
  }

  /** Decodes what was encoded, and asserts that no byte more or less is read. */
  private A recoded(A accumulator) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    aggregation.encode(accumulator, out);
    out.writeInt(SENTINEL);
    var in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    var decoded = aggregation.decode(in);
    assertThat(in.available()).as("decoding reads what encoding wrote").isEqualTo(4);
    assertThat(in.readInt()).as("decoding reads what encoding wrote").isEqualTo(SENTINEL);
    return decoded;
  }
}
