package io.tributary.api.artifact;

/**
 * A fitted transform: {@code transform.onnx} from raw to transformed features, and what was fitted.
 */
public interface TransformGraph extends Artifact {}
