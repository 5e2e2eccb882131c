/**
 * Sums of doubles without rounding, and what follows from them. However the terms are ordered and
 * grouped, the result is the same to the last bit, so that neither threads nor batches show.
 */
@NullMarked
package io.tributary.components.exact;

import org.jspecify.annotations.NullMarked;
