/** Tests of this package. */
@NullMarked
package io.tributary.telemetry.logs;

import org.jspecify.annotations.NullMarked;
