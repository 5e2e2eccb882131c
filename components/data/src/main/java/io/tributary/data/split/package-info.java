/**
 * Dividing rows into splits by a hash of what they hold.
 *
 * <p>Starting points: {@link io.tributary.data.split.SplitConfig} says which splits, {@link
 * io.tributary.data.split.SplitWriter} writes them.
 */
@NullMarked
package io.tributary.data.split;

import org.jspecify.annotations.NullMarked;
