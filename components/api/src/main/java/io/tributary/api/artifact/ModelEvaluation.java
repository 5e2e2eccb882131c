package io.tributary.api.artifact;

/** Metrics of a model, overall and per slice, and the verdict of every threshold. */
public interface ModelEvaluation extends Artifact {}
