/**
 * What full passes have found, kept in files, so that it can be merged with what is found later or
 * elsewhere: {@link io.tributary.components.accumulator.AccumulatorFormat}.
 */
@NullMarked
package io.tributary.components.accumulator;

import org.jspecify.annotations.NullMarked;
