package io.tributary.components.transform;

import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.util.Arrays;
import java.util.List;

/** What a model predicts, and hence what its outputs are; the labels decide. */
public enum Task {
  /**
   * One of two classes: one label, a truth value. Outputs: {@code probability}, FP32 {@code [N,1]},
   * of class 1; {@code label}, INT64 {@code [N,1]}, 1 from probability one half on.
   */
  BINARY_CLASSIFICATION("binary classification"),
  /**
   * One of K classes: one label, a text; the classes are the texts of the rows that are learned
   * from, sorted by their UTF-8 bytes. Outputs: {@code probabilities}, FP32 {@code [N,K]}; {@code
   * label}, STRING {@code [N,1]}, the likeliest class, of equals the first.
   */
  MULTICLASS_CLASSIFICATION("multi-class classification"),
  /**
   * Any of K labels: several labels, all of them truth values. Outputs: {@code probabilities}, FP32
   * {@code [N,K]}; {@code labels}, INT64 {@code [N,K]}, 1 from probability one half on.
   */
  MULTILABEL_CLASSIFICATION("multi-label classification"),
  /** A number: one label, a number. Output: {@code prediction}, FP32 {@code [N,1]}. */
  REGRESSION("regression"),
  /**
   * The nearest of K groups that the algorithm finds: no label. Outputs: {@code cluster}, INT64
   * {@code [N,1]}, from 0 on; {@code distance}, FP32 {@code [N,1]}, from its centre.
   */
  CLUSTERING("clustering");

  private final String words;

  Task(String words) {
    this.words = words;
  }

  /** What is to be done about {@code labels}: several of them are truth values. */
  public static Task of(List<Label> labels) {
    return ofKinds(labels.stream().map(Label::kind).toList());
  }

  /** What is to be done about labels of these kinds. */
  static Task ofKinds(List<LabelKind> labels) {
    if (labels.size() > 1) {
      return MULTILABEL_CLASSIFICATION;
    }
    return labels.isEmpty()
        ? CLUSTERING
        : switch (labels.get(0)) {
          case BOOLEAN -> BINARY_CLASSIFICATION;
          case TEXT -> MULTICLASS_CLASSIFICATION;
          case NUMBER -> REGRESSION;
        };
  }

  /** Names of the outputs that all of its models have. */
  public List<String> outputs() {
    return switch (this) {
      case BINARY_CLASSIFICATION -> names(ModelOutput.PROBABILITY, ModelOutput.LABEL);
      case MULTICLASS_CLASSIFICATION -> names(ModelOutput.PROBABILITIES, ModelOutput.LABEL);
      case MULTILABEL_CLASSIFICATION -> names(ModelOutput.PROBABILITIES, ModelOutput.LABELS);
      case REGRESSION -> names(ModelOutput.PREDICTION);
      case CLUSTERING -> names(ModelOutput.CLUSTER, ModelOutput.DISTANCE);
    };
  }

  private static List<String> names(ModelOutput... outputs) {
    return Arrays.stream(outputs).map(ModelOutput::outputName).toList();
  }

  /** {@code binary classification}, as people write it. */
  @Override
  public String toString() {
    return words;
  }
}
