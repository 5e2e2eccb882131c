/** Tests of this package. */
@NullMarked
package io.tributary.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
