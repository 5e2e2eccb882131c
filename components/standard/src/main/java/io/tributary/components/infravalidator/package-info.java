/**
 * Trying a model out in a serving tier before anybody depends on it.
 *
 * <p>Starting points: {@link io.tributary.components.infravalidator.InfraValidator} (the
 * component), {@link io.tributary.components.infravalidator.GoldenRows} (the rows that were asked
 * and the answers they have to get wherever the model is served).
 */
@NullMarked
package io.tributary.components.infravalidator;

import org.jspecify.annotations.NullMarked;
