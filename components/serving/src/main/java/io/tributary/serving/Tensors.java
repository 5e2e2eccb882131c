package io.tributary.serving;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Outputs of a model by name.
 *
 * @param byName in the model's order
 */
public record Tensors(Map<String, Tensor> byName) {
  public Tensors {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** The tensor of that name; an unknown name is an {@link IllegalArgumentException}. */
  public Tensor get(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "output '" + name + "' (expected: one of " + byName.keySet() + ")");
    }
    return tensor;
  }

  /** The values of an FP32 tensor. */
  public float[] floats(String name) {
    if (get(name) instanceof FloatTensor floats) {
      return floats.values();
    }
    throw typeProblem(name, Datatype.FP32);
  }

  /** The values of an FP64 tensor. */
  public double[] doubles(String name) {
    if (get(name) instanceof DoubleTensor doubles) {
      return doubles.values();
    }
    throw typeProblem(name, Datatype.FP64);
  }

  /** The values of an INT64 tensor. */
  public long[] longs(String name) {
    if (get(name) instanceof Int64Tensor longs) {
      return longs.values();
    }
    throw typeProblem(name, Datatype.INT64);
  }

  /** A BYTES tensor. */
  public BytesTensor texts(String name) {
    if (get(name) instanceof BytesTensor texts) {
      return texts;
    }
    throw typeProblem(name, Datatype.BYTES);
  }

  private IllegalArgumentException typeProblem(String name, Datatype asked) {
    return new IllegalArgumentException(
        "output '"
            + name
            + "' asked for as "
            + asked
            + " (expected: "
            + get(name).datatype()
            + ")");
  }
}
