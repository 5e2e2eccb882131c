/**
 * The Tuner: searches for the hyper-parameters with which a training does best on rows that it has
 * not seen.
 *
 * <p>Starting points: {@link io.tributary.components.tuner.Tuner}, the component; {@link
 * io.tributary.components.tuner.Search}, the ways to search; {@link
 * io.tributary.components.trainer.TunableTraining}, what a pipeline author writes; {@link
 * io.tributary.components.tuner.Leaderboard}, what came of it. Inside, {@code Proposals} say which
 * trials are next, {@code SearchRun} runs them.
 */
@NullMarked
package io.tributary.components.tuner;

import org.jspecify.annotations.NullMarked;
