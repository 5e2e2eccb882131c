package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Finds the rows of the slices of one slicing, batch by batch. */
abstract sealed class SliceRows permits ComparedRows, CrossedRows {
  private int[] slices = new int[64];
  private int[] rows = new int[64];
  private int size;

  static SliceRows of(Slicing slicing, Schema schema, Selection selection) {
    selection.check(schema);
    var features = Feature.of(schema);
    if (slicing instanceof Slicing.Where where) {
      return new ComparedRows(where, column(features, where.column()));
    }
    return new CrossedRows((Slicing.ByFeatures) slicing, features, selection);
  }

  static Feature column(List<Feature> features, String name) {
    return features.stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    name,
                    "a field of a struct",
                    "one of " + features.stream().map(Feature::name).toList(),
                    "slice by a column"));
  }

  static ExecutionFailure wrong(String column, String value, String expected, String remedy) {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_ARGUMENT,
        new Explanation("slice by column '" + column + "'", value, expected, remedy));
  }

  /** Finds the rows of a batch; those of the batch before are forgotten. */
  final void assign(VectorSchemaRoot batch) {
    size = 0;
    find(batch);
  }

  /** Calls {@link #add} for the rows that are in slices, in their order. */
  abstract void find(VectorSchemaRoot batch);

  /** The name of a slice that was added to. */
  abstract String name(int slice);

  /** How many slices there are. */
  abstract int count();

  final void add(int slice, int row) {
    if (size == rows.length) {
      slices = Arrays.copyOf(slices, size * 2);
      rows = Arrays.copyOf(rows, size * 2);
    }
    slices[size] = slice;
    rows[size++] = row;
  }

  interface Visitor {
    void visit(String slice, int[] rows, int from, int to);
  }

  /** Visits the slices that have rows. */
  final void forEach(Visitor visitor) {
    var ends = new int[count() + 1];
    for (int i = 0; i < size; i++) {
      ends[slices[i] + 1]++;
    }
    for (int slice = 0; slice < count(); slice++) {
      ends[slice + 1] += ends[slice];
    }
    var starts = Arrays.copyOf(ends, ends.length);
    var sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[starts[slices[i]]++] = rows[i];
    }
    for (int slice = 0; slice < count(); slice++) {
      if (ends[slice] < ends[slice + 1]) {
        visitor.visit(name(slice), sorted, ends[slice], ends[slice + 1]);
      }
    }
  }
}
