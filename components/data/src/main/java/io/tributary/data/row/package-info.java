/**
 * Rows as bytes, so that they can be hashed and compared whatever they are stored in.
 *
 * <p>Starting point: {@link io.tributary.data.row.RowBytes}.
 */
@NullMarked
package io.tributary.data.row;

import org.jspecify.annotations.NullMarked;
