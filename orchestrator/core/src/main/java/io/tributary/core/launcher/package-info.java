/**
 * Launches the nodes of a run: decides what a node needs, runs it, and makes visible what it made.
 *
 * <p>Starting points: {@link io.tributary.core.launcher.RunSession} is what a runner drives; behind
 * it {@code Driver} decides (inputs, conditions, cache), {@code Launcher} executes attempts, {@code
 * Ledger} writes the metadata store, {@code Recovery} picks up what a dead process left.
 */
@NullMarked
package io.tributary.core.launcher;

import org.jspecify.annotations.NullMarked;
