/**
 * How the record of a step is read: which of its components are inputs, which are parameters and of
 * what type, what its outputs are. For those who compile and run pipelines; authors of components
 * need none of it.
 */
@NullMarked
package io.tributary.api.shape;

import org.jspecify.annotations.NullMarked;
