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
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The record batches of Arrow IPC files.
 *
 * @param whole schema of all parts
 * @param kept the places of the columns that are loaded, in ascending order
 * @param blocks where the batches are, in the order of the rows
 */
record ArrowBatches(Schema whole, List<Integer> kept, List<Block> blocks) implements Batches {

  /**
   * One record batch.
   *
   * @param number its number in its part, counted from 1
   */
  record Block(Path part, int number, ArrowBlock block) {}

  /** Reads the footers of all parts. */
  static ArrowBatches of(Dataset dataset, BufferAllocator allocator) throws IOException {
    if (dataset.parts().isEmpty()) {
      throw new IllegalArgumentException(
          "dataset: no parts (expected: at least one Arrow file); read a split that was written");
    }
    Schema schema = null;
    var blocks = new ArrayList<Block>();
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
          blocks.add(new Block(part, number++, block));
        }
      }
    }
    var whole = requireNonNull(schema, "schema");
    var all = IntStream.range(0, whole.getFields().size()).boxed().toList();
    return new ArrowBatches(whole, all, blocks);
  }

  @Override
  public Schema schema() {
    return Selection.schema(whole, kept);
  }

  @Override
  public int count() {
    return blocks.size();
  }

  @Override
  public String place(int batch) {
    var place = blocks.get(batch);
    return place.part() + ", record batch " + place.number();
  }

  @Override
  public Batches only(Set<String> columns) {
    var places = Selection.places(schema(), columns);
    return new ArrowBatches(whole, places.stream().map(kept::get).toList(), blocks);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new ArrowCursor(this, allocator);
  }
}
