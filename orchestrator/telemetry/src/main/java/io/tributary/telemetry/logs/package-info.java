/** Logs as JSON lines. */
@NullMarked
package io.tributary.telemetry.logs;

import org.jspecify.annotations.NullMarked;
