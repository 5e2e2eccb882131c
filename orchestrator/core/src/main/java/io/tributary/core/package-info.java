/**
 * What it takes to run a compiled pipeline, as seen from outside: a {@link
 * io.tributary.core.Runner} is given a {@link io.tributary.core.RunRequest} and a {@link
 * io.tributary.core.RunHome}, tells a {@link io.tributary.core.RunListener} how it goes, and
 * answers a {@link io.tributary.core.RunResult}.
 *
 * <p>Starting points: {@link io.tributary.core.RunHome#open}, {@link
 * io.tributary.core.Runner#named}, {@link io.tributary.core.launcher.Launcher} for one node, {@link
 * io.tributary.core.artifact.ArtifactStore} for payloads.
 */
@NullMarked
package io.tributary.core;

import org.jspecify.annotations.NullMarked;
