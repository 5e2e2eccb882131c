/**
 * What a careful colleague would point out.
 *
 * <p>Starting point: {@link io.tributary.components.caution.Caution}, which components set as a
 * property of what they make.
 */
@NullMarked
package io.tributary.components.caution;

import org.jspecify.annotations.NullMarked;
