package io.tributary.serving;

import java.util.List;

/**
 * What a server says of a model that it serves.
 *
 * @param name of the model
 * @param versions that are served, ascending
 * @param platform the format and its runtime, {@code onnxruntime_onnx} for ours
 * @param signature inputs and outputs of the version that was asked about
 */
public record ModelMetadata(
    String name, List<String> versions, String platform, Signature signature) {
  public ModelMetadata {
    versions = List.copyOf(versions);
  }
}
