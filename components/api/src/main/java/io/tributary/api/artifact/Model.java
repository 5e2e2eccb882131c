package io.tributary.api.artifact;

/**
 * A trained model: {@code model.onnx} from raw features to predictions, with {@code
 * model.onnx.data} where its weights do not fit into one file, its signature, and the native model
 * beside it.
 */
public interface Model extends Artifact.TrainedModel {}
