/**
 * What of a training may be chosen, and what was chosen.
 *
 * <p>Starting points: {@link io.tributary.components.hyperparameter.SearchSpace} and the kinds of
 * {@link io.tributary.components.hyperparameter.Hyperparameter}; {@link
 * io.tributary.components.hyperparameter.Setting}, a value for each of them.
 */
@NullMarked
package io.tributary.components.hyperparameter;

import org.jspecify.annotations.NullMarked;
