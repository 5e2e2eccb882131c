package io.tributary.components.evaluator;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * An engine that gives every run of batches an accumulator of its own, sends it through its encoded
 * form and merges: what any number of threads, or another machine, would do.
 */
final class ChunkEngine implements DataEngine {
  private final BufferAllocator allocator;
  private final int batchesEach;
  private Optional<Set<String>> readColumns = Optional.empty();

  ChunkEngine(BufferAllocator allocator, int batchesEach) {
    this.allocator = allocator;
    this.batchesEach = batchesEach;
  }

  /** What the last aggregation said that it reads. */
  Optional<Set<String>> readColumns() {
    return readColumns;
  }

  @Override
  public <A, R> R aggregate(Dataset dataset, Aggregation<A, R> aggregation) throws IOException {
    try (var reader = new ExamplesReader(dataset, allocator)) {
      readColumns = aggregation.readColumns();
      var partial = new ArrayList<A>();
      int batches = 0;
      while (reader.loadNextBatch()) {
        if (batches++ % batchesEach == 0) {
          partial.add(aggregation.create(reader.schema()));
        }
        aggregation.add(partial.get(partial.size() - 1), reader.batch());
      }
      var total = aggregation.create(reader.schema());
      for (var each : partial) {
        var bytes = new ByteArrayOutputStream();
        aggregation.encode(each, new DataOutputStream(bytes));
        aggregation.merge(
            total,
            aggregation.decode(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
      }
      return aggregation.finish(total);
    }
  }

  @Override
  public void map(Dataset dataset, BatchFunction function, ExamplesWriter out) {
    throw new UnsupportedOperationException("an evaluation maps nothing");
  }
}
