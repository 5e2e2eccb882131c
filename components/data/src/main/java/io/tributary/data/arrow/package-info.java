/**
 * Reading Arrow IPC files and streams that others have written.
 *
 * <p>Starting point: {@link io.tributary.data.arrow.ArrowTable}.
 */
@NullMarked
package io.tributary.data.arrow;

import org.jspecify.annotations.NullMarked;
