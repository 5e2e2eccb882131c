/**
 * The Trainer: fits an algorithm to transformed examples and joins transform and model to one ONNX
 * graph from raw features to predictions.
 *
 * <p>Starting points: {@link io.tributary.components.trainer.Trainer}, the component; {@link
 * io.tributary.components.trainer.Training}, what a pipeline author writes; {@link
 * io.tributary.components.trainer.Algorithm}, what the author of a new kind of model writes.
 */
@NullMarked
package io.tributary.components.trainer;

import org.jspecify.annotations.NullMarked;
