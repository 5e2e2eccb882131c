/**
 * The artifact types that components exchange, under the names that TFX gives them, and the
 * properties they carry. A new artifact type is an interface that extends {@link
 * io.tributary.api.artifact.Artifact}.
 */
@NullMarked
package io.tributary.api.artifact;

import org.jspecify.annotations.NullMarked;
