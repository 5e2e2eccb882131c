package io.tributary.components.transform;

/** A fixed number of numbers per row, never missing. Immutable; made by {@link Features}. */
public final class VectorColumn {
  private final Features features;
  private final int position;

  VectorColumn(Features features, int position) {
    this.features = features;
    this.position = position;
  }

  int position() {
    return position;
  }

  Features features() {
    return features;
  }
}
