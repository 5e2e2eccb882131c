package io.tributary.components.statistics;

import java.util.List;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.NonNullableStructVector;

/**
 * Leads through the vectors of a batch, feature by feature, in the order of {@link Feature#all}.
 */
final class FeatureWalk {
  private final Visitor visitor;
  private final boolean withRows;
  private int next;

  private FeatureWalk(Visitor visitor, boolean withRows) {
    this.visitor = visitor;
    this.withRows = withRows;
  }

  /** Is called in the order of the features; for each, first for its lists, then for its values. */
  interface Visitor {
    /**
     * Sees lists.
     *
     * @param level 0 for the outermost
     * @param areInnermost whether the elements are no lists
     */
    void lists(int feature, int level, Slots slots, BaseListVector lists, boolean areInnermost);

    /** Sees values, inside of all lists. */
    void values(int feature, Slots slots, ValueVector vector);
  }

  /**
   * Visits all features and what is below them.
   *
   * @param withRows whether {@link Slots#row} is going to be asked
   */
  static void over(
      List<Feature> features, VectorSchemaRoot batch, boolean withRows, Visitor visitor) {
    var walk = new FeatureWalk(visitor, withRows);
    var rows = Slots.ofRows(batch.getRowCount());
    for (var feature : features) {
      walk.visit(feature, batch.getVector(feature.name()), rows);
    }
  }

  private void visit(Feature feature, ValueVector vector, Slots places) {
    int index = next++;
    var values = vector;
    var slots = places;
    for (int level = 0; level < feature.levels(); level++) {
      var lists = (BaseListVector) values;
      visitor.lists(index, level, slots, lists, level == feature.levels() - 1);
      slots = slots.elements(lists, withRows);
      values = lists.getChildrenFromFields().get(0);
    }
    visitor.values(index, slots, values);
    if (!feature.children().isEmpty()) {
      var structs = (NonNullableStructVector) values;
      var present = slots.present(structs);
      for (var child : feature.children()) {
        visit(child, structs.getChild(child.name()), present);
      }
    }
  }
}
