package io.tributary.api;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import java.nio.file.Path;

/**
 * An artifact in the making. What is written under {@link #path} is in a staging area until the
 * execution has succeeded.
 *
 * @param <A> the type of artifact
 */
public interface OutputArtifact<A extends Artifact> {

  /** The payload's directory; exists, and is empty at the start of an attempt. */
  Path path();

  /** The directory of a split; made, and the split recorded, when first asked for. */
  Path split(String name);

  /** Sets a property, stored with the artifact. */
  <T> void set(Property<A, T> property, T value);
}
