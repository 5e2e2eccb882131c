/** Tests of the Beam runner. */
@NullMarked
package io.tributary.runner.beam;

import org.jspecify.annotations.NullMarked;
