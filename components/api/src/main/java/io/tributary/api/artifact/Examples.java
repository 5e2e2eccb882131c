package io.tributary.api.artifact;

/**
 * Rows of raw or transformed data: {@code Split-<name>/part-NNNNN.arrow}, Arrow IPC files in input
 * order. Read and written through {@link io.tributary.api.data.ExamplesReader} and {@link
 * io.tributary.api.data.ExamplesWriter}.
 */
public interface Examples extends Artifact.Dataset, Artifact.Splits, Artifact.Versions {}
