/**
 * What a model is, where it comes from and how good it is, gathered for people: the model card, and
 * two models beside each other.
 *
 * <p>Starting points: {@link io.tributary.components.card.ModelCard} (all that is known of a model,
 * as a page or as JSON) and {@link io.tributary.components.card.ModelComparison}.
 */
@NullMarked
package io.tributary.components.card;

import org.jspecify.annotations.NullMarked;
