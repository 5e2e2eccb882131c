/**
 * Sets rows aside that a schema does not allow.
 *
 * <p>Starting point: {@link io.tributary.components.quarantine.RowQuarantine} the component.
 */
@NullMarked
package io.tributary.components.quarantine;

import org.jspecify.annotations.NullMarked;
