package io.tributary.components.evaluator;

/** How two values of a metric are compared. */
public enum Contrast {
  /** One minus the other. */
  DIFFERENCE,
  /** One divided by the other; between models, their difference divided by the baseline. */
  RATIO
}
