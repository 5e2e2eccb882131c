/** Events of OpenLineage: which run of which job has read and written which dataset. */
@NullMarked
package io.tributary.telemetry.lineage;

import org.jspecify.annotations.NullMarked;
