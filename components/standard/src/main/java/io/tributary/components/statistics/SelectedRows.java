package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.data.row.RowCopies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Takes a sample of the rows of a batch, and parts it into slices. Not thread-safe. */
final class SelectedRows {
  private final Selection selection;
  private final List<SliceRows> slicings = new ArrayList<>();

  /** By the name of each slice so far, the slicing that makes it. */
  private final Map<String, Integer> makers = new HashMap<>();

  /**
   * For batches of one schema.
   *
   * @throws io.tributary.api.ExecutionFailure if slices look at columns that are not there or
   *     cannot be sliced by
   */
  SelectedRows(Schema schema, Selection selection) {
    this.selection = selection;
    for (var slicing : selection.slices()) {
      slicings.add(SliceRows.of(slicing, schema, selection));
    }
  }

  interface Visitor {
    /** Sees rows, which are gone afterwards. */
    void visit(String slice, VectorSchemaRoot rows);
  }

  /** Visits the sampled rows as {@link StatisticsReader#ALL_EXAMPLES}, then those of each slice. */
  void forEach(VectorSchemaRoot batch, Visitor visitor) {
    if (selection.sampleRate() == 1) {
      visit(batch, visitor);
    } else {
      var sample = sample(batch);
      take(batch, sample, 0, sample.length, rows -> visit(rows, visitor));
    }
  }

  private void visit(VectorSchemaRoot batch, Visitor visitor) {
    visitor.visit(StatisticsReader.ALL_EXAMPLES, batch);
    for (int i = 0; i < slicings.size(); i++) {
      int slicing = i;
      slicings.get(i).assign(batch);
      slicings
          .get(i)
          .forEach(
              (slice, rows, from, to) -> {
                if (isMaker(slicing, slice)) {
                  take(batch, rows, from, to, part -> visitor.visit(slice, part));
                }
              });
    }
  }

  /** False if an earlier slicing by the same columns has made the slice, which has these rows. */
  private boolean isMaker(int slicing, String slice) {
    int maker = makers.computeIfAbsent(slice, unseen -> slicing);
    var columns = selection.slices().get(slicing).columns();
    var ofMaker = selection.slices().get(maker).columns();
    if (!columns.equals(ofMaker)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "slice '" + slice + "'",
              "made by " + ofMaker + " and by " + columns,
              "slices whose names differ",
              "leave one of the two out, or rename a column"));
    }
    return maker == slicing;
  }

  private int[] sample(VectorSchemaRoot batch) {
    int count = batch.getRowCount();
    long seed = mixed(selection.sampleSeed());
    for (var vector : batch.getFieldVectors()) {
      seed = mixed(seed ^ (count == 0 ? 0 : vector.hashCode(0)));
      seed = mixed(seed ^ (count == 0 ? 0 : vector.hashCode(count - 1)));
    }
    var sample = new int[count];
    int size = 0;
    for (int row = 0; row < count; row++) {
      if ((mixed(seed + row) >>> 11) * 0x1p-53 < selection.sampleRate()) {
        sample[size++] = row;
      }
    }
    return Arrays.copyOf(sample, size);
  }

  private static long mixed(long bits) {
    long mixed = bits + 0x9E37_79B9_7F4A_7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }

  private interface Rows {
    void use(VectorSchemaRoot rows);
  }

  /** Copies rows into a batch of their own. */
  private static void take(VectorSchemaRoot batch, int[] rows, int from, int to, Rows user) {
    if (to - from == batch.getRowCount()) {
      user.use(batch);
      return;
    }
    try (var taken = RowCopies.of(batch, rows, from, to, allocator(batch))) {
      user.use(taken);
    }
  }

  /** Vectors of nulls alone have no memory. */
  private static BufferAllocator allocator(VectorSchemaRoot batch) {
    return batch.getFieldVectors().stream()
        .filter(vector -> !(vector instanceof NullVector))
        .findFirst()
        .map(FieldVector::getAllocator)
        .orElseGet(() -> new RootAllocator(0));
  }
}
