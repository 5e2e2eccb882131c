package io.tributary.components.evaluator;

import io.tributary.components.transform.ModelOutput;
import io.tributary.serving.ClassNames;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.TensorSpec;
import java.util.List;

/** Which outputs of a model and of its label graph a task looks at. */
final class ModelOutputs {
  private static final String PROBABILITY = ModelOutput.PROBABILITY.outputName();
  private static final String PROBABILITIES = ModelOutput.PROBABILITIES.outputName();
  private static final String PREDICTION = ModelOutput.PREDICTION.outputName();
  private static final String LABEL_PREFIX = "label/";

  private final Task task;

  ModelOutputs(Task task) {
    this.task = task;
  }

  /** Whether a row has a prediction for each of several classes or labels. */
  boolean hasNames() {
    return task instanceof Task.Multiclass || task instanceof Task.Multilabel;
  }

  /** The names of the classes or labels of a model; none where the task has none. */
  List<String> names(String what, OnnxModel model, List<String> problems) {
    if (!hasNames()) {
      return List.of();
    }
    var names = model.signature().output(PROBABILITIES).map(TensorSpec::classes).orElse(List.of());
    if (names.isEmpty()) {
      problems.add(
          what
              + ": its output '"
              + PROBABILITIES
              + "' names no classes (expected: the name of each class or label, in the metadata '"
              + ClassNames.key(PROBABILITIES)
              + "')");
    }
    return names;
  }

  /** The model's output for such classes or labels. */
  GraphValues.Wanted prediction(String what, OnnxModel model, List<String> names) {
    if (hasNames()) {
      return new GraphValues.Wanted(
          what, List.of(PROBABILITIES), names.size(), List.of(), "a probability for each class");
    }
    if (task instanceof Task.Binary) {
      return single(what, PROBABILITY, "the probability of the positive class");
    }
    boolean isScore =
        task instanceof Task.Ranking && model.signature().output(PREDICTION).isEmpty();
    return single(what, isScore ? PROBABILITY : PREDICTION, "the predicted number");
  }

  private static GraphValues.Wanted single(String what, String output, String meaning) {
    return new GraphValues.Wanted(what, List.of(output), 1, List.of(), meaning);
  }

  /**
   * The label graph's outputs for such classes or labels; problems if there is no telling which.
   */
  GraphValues.Wanted label(
      String what, OnnxModel graph, List<String> names, List<String> problems) {
    if (task instanceof Task.Multilabel) {
      return new GraphValues.Wanted(
          what,
          names.stream().map(name -> LABEL_PREFIX + name).toList(),
          names.size(),
          List.of(),
          "0, 1 or missing for each label of the model");
    }
    var outputs = graph.signature().outputs();
    if (outputs.size() != 1) {
      problems.add(what + ": outputs " + outputs + " (expected: one, the label)");
    }
    return new GraphValues.Wanted(
        what,
        outputs.stream().limit(1).map(output -> output.name()).toList(),
        1,
        names,
        task instanceof Task.Multiclass ? "text, the name of a class" : "numbers or bool");
  }

  /** Labels of a row. */
  int labelWidth(List<String> names) {
    return task instanceof Task.Multilabel ? names.size() : 1;
  }
}
