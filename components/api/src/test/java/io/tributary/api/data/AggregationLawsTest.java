package io.tributary.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.data.RowTrace.Result;
import io.tributary.api.data.RowTrace.Seen;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class AggregationLawsTest {
  private static final AggregationLaws<Seen, Result> LAWS = laws(new RowTrace());

  @Property(tries = 15)
  void anAggregationThatKeepsTheLawsPasses(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 20) Integer> sizes) throws IOException {
    holds(LAWS, sizes);
  }

  @Property(tries = 5)
  void aggregationsInOnePassKeepTheLawsOfEach(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 20) Integer> sizes) throws IOException {
    holds(
        AggregationLaws.of(
                Aggregations.all(List.<Aggregation<?, Result>>of(new RowTrace(), new RowTrace())))
            .comparedBy(
                (found, expected) -> {
                  assertClose(found.get(0), expected.get(0));
                  assertClose(found.get(1), expected.get(1));
                }),
        sizes);
  }

  @Test
  void mergingThatForgetsIsFound() {
    assertThatThrownBy(
            () ->
                holds(
                    laws(
                        new Altered() {
                          @Override
                          public void merge(Seen seen, Seen later) {
                            // what later rows gave is lost
                          }
                        }),
                    List.of(2, 3, 4)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("merging what was seen before and after");
  }

  @Test
  void anEncodingThatForgetsIsFound() {
    assertThatThrownBy(
            () ->
                holds(
                    laws(
                        new Altered() {
                          @Override
                          public Seen decode(DataInput in) throws IOException {
                            trace.decode(in);
                            return new Seen();
                          }
                        }),
                    List.of(2, 3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("decoded accumulators merge");
  }

  @Test
  void anEncodingThatWritesTooMuchIsFound() {
    assertThatThrownBy(
            () ->
                holds(
                    laws(
                        new Altered() {
                          @Override
                          public void encode(Seen seen, DataOutput out) throws IOException {
                            trace.encode(seen, out);
                            out.writeByte(0);
                          }
                        }),
                    List.of(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("decoding reads what encoding wrote");
  }

  @Test
  void anOrderThatShowsIsFound() {
    assertThatThrownBy(
            () ->
                holds(
                    laws(
                        new Altered() {
                          @Override
                          public boolean isOrderFree() {
                            return true;
                          }
                        }),
                    List.of(2, 3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("in any order");
  }

  private static AggregationLaws<Seen, Result> laws(Aggregation<Seen, Result> aggregation) {
    return AggregationLaws.of(aggregation).comparedBy(AggregationLawsTest::assertClose);
  }

  private static void assertClose(Result found, Result expected) {
    assertThat(found.rows()).isEqualTo(expected.rows());
    assertThat(found.sum()).isCloseTo(expected.sum(), within(1e-6));
  }

  private static void holds(AggregationLaws<?, ?> laws, List<Integer> sizes) throws IOException {
    try (var allocator = new RootAllocator()) {
      var batches = new ArrayList<VectorSchemaRoot>();
      try {
        long row = 0;
        for (int size : sizes) {
          batches.add(Rows.batch(row, row + size, allocator));
          row += size;
        }
        laws.hold(batches);
      } finally {
        batches.forEach(VectorSchemaRoot::close);
      }
    }
  }

  /** A trace of which something is changed. */
  private static class Altered implements Aggregation<Seen, Result> {
    final RowTrace trace = new RowTrace();

    @Override
    public Seen create(Schema schema) {
      return trace.create(schema);
    }

    @Override
    public void add(Seen seen, VectorSchemaRoot batch) {
      trace.add(seen, batch);
    }

    @Override
    public void merge(Seen seen, Seen later) {
      trace.merge(seen, later);
    }

    @Override
    public Result finish(Seen seen) {
      return trace.finish(seen);
    }

    @Override
    public void encode(Seen seen, DataOutput out) throws IOException {
      trace.encode(seen, out);
    }

    @Override
    public Seen decode(DataInput in) throws IOException {
      return trace.decode(in);
    }
  }
}
