/**
 * Data as it comes from outside, whatever it is stored in.
 *
 * <p>Starting point: {@link io.tributary.data.source.SourceTable}, what every format's reader
 * gives.
 */
@NullMarked
package io.tributary.data.source;

import org.jspecify.annotations.NullMarked;
