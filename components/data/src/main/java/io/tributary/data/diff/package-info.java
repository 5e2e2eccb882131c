/**
 * In what two sets of rows differ.
 *
 * <p>Starting point: {@link io.tributary.data.diff.DatasetDiff}.
 */
@NullMarked
package io.tributary.data.diff;

import org.jspecify.annotations.NullMarked;
