package io.tributary.api.artifact;

/**
 * What the analyzers of a transform have gathered of some examples: {@code accumulator.bin}. Merged
 * with that of other examples, it tells the constants of all of them without reading a row again.
 */
public interface TransformCache extends Artifact {

  /** The span of the examples; not set where they have none. */
  Property<TransformCache, Long> SPAN = Property.ofLong(TransformCache.class, "span");

  /** Content digest of the examples. */
  Property<TransformCache, String> EXAMPLES_DIGEST =
      Property.ofString(TransformCache.class, "examples_digest");
}
