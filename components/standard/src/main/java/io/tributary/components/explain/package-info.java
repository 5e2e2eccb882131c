/**
 * Why trees predict what they predict: the share that each feature has in a prediction.
 *
 * <p>Starting points: {@link io.tributary.components.explain.TreeGraph} (the trees of an ONNX model
 * and the features that they look at) and {@link io.tributary.components.explain.TreeShap}.
 */
@NullMarked
package io.tributary.components.explain;

import org.jspecify.annotations.NullMarked;
