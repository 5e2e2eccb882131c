/** Figures for Prometheus. */
@NullMarked
package io.tributary.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
