/**
 * Dividing rows into splits: by a hash of what they hold, or by the order of time; and keeping a
 * sample of them.
 *
 * <p>Starting points: {@link io.tributary.data.split.Splits} says which splits, {@link
 * io.tributary.data.split.SplitWriter} writes them.
 */
@NullMarked
package io.tributary.data.split;

import org.jspecify.annotations.NullMarked;
