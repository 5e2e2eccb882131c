package io.tributary.components.transform;

import java.util.Locale;

/** What a model can tell of a row: the outputs of {@code model.onnx}. */
public enum ModelOutput {
  /** Of class 1: FP32 {@code [N,1]}. */
  PROBABILITY,
  /** Of each of K classes or labels, which are named: FP32 {@code [N,K]}. */
  PROBABILITIES,
  /** The class: INT64 {@code [N,1]}, 0 or 1, or STRING {@code [N,1]}, one of several. */
  LABEL,
  /** Whether a row has each of K labels, which are named: INT64 {@code [N,K]}, 0 or 1. */
  LABELS,
  /** A number: FP32 {@code [N,1]}. */
  PREDICTION,
  /** The nearest group: INT64 {@code [N,1]}. */
  CLUSTER,
  /** From the centre of the nearest group: FP32 {@code [N,1]}. */
  DISTANCE,
  /**
   * By how much each of F features moves the score of each of K predictions, where that is asked
   * for: FP32 {@code [N, K·(F+1)]}, prediction by prediction, the bias last. The values are named:
   * {@code feature}, or {@code prediction/feature} where predictions have names.
   */
  CONTRIBUTIONS;

  /** What the output is called in the graph: {@code probability}. */
  public String outputName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
