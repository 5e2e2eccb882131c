package io.tributary.data;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where the record batches of a dataset are, in the order of the rows.
 *
 * @param schema of all parts
 * @param batches all of them
 */
record BatchIndex(Schema schema, List<Place> batches) {

  /**
   * One record batch.
   *
   * @param number its number in its part, counted from 1
   */
  record Place(Path part, int number, ArrowBlock block) {}

  /** Reads the footers of all parts. */
  static BatchIndex of(Dataset dataset, BufferAllocator allocator) throws IOException {
    if (dataset.parts().isEmpty()) {
      throw new IllegalArgumentException(
          "dataset: no parts (expected: at least one Arrow file); read a split that was written");
    }
    Schema schema = null;
    var batches = new ArrayList<Place>();
    for (var part : dataset.parts()) {
      try (var reader = ExamplesReader.open(part, allocator)) {
        var found = reader.getVectorSchemaRoot().getSchema();
        if (schema == null) {
          schema = found;
        } else if (!schema.equals(found)) {
          throw new ExecutionFailure(
              Code.INVALID_DATA,
              new Explanation(
                  part.toString(),
                  found.toString(),
                  "the schema of the first part, " + schema,
                  "read datasets of different schemas one by one"));
        }
        int number = 1;
        for (var block : reader.getRecordBlocks()) {
          batches.add(new Place(part, number++, block));
        }
      }
    }
    return new BatchIndex(requireNonNull(schema, "schema"), batches);
  }

  int count() {
    return batches.size();
  }

  /** What work on a batch threw, with the place at which it did. */
  ExecutionFailure failed(int index, int rows, RuntimeException cause) {
    var place = batches.get(index);
    var where = place.part() + ", record batch " + place.number() + " (of " + rows + " rows)";
    if (cause instanceof ExecutionFailure failure && failure.explanation().isPresent()) {
      var told = failure.explanation().get();
      return new ExecutionFailure(
          failure.code(),
          new Explanation(
              where + " > " + told.where(), told.value(), told.expected(), told.remedy()),
          cause);
    }
    return new ExecutionFailure(
        Code.USER_CODE,
        new Explanation(where, cause.toString(), "no exception", "see the cause"),
        cause);
  }
}
