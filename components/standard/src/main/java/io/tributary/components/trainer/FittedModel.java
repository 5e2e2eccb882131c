package io.tributary.components.trainer;

import io.tributary.components.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that an {@link Algorithm} has learned. Knows the features it was fitted to.
 *
 * <p>It predicts K numbers for a row: the probability of class 1 for a binary classification, of
 * each class or label for a multi-class or multi-label classification, the value for a regression
 * (K is {@link Labels#outputs}), and the distance from each centre for a clustering.
 */
public interface FittedModel {

  /**
   * Predicts with the library that fitted the model. The Trainer holds the ONNX graph against it.
   *
   * @param features columns of the same names, kinds and order as the model was fitted to
   * @return row by row, K numbers each
   */
  double[] predict(FeatureMatrix features);

  /**
   * Appends the nodes that predict. What they compute for a row does not depend on the other rows
   * of a batch.
   *
   * @param features a tensor per feature in the order of the columns the model was fitted to:
   *     numbers float {@code [N,1]}, ids int64 {@code [N,1]}, where any id out of range means all
   *     zeros
   * @return name of the tensor with the predictions, float {@code [N,K]}, that {@link #predict}
   *     gives
   */
  String appendTo(OnnxGraph graph, List<String> features);

  /**
   * The same model, which also tells what each feature contributes to a score; only of an algorithm
   * that {@link Algorithm#explains explains}.
   *
   * @param data what the model was fitted to
   */
  default ExplainedModel explained(TrainingData data) {
    throw new UnsupportedOperationException(
        getClass().getName() + " tells no contributions of features; ask Algorithm.explains first");
  }

  /**
   * Saves the model in the form of the library that fitted it. Equal models give equal bytes.
   *
   * @param directory exists and is empty
   */
  void save(Path directory) throws IOException;

  /** What the model card says about it. */
  ModelDescription describe();
}
