package io.tributary.components.transform;

/**
 * One of a bounded number of ids per row, counted from 0, without order; never missing. What model
 * inputs and one-hot codes are made of. Immutable; made by {@link Features}.
 */
public final class IdColumn {
  private final Features features;
  private final int position;

  IdColumn(Features features, int position) {
    this.features = features;
    this.position = position;
  }

  int position() {
    return position;
  }

  Features features() {
    return features;
  }

  /** One id for each pair of ids: this one times the number of the other's, plus the other. */
  public IdColumn cross(IdColumn other) {
    features.requireOwn(other.features);
    return new IdColumn(features, features.add(new Ids.Cross(position, other.position)));
  }
}
