/**
 * Algorithms of Tribuo for the Trainer, and their export to ONNX.
 *
 * <p>Starting points: {@link io.tributary.tribuo.LogisticRegression}, {@link
 * io.tributary.tribuo.DecisionTree} and {@link io.tributary.tribuo.RandomForest}, to be returned
 * from a {@link io.tributary.components.trainer.Training}.
 */
@NullMarked
package io.tributary.tribuo;

import org.jspecify.annotations.NullMarked;
