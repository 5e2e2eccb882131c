package io.tributary.api.artifact;

/**
 * What examples are expected to look like: {@code schema.pbtxt}, a text-format {@code
 * tensorflow.metadata.v0.Schema}.
 */
public interface Schema extends Artifact {}
