package io.tributary.components.trainer;

import io.tributary.components.onnx.OnnxGraph;
import java.util.List;

/**
 * A fitted model that tells what each feature contributes to the scores of a row. A score is what a
 * prediction is made of by a link function: the log odds of a probability, the logit of a class, or
 * the value itself. Contributions and the bias add up to it.
 */
@FunctionalInterface
public interface ExplainedModel {

  /**
   * What was appended.
   *
   * @param predictions as {@link FittedModel#appendTo} gives them: float {@code [N,K]}
   * @param scores tensors that are {@code [N,K]} side by side, float or double, from which the
   *     graph itself makes the predictions
   * @param contributions float {@code [N, K·(F+1)]}: prediction by prediction one for each of F
   *     columns, and the bias, which is what every row has
   */
  record Appended(String predictions, List<String> scores, String contributions) {
    public Appended {
      scores = List.copyOf(scores);
    }
  }

  /**
   * Appends the nodes that predict and explain. What they compute for a row does not depend on the
   * other rows of a batch.
   *
   * @param features as {@link FittedModel#appendTo} takes them
   */
  Appended appendTo(OnnxGraph graph, List<String> features);
}
