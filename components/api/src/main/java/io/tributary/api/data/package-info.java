/**
 * Examples on disk, and how full passes over them are expressed.
 *
 * <p>Starting points: {@link io.tributary.api.data.ExamplesReader} and {@link
 * io.tributary.api.data.ExamplesWriter} for rows in order, {@link
 * io.tributary.api.data.Aggregation} and {@link io.tributary.api.data.DataEngine} for work over all
 * rows.
 */
@NullMarked
package io.tributary.api.data;

import org.jspecify.annotations.NullMarked;
