/**
 * Rows of several sources as those of one.
 *
 * <p>Starting points: {@link io.tributary.data.union.UnionSchema} says which columns they share,
 * {@link io.tributary.data.union.UnionBatches} are their rows.
 */
@NullMarked
package io.tributary.data.union;

import org.jspecify.annotations.NullMarked;
