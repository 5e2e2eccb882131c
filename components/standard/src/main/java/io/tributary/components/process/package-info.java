/**
 * Components whose work is done by another program: a Python or R script, any command.
 *
 * <p>Starting point: {@link io.tributary.components.process.ExternalProcess}.
 */
@NullMarked
package io.tributary.components.process;

import org.jspecify.annotations.NullMarked;
