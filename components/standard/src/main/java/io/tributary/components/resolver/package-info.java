/**
 * Steps that choose among artifacts that earlier runs published.
 *
 * <p>Starting points: {@link io.tributary.components.resolver.LatestBlessedModel} the baseline of
 * an evaluation, {@link io.tributary.components.resolver.PreviousStatistics} what drift is held
 * against, {@link io.tributary.components.resolver.EarlierStatistics} and others the other spans of
 * a window.
 */
@NullMarked
package io.tributary.components.resolver;

import org.jspecify.annotations.NullMarked;
