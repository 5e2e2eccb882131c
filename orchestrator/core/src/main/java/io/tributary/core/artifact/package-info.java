/**
 * Where payloads of artifacts live, and how they become final: written into a staging area, sealed
 * with a manifest, moved to their place, and visible only once the metadata store says so.
 *
 * <p>Starting points: {@link io.tributary.core.artifact.ArtifactStore} says what must hold, {@link
 * io.tributary.core.artifact.LocalArtifactStore} does it on a file system.
 */
@NullMarked
package io.tributary.core.artifact;

import org.jspecify.annotations.NullMarked;
