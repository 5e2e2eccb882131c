package io.tributary.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.ContractRun;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class DataEngineContractTest {

  /**
   * Merges every batch in front of what was before, hands out all columns, and does not say where
   * it failed.
   */
  record BackwardEngine(BufferAllocator allocator) implements DataEngine {
    @Override
    public <A, R> R aggregate(Dataset dataset, Aggregation<A, R> aggregation) throws IOException {
      try (var reader = new ExamplesReader(dataset, allocator)) {
        var whole = aggregation.create(reader.schema());
        while (reader.loadNextBatch()) {
          var next = aggregation.create(reader.schema());
          aggregation.add(next, reader.batch());
          aggregation.merge(next, whole);
          whole = next;
        }
        return aggregation.finish(whole);
      }
    }

    @Override
    public void map(Dataset dataset, BatchFunction function, ExamplesWriter out)
        throws IOException {
      try (var reader = new ExamplesReader(dataset, allocator);
          var output = VectorSchemaRoot.create(function.outputSchema(reader.schema()), allocator)) {
        while (reader.loadNextBatch()) {
          function.apply(reader.batch(), output);
          out.append(output);
        }
        out.append(output);
      }
    }
  }

  static class BackwardEngineContract extends DataEngineContract {
    @Override
    protected DataEngine open(BufferAllocator allocator, int threads) {
      return new BackwardEngine(allocator);
    }
  }

  @Test
  void anEngineThatMergesBackwardAndMapsTwiceFails() {
    assertThat(ContractRun.failures(BackwardEngineContract.class))
        .containsKeys(
            "everyRowIsSeenOnceAndMergedInOrder",
            "mappedRowsKeepTheirOrder",
            "anAggregationSeesTheColumnsThatItReadsAlone",
            "aMappingSeesTheColumnsThatItReadsAlone",
            "aFailureOfAnAggregationNamesThePlace")
        .doesNotContainKey("aDatasetWithoutRowsGivesTheResultOfAFreshAccumulator");
  }
}
