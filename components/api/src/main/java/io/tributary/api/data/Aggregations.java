package io.tributary.api.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Combinations of aggregations. */
public final class Aggregations {
  private Aggregations() {}

  /**
   * Several aggregations in one pass; results in the order given. It can be sent if they can, and
   * reads the columns that one of them reads.
   */
  public static <R> Aggregation<?, List<R>> all(
      List<? extends Aggregation<?, ? extends R>> aggregations) {
    return new All<>(
        aggregations.stream().<Aggregation<Object, R>>map(Aggregations::erase).toList());
  }

  @SuppressWarnings(
      "unchecked") // All hands every aggregation only accumulators which that aggregation made
  private static <R> Aggregation<Object, R> erase(Aggregation<?, ? extends R> aggregation) {
    return (Aggregation<Object, R>) aggregation;
  }

  private record All<R>(List<Aggregation<Object, R>> aggregations)
      implements Aggregation<List<Object>, List<R>>, Serializable, AutoCloseable {
    @Override
    public Optional<Set<String>> readColumns() {
      var columns = new LinkedHashSet<String>();
      for (var aggregation : aggregations) {
        var read = aggregation.readColumns();
        if (read.isEmpty()) {
          return Optional.empty();
        }
        columns.addAll(read.get());
      }
      return Optional.of(columns);
    }

    @Override
    public List<Object> create(Schema schema) {
      return aggregations.stream().map(aggregation -> aggregation.create(schema)).toList();
    }

    @Override
    public void add(List<Object> accumulator, VectorSchemaRoot batch) {
      for (int i = 0; i < aggregations.size(); i++) {
        aggregations.get(i).add(accumulator.get(i), batch);
      }
    }

    @Override
    public void merge(List<Object> accumulator, List<Object> later) {
      for (int i = 0; i < aggregations.size(); i++) {
        aggregations.get(i).merge(accumulator.get(i), later.get(i));
      }
    }

    @Override
    public List<R> finish(List<Object> accumulator) {
      var results = new ArrayList<R>(aggregations.size());
      for (int i = 0; i < aggregations.size(); i++) {
        results.add(aggregations.get(i).finish(accumulator.get(i)));
      }
      return results;
    }

    @Override
    public boolean isOrderFree() {
      return aggregations.stream().allMatch(Aggregation::isOrderFree);
    }

    @Override
    public int sharers(Schema schema) {
      return aggregations.stream().mapToInt(each -> each.sharers(schema)).min().orElse(1);
    }

    @Override
    public void encode(List<Object> accumulator, DataOutput out) throws IOException {
      for (int i = 0; i < aggregations.size(); i++) {
        aggregations.get(i).encode(accumulator.get(i), out);
      }
    }

    @Override
    public List<Object> decode(DataInput in) throws IOException {
      var accumulators = new ArrayList<>(aggregations.size());
      for (var aggregation : aggregations) {
        accumulators.add(aggregation.decode(in));
      }
      return accumulators;
    }

    @Override
    public void close() {
      for (var aggregation : aggregations) {
        if (aggregation instanceof AutoCloseable closeable) {
          try {
            closeable.close();
          } catch (Exception e) {
            throw new IllegalStateException(aggregation + ": not closed", e);
          }
        }
      }
    }
  }
}
