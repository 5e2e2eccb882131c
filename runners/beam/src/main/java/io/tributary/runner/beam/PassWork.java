package io.tributary.runner.beam;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.Dataset;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be done in a full pass.
 *
 * @param parts of the dataset
 * @param work on its rows
 */
record PassWork(List<String> parts, Work<?> work) implements Serializable {
  PassWork {
    parts = List.copyOf(parts);
  }

  static PassWork of(Dataset dataset, Work<?> work) {
    return new PassWork(dataset.parts().stream().map(Path::toString).toList(), work);
  }

  Dataset dataset() {
    return new Dataset(parts.stream().map(Path::of).toList());
  }

  /** Work on all rows. */
  sealed interface Work<W> extends Serializable {
    /** The user's part of it. */
    W part();
  }

  /** Rows into accumulators. */
  @SuppressWarnings("serial") // what cannot be written is found out when it is
  record Aggregating<A>(Aggregation<A, ?> part) implements Work<Aggregation<A, ?>> {}

  /** Rows into rows. */
  @SuppressWarnings("serial") // what cannot be written is found out when it is
  record Mapping(BatchFunction part) implements Work<BatchFunction> {}
}
