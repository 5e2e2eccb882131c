package io.tributary.components.tuner;

import java.util.Map;

/**
 * How a setting did.
 *
 * @param value of the objective; NaN if it is undefined
 * @param metrics all that is known, by key; NaN where undefined
 */
record Score(double value, Map<String, Double> metrics) {}
