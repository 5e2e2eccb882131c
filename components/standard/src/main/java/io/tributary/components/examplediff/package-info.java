/**
 * Finding in what two examples differ.
 *
 * <p>Starting point: {@link io.tributary.components.examplediff.ExampleDiff}.
 */
@NullMarked
package io.tributary.components.examplediff;

import org.jspecify.annotations.NullMarked;
