/**
 * Features described in Java, fitted on data, and compiled to ONNX, so that training, evaluation
 * and serving compute them with the same graph.
 *
 * <p>Starting points:
 *
 * <ul>
 *   <li>{@link io.tributary.components.transform.Preprocessing}: what a user writes, in the
 *       language of {@link io.tributary.components.transform.Features}.
 *   <li>{@link io.tributary.components.transform.Transform}: the component that fits and applies
 *       it.
 *   <li>{@link io.tributary.components.transform.TransformCacheGen}: the component that keeps of a
 *       span what transforms of a rolling window are fitted on.
 *   <li>{@link io.tributary.components.transform.FittedTransform}: what later components read.
 * </ul>
 *
 * <p>Inside: a definition is a {@code Program} of {@code Expression}s, each of which knows its
 * meaning as ONNX nodes; {@code Fitting} makes the constants that its analyzers ask for.
 */
@NullMarked
package io.tributary.components.transform;

import org.jspecify.annotations.NullMarked;
