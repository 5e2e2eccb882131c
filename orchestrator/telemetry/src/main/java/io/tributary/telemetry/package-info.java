/**
 * What watches runs from outside is told: structured logs, metrics for Prometheus, traces of
 * OpenTelemetry, events of OpenLineage. {@link io.tributary.telemetry.Telemetry} is the way in; a
 * feature that is not configured loads no class of its library.
 */
@NullMarked
package io.tributary.telemetry;

import org.jspecify.annotations.NullMarked;
