/**
 * From any table to a first good model, with nothing chosen but the column that is to be learnt.
 *
 * <p>Starting points: {@link io.tributary.components.auto.AutoModel} is the whole pipeline, which
 * {@code tributary model auto} runs; {@link io.tributary.components.auto.AutoTrainer} the part of
 * it that searches a model for given features.
 */
@NullMarked
package io.tributary.components.auto;

import org.jspecify.annotations.NullMarked;
