/**
 * Algorithms of Tribuo, and XGBoost, for the Trainer, and their export to ONNX.
 *
 * <p>Starting points: {@link io.tributary.tribuo.LogisticRegression}, {@link
 * io.tributary.tribuo.RandomForest} and {@link io.tributary.tribuo.XgBoost}, to be returned from a
 * {@link io.tributary.components.trainer.Training}.
 */
@NullMarked
package io.tributary.tribuo;

import org.jspecify.annotations.NullMarked;
