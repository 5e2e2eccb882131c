package io.tributary.components.transform;

/**
 * One of a bounded number of ids per row, counted from 0, without order; never missing. What model
 * inputs and one-hot codes are made of. Immutable; made by {@link Features}.
 */
public final class IdColumn extends Column {
  IdColumn(Features features, int position) {
    super(features, position);
  }

  /** For those who tell ids apart: their order says nothing. */
  NumberColumn asNumber() {
    return new NumberColumn(features, features.add(new Numbers.OfId(position)));
  }

  /** One id for each pair of ids: this one times the number of the other's, plus the other. */
  public IdColumn cross(IdColumn other) {
    features.requireOwn(other);
    return new IdColumn(features, features.add(new Ids.Cross(position, other.position)));
  }

  /**
   * Fewer ids, by a hash: different ids may share one. Needs the operator MurmurHash3 of ONNX
   * Runtime, which is not part of the ONNX standard.
   *
   * @param buckets 1 to 100,000,000
   */
  public IdColumn hash(int buckets) {
    int ids = features.add(new Ids.HashOfId(position, buckets));
    features.requireBuckets(ids, "hash", buckets);
    return new IdColumn(features, ids);
  }

  /** A number for each id: 1 at the row's own, 0 elsewhere. */
  public VectorColumn oneHot() {
    return new VectorColumn(features, features.add(new OneHot(position)));
  }
}
