package io.tributary.components.transform;

/** A fixed number of numbers per row, never missing. Immutable; made by {@link Features}. */
public final class VectorColumn extends Column {
  VectorColumn(Features features, int position) {
    super(features, position);
  }
}
