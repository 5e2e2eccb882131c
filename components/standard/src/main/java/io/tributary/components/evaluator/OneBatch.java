package io.tributary.components.evaluator;

import io.tributary.api.data.Aggregation;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows that are all in memory. */
record OneBatch(VectorSchemaRoot batch) implements Judging.Rows {
  @Override
  public <A, R> R aggregate(Aggregation<A, R> aggregation) {
    var accumulator = aggregation.create(batch.getSchema());
    aggregation.add(accumulator, batch);
    return aggregation.finish(accumulator);
  }
}
