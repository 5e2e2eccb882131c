package io.tributary.core.steps;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;

/** A file {@code text.txt}. */
public interface Text extends Artifact {
  /** Number of characters. */
  Property<Text, Long> LENGTH = Property.ofLong(Text.class, "length");
}
