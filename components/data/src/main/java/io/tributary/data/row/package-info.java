/**
 * Rows as bytes, so that they can be hashed and compared whatever they are stored in; and copies of
 * rows.
 *
 * <p>Starting points: {@link io.tributary.data.row.RowBytes}, {@link
 * io.tributary.data.row.RowCopies}.
 */
@NullMarked
package io.tributary.data.row;

import org.jspecify.annotations.NullMarked;
