/** Tests of this package. */
@NullMarked
package io.tributary.telemetry;

import org.jspecify.annotations.NullMarked;
