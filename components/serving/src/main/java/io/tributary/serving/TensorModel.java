package io.tributary.serving;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * A model that is asked with tensors: a graph in this process, or one behind an address. Both
 * answer alike. Thread-safe. Where a copy arrives by serialisation, it has to be closed there.
 */
public sealed interface TensorModel extends AutoCloseable, Serializable
    permits OnnxModel, ServedModel {

  /** Inputs and outputs, in the model's order. */
  Signature signature();

  /** What messages call it. */
  String origin();

  /**
   * Asks it.
   *
   * @param inputs every input by name
   * @param outputs the names wanted; empty for all
   * @throws ServingException if there is no answer
   */
  Tensors infer(Map<String, Tensor> inputs, Set<String> outputs);

  /** Asks it for all outputs. */
  default Tensors infer(Map<String, Tensor> inputs) {
    return infer(inputs, Set.of());
  }

  @Override
  void close();
}
