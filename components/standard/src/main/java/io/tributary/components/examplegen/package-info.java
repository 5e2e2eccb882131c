/**
 * Components that bring data in from outside.
 *
 * <p>Starting point: {@link io.tributary.components.examplegen.CsvExampleGen}.
 */
@NullMarked
package io.tributary.components.examplegen;

import org.jspecify.annotations.NullMarked;
