package io.tributary.api.artifact;

/**
 * Statistics of examples: {@code Split-<name>/FeatureStats.pb}, a {@code
 * DatasetFeatureStatisticsList} per split.
 */
public interface ExampleStatistics extends Artifact.DatasetStatistics, Artifact.Splits {

  /** The span of the examples that are described; not set where they have none. */
  Property<ExampleStatistics, Long> SPAN = Property.ofLong(ExampleStatistics.class, "span");
}
