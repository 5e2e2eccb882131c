/**
 * Predictions for many rows at once.
 *
 * <p>Starting points: {@link io.tributary.components.bulkinferrer.BulkInferrer} (the component),
 * {@link io.tributary.components.bulkinferrer.Inference} (the same for rows of any source).
 */
@NullMarked
package io.tributary.components.bulkinferrer;

import org.jspecify.annotations.NullMarked;
