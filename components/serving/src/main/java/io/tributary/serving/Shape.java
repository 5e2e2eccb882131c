package io.tributary.serving;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The extents of a tensor, outermost first.
 *
 * @param dims each ≥ 0, or −1 in a {@link TensorSpec} where any extent is accepted; empty for a
 *     scalar
 */
public record Shape(List<Long> dims) implements Serializable {
  /** An extent that a model leaves open, such as the number of rows. */
  public static final long ANY = -1;

  public Shape {
    dims = List.copyOf(dims);
    for (long dim : dims) {
      if (dim < ANY) {
        throw new IllegalArgumentException(
            "shape: " + dims + " (expected: extents >= 0, or -1 for any)");
      }
    }
  }

  /** The shape with these extents. */
  public static Shape of(long... dims) {
    List<Long> list = new ArrayList<>(dims.length);
    for (long dim : dims) {
      list.add(dim);
    }
    return new Shape(list);
  }

  /** {@code [rows, 1]}: a column of one value a row, the shape of raw features. */
  public static Shape column(int rows) {
    return of(rows, 1);
  }

  public int rank() {
    return dims.size();
  }

  public long dim(int axis) {
    return dims.get(axis);
  }

  /** The number of elements; 1 for a scalar. Open extents have no count: an error. */
  public long elements() {
    long product = 1;
    for (long dim : dims) {
      if (dim == ANY) {
        throw new IllegalStateException("shape: " + dims + " (expected: no open extent)");
      }
      product = Math.multiplyExact(product, dim);
    }
    return product;
  }

  /** Whether {@code actual} has this rank and equal extents wherever this shape's is not open. */
  public boolean accepts(Shape actual) {
    if (actual.rank() != rank()) {
      return false;
    }
    for (int i = 0; i < rank(); i++) {
      if (dim(i) != ANY && dim(i) != actual.dim(i)) {
        return false;
      }
    }
    return true;
  }

  /** The extents as a fresh array. */
  public long[] toArray() {
    long[] array = new long[rank()];
    for (int i = 0; i < array.length; i++) {
      array[i] = dim(i);
    }
    return array;
  }

  /** As {@code [-1, 1]}. */
  @Override
  public String toString() {
    return dims.toString();
  }
}
