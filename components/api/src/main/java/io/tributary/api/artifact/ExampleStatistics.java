package io.tributary.api.artifact;

/**
 * Statistics of examples: {@code Split-<name>/FeatureStats.pb}, a {@code
 * DatasetFeatureStatisticsList} per split.
 */
public interface ExampleStatistics extends Artifact.DatasetStatistics, Artifact.Splits {}
