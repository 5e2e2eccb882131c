package io.tributary.serving;

import java.io.Serializable;

/**
 * One input or output of a model.
 *
 * @param name as the model spells it
 * @param datatype of every element
 * @param shape with −1 where any extent is accepted, as for the rows of a batch
 */
public record TensorSpec(String name, Datatype datatype, Shape shape) implements Serializable {
  public TensorSpec {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("tensor name: '' (expected: not empty)");
    }
  }

  /** As {@code fare FP32 [-1, 1]}. */
  @Override
  public String toString() {
    return name + " " + datatype + " " + shape;
  }
}
