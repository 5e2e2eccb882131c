package io.tributary.api.artifact;

/**
 * What the analyzers of a transform have gathered of some examples: {@code accumulator.bin}. Merged
 * with that of other examples, it tells the constants of all of them without reading a row again.
 */
public interface TransformCache extends Artifact {

  /** The span of the examples; not set where they have none. */
  Property<TransformCache, Long> SPAN = Property.ofLong(TransformCache.class, "span");
}
