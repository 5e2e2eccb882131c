/**
 * Whether two distributions of a feature differ: drift between spans, skew against what is served,
 * or any two datasets.
 *
 * <p>Starting points: {@link io.tributary.components.distribution.DistributionValidator} the
 * component, {@link io.tributary.components.distribution.DatasetComparison} the same work without a
 * pipeline, {@link io.tributary.components.distribution.Distance} what can be measured, {@link
 * io.tributary.components.distribution.Verdict} what comes of it. Everything is computed from
 * statistics; the rows are not read again.
 */
@NullMarked
package io.tributary.components.distribution;

import org.jspecify.annotations.NullMarked;
