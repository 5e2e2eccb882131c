/** Tests of this package. */
@NullMarked
package io.tributary.telemetry.traces;

import org.jspecify.annotations.NullMarked;
