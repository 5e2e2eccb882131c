package io.tributary.components.onnx;

import io.tributary.serving.InvalidModelException;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Signature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of a model, whoever made it. Whoever opened it closes the model.
 *
 * @param model empty if ONNX Runtime does not take it
 * @param signature of the model; of one that is not taken, what the file says of itself, so that
 *     other problems can be told, too
 */
public record OpenedModel(Optional<OnnxModel> model, Signature signature) {

  /** Opens a file; what keeps it from being opened goes to {@code problems}. */
  public static OpenedModel of(Path onnx, List<String> problems) {
    try {
      var model = OnnxModel.open(onnx);
      return new OpenedModel(Optional.of(model), model.signature());
    } catch (InvalidModelException e) {
      var declared = DeclaredModel.of(onnx);
      var foreign = declared.foreignOperators();
      problems.add(
          foreign.isEmpty()
              ? String.valueOf(e.getMessage())
              : onnx
                  + ": operators "
                  + foreign
                  + " (expected: those of ai.onnx, ai.onnx.ml and com.microsoft, which ONNX Runtime"
                  + " has); export the model without custom operators");
      return new OpenedModel(Optional.empty(), declared.signature());
    }
  }
}
