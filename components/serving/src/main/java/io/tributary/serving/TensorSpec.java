package io.tributary.serving;

import java.io.Serializable;
import java.util.List;

/**
 * One input or output of a model.
 *
 * @param name as the model spells it
 * @param datatype of every element
 * @param shape with −1 where any extent is accepted, as for the rows of a batch
 * @param classes what the values of a row stand for: classes, labels, or features that contribute;
 *     empty if nothing is said
 */
public record TensorSpec(String name, Datatype datatype, Shape shape, List<String> classes)
    implements Serializable {
  public TensorSpec {
    classes = List.copyOf(classes);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("tensor name: '' (expected: not empty)");
    }
  }

  /** Without classes. */
  public TensorSpec(String name, Datatype datatype, Shape shape) {
    this(name, datatype, shape, List.of());
  }

  /** As {@code fare FP32 [-1, 1]}. */
  @Override
  public String toString() {
    return name + " " + datatype + " " + shape;
  }
}
