package io.tributary.api.artifact;

/**
 * A trained model: {@code model.onnx} from raw features to predictions, its signature, and the
 * native model beside it.
 */
public interface Model extends Artifact.TrainedModel {}
