package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure.Code;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.ModelOutput;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether models can be made of a transform's features.
 *
 * @param where what messages call the node
 * @param labels those that the task is about
 */
record Feasibility(String where, FittedTransform transform, List<Label> labels) {
  /** More components than this in one vector would make a graph that nothing loads. */
  private static final int MAX_COMPONENTS = 1 << 16;

  /**
   * Looks at everything that can be known before the rows are read.
   *
   * @throws io.tributary.api.ExecutionFailure that tells all that is wrong
   */
  void check() {
    var problems = new Problems(where, Code.FAILED_PRECONDITION);
    checkFeatures(problems);
    checkNames(Task.of(labels).outputs(), problems);
    problems.throwIfAny();
  }

  /**
   * The same, and whether an algorithm can do what a Trainer asks for.
   *
   * @param isChosen whether a Tuner has found the algorithm best, rather than the training's author
   */
  void check(Trainer trainer, Algorithm algorithm, boolean isChosen) {
    var problems = new Problems(where, Code.FAILED_PRECONDITION);
    checkFeatures(problems);
    if (!algorithm.tasks().contains(Task.of(labels))) {
      checkTask(algorithm, problems);
    }
    checkOptions(trainer, algorithm, problems);
    checkEvaluationSplit(trainer, algorithm, isChosen, problems);
    var outputs = new ArrayList<>(Task.of(labels).outputs());
    if (trainer.explanation()) {
      checkExplanation(algorithm, problems);
      outputs.add(ModelOutput.CONTRIBUTIONS.outputName());
    }
    checkNames(outputs, problems);
    problems.throwIfAny();
  }

  private void checkFeatures(Problems problems) {
    if (transform.features().isEmpty()) {
      problems.add(
          "features", "none", "at least one", "declare features in the preprocessing: output(...)");
    }
    for (var feature : transform.features()) {
      int most = feature.kind() == Kind.VECTOR ? MAX_COMPONENTS : FeatureColumn.Ids.MAX_SIZE;
      if (feature.size() > most) {
        problems.add(
            "feature '" + feature.name() + "'",
            feature.size() + (feature.kind() == Kind.VECTOR ? " components" : " ids"),
            "at most " + most,
            "keep fewer words of the vocabulary, or hash to fewer buckets");
      }
    }
  }

  /** The outputs of the model need names of their own. */
  private void checkNames(List<String> outputs, Problems problems) {
    for (var output : outputs) {
      var taken = "'" + output + "', which is the name of an output of the model";
      if (transform.inputs().stream().anyMatch(input -> input.name().equals(output))) {
        problems.add("raw column", taken, "another name", "rename the column of the examples");
      } else if (transform.features().stream().anyMatch(f -> f.name().equals(output))) {
        problems.add("feature", taken, "another name", "rename the feature in the preprocessing");
      }
    }
  }

  private void checkOptions(Trainer trainer, Algorithm algorithm, Problems problems) {
    var name = algorithm.getClass().getSimpleName();
    if (transform.weight().isPresent() && !algorithm.weighsRows()) {
      problems.add(
          "weight '" + transform.weight().get() + "'",
          "defined by the transform",
          "none: " + name + " gives all rows the same weight",
          "leave it out of the preprocessing, or train another algorithm");
    }
    if (trainer.classWeights().isPresent() && !algorithm.weighsClasses()) {
      problems.add(
          "class weights",
          "given",
          "none: " + name + " gives all rows the same weight",
          "leave them out, or train another algorithm");
    }
    if (trainer.baseModel().isPresent() && !algorithm.startsWarm()) {
      problems.add(
          "base model",
          "given",
          "none: " + name + " cannot go on from another model",
          "leave it out, or train another algorithm");
    }
  }

  private static void checkEvaluationSplit(
      Trainer trainer, Algorithm algorithm, boolean isChosen, Problems problems) {
    if (trainer.evaluationSplit().isPresent() && !algorithm.stopsEarly() && !isChosen) {
      problems.add(
          "evaluation split",
          "'" + trainer.evaluationSplit().get() + "'",
          "none: "
              + algorithm.getClass().getSimpleName()
              + " does not learn in rounds that could end early",
          "leave it out, or train another algorithm");
    }
  }

  private void checkExplanation(Algorithm algorithm, Problems problems) {
    if (!algorithm.explains()) {
      problems.add(
          "explanation",
          "asked for",
          "none: "
              + algorithm.getClass().getSimpleName()
              + " has no scores that features contribute to",
          "leave it out, or train another algorithm");
    }
    if (transform.features().stream().anyMatch(f -> f.name().equals(ModelGraph.BIAS))) {
      problems.add(
          "feature",
          "'" + ModelGraph.BIAS + "', which is what contributions call the part of every row",
          "another name",
          "rename the feature in the preprocessing");
    }
  }

  private void checkTask(Algorithm algorithm, Problems problems) {
    if (labels.isEmpty()) {
      problems.add(
          "label", "none", "a label to learn", "declare it in the preprocessing: label(...)");
      return;
    }
    var names = labels.stream().map(label -> "'" + label.name() + "'").toList();
    problems.add(
        "label " + String.join(", ", names),
        "asks for a " + Task.of(labels),
        "one of "
            + algorithm.tasks().stream().sorted().toList()
            + ", which "
            + algorithm.getClass().getSimpleName()
            + " does",
        "define another label in the preprocessing, or train another algorithm");
  }
}
