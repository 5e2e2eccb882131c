/**
 * Periods of data: {@link io.tributary.api.span.ScheduledSpan} says which of them a run is about,
 * {@link io.tributary.api.span.SpanPattern} where their files are.
 */
@NullMarked
package io.tributary.api.span;

import org.jspecify.annotations.NullMarked;
