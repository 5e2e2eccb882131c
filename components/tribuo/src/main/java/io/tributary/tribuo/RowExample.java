package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.FeatureMap;
import org.tribuo.Output;
import org.tribuo.protos.core.ExampleProto;
import org.tribuo.util.Merger;

/**
 * A row of a feature matrix, as Tribuo sees it: a view that copies nothing and cannot be changed.
 * Features come in the order of Tribuo's ids.
 */
final class RowExample<T extends Output<T>> extends Example<T> {
  private static final long serialVersionUID = 1L;

  private final transient FeatureMatrix matrix;
  private final transient FeatureLayout layout;
  private final int row;

  RowExample(FeatureMatrix matrix, FeatureLayout layout, int row, T output) {
    super(output);
    this.matrix = matrix;
    this.layout = layout;
    this.row = row;
  }

  /** Which row of the matrix it is. */
  int row() {
    return row;
  }

  /** Tribuo's predictions refuse rows without features; a feature that is 0 means the same. */
  @Override
  public int size() {
    int size = 0;
    for (int i = 0; i < layout.columns(); i++) {
      if (index(i) >= 0) {
        size++;
      }
    }
    return Math.max(size, 1);
  }

  private int index(int column) {
    return matrix.columns().get(column) instanceof FeatureColumn.Ids ids
        ? layout.ofId(column, ids.values()[row])
        : layout.ofNumber(column);
  }

  @Override
  public Iterator<Feature> iterator() {
    int columns = layout.columns();
    var indices = new int[Math.max(columns, 1)];
    var values = new double[indices.length];
    int size = 0;
    // In this order a feature seldom has to move, if ever.
    for (int i : layout.order()) {
      int index = index(i);
      if (index < 0) {
        continue;
      }
      double value =
          matrix.columns().get(i) instanceof FeatureColumn.Numbers numbers
              ? numbers.values()[row]
              : 1;
      int at = size++;
      for (; at > 0 && indices[at - 1] > index; at--) {
        indices[at] = indices[at - 1];
        values[at] = values[at - 1];
      }
      indices[at] = index;
      values[at] = value;
    }
    return new Features(layout, indices, values, Math.max(size, 1));
  }

  private static final class Features implements Iterator<Feature> {
    private final FeatureLayout layout;
    private final int[] indices;
    private final double[] values;
    private final int size;
    private int next;

    Features(FeatureLayout layout, int[] indices, double[] values, int size) {
      this.layout = layout;
      this.indices = indices;
      this.values = values;
      this.size = size;
    }

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    public Feature next() {
      if (next == size) {
        throw new NoSuchElementException();
      }
      var feature = new Feature(layout.name(indices[next]), values[next]);
      next++;
      return feature;
    }
  }

  @Override
  public boolean validateExample() {
    return true;
  }

  @Override
  public boolean isDense(FeatureMap features) {
    return size() == features.size();
  }

  @Override
  public RowExample<T> copy() {
    return this;
  }

  @Override
  protected void sort() {
    // The iterator sorts.
  }

  @Override
  public void canonicalize(FeatureMap features) {
    // Names are the layout's own, and shared already.
  }

  @Override
  public void add(Feature feature) {
    throw unchangeable();
  }

  @Override
  public void addAll(Collection<? extends Feature> features) {
    throw unchangeable();
  }

  @Override
  public void removeFeatures(List<Feature> features) {
    throw unchangeable();
  }

  @Override
  public void reduceByName(Merger merger) {
    throw unchangeable();
  }

  @Override
  protected void densify(List<String> features) {
    throw unchangeable();
  }

  @Override
  public void set(Feature feature) {
    throw unchangeable();
  }

  @Override
  public ExampleProto serialize() {
    throw unchangeable();
  }

  private static UnsupportedOperationException unchangeable() {
    return new UnsupportedOperationException("a view of a row: cannot be changed or saved");
  }
}
