/** Tests of this package. */
@NullMarked
package io.tributary.telemetry.lineage;

import org.jspecify.annotations.NullMarked;
