package io.tributary.api.artifact;

/** Hyper-parameters that a search has found best, for the training that it searched for. */
public interface HyperParameters extends Artifact {}
