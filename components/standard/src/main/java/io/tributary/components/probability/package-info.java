/** Distributions of statistics: what is needed of them and the libraries at hand lack. */
@NullMarked
package io.tributary.components.probability;

import org.jspecify.annotations.NullMarked;
