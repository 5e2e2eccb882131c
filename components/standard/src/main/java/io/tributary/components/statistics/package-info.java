/**
 * Statistics of examples: what {@link io.tributary.components.statistics.StatisticsGen} writes, how
 * it is computed and how it is read.
 *
 * <p>Starting points: {@link io.tributary.components.statistics.StatisticsGen} the component,
 * {@link io.tributary.components.statistics.WindowStatisticsGen} for several spans together, {@link
 * io.tributary.components.statistics.DatasetStatistics} the same work without a pipeline, {@link
 * io.tributary.components.statistics.StatisticsReader} for what was written.
 */
@NullMarked
package io.tributary.components.statistics;

import org.jspecify.annotations.NullMarked;
