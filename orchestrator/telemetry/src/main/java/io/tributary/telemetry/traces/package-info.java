/** Spans of OpenTelemetry: one of each run, and one of each attempt at a node. */
@NullMarked
package io.tributary.telemetry.traces;

import org.jspecify.annotations.NullMarked;
