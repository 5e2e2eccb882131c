package io.tributary.components.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.components.transform.FittedTransform;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The payload of a model: what {@link Trainer} says it holds.
 *
 * @param directory exists
 */
record ModelPayload(Path directory) {
  private static final String MODEL_FILE = "model.onnx";
  private static final String SIGNATURE_FILE = "signature.json";
  private static final String CARD_FILE = "model_card.json";
  private static final String NATIVE_DIRECTORY = "native";

  Path card() {
    return directory.resolve(CARD_FILE);
  }

  /** The model in the form of what fitted it. */
  Path nativeModel() {
    return directory.resolve(NATIVE_DIRECTORY);
  }

  /**
   * Joins transform and model, and writes everything but the native model.
   *
   * @param payload of the transform graph
   * @param explained the same model, if it is to tell contributions, too
   */
  void write(
      FittedTransform transform,
      Path payload,
      FittedModel model,
      Optional<ExplainedModel> explained,
      TrainingReport card)
      throws IOException {
    var file = directory.resolve(MODEL_FILE);
    ModelGraph.joined(transform, model, explained, card.labels()).write(file);
    try (var onnx = OnnxModel.open(file)) {
      Files.writeString(directory.resolve(SIGNATURE_FILE), onnx.signature().toJson(), UTF_8);
    }
    if (transform.labelGraph().isPresent()) {
      Files.copy(
          payload.resolve(FittedTransform.LABEL_FILE),
          directory.resolve(FittedTransform.LABEL_FILE));
    }
    Files.write(card(), card.toJson());
  }
}
