package io.tributary.components.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fits a model to transformed examples.
 *
 * <p>The model artifact holds
 *
 * <ul>
 *   <li>{@code model.onnx}, one graph from raw features to predictions, transform included: {@code
 *       probability} (FP32 {@code [N,1]}, of class 1) and {@code label} (INT64 {@code [N,1]}, 1
 *       from probability 0.5 on) for a binary classification, {@code prediction} (FP32 {@code
 *       [N,1]}) for a regression;
 *   <li>{@code label.onnx}, the graph that computes the label of raw examples, for evaluation;
 *   <li>{@code signature.json}, inputs and outputs of {@code model.onnx};
 *   <li>{@code native/}, the model in the form of the library that fitted it;
 *   <li>{@code model_card.json}, how it was made.
 * </ul>
 *
 * <p>All of it is equal, byte for byte, for equal inputs, parameters and seed. Before it returns,
 * the Trainer compares the predictions of the ONNX graph with the fitted model's own, and fails if
 * they differ by more than 1e-6.
 *
 * @param examples transformed examples, as Transform gives them
 * @param transformGraph the transform that made them
 * @param training which algorithm to fit
 * @param split the split to learn from; default {@code train}
 */
public record Trainer(
    Channel<Examples> examples,
    Channel<TransformGraph> transformGraph,
    Class<? extends Training> training,
    String split)
    implements Component<Trainer.Outputs> {

  /**
   * What a Trainer makes.
   *
   * @param model the fitted model
   */
  public record Outputs(Channel<Model> model) {}

  public Trainer {
    requireNonNull(examples, "examples");
    requireNonNull(transformGraph, "transformGraph");
    requireNonNull(training, "training");
    requireNonNull(split, "split");
    if (split.isBlank()) {
      throw new IllegalArgumentException(
          "split: '" + split + "' (expected: the name of a split); leave it out for 'train'");
    }
  }

  /** Learns from the split {@code train}. */
  public Trainer(
      Channel<Examples> examples,
      Channel<TransformGraph> transformGraph,
      Class<? extends Training> training) {
    this(examples, transformGraph, training, "train");
  }

  /** Learns from another split. */
  public Trainer withSplit(String newSplit) {
    return new Trainer(examples, transformGraph, training, newSplit);
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var source = run.input(examples);
    var transform = run.input(transformGraph);
    var where = "node '" + run.nodeId() + "'";
    requireSplit(where, source);
    var fitted = FittedTransform.read(transform.path());
    var algorithm = define(where);
    var task = algorithm.task();
    var features = fitted.features();
    var label = checkedLabel(where, fitted, task);
    var data =
        new ExamplesLoader(where + " > split '" + split + "'", features, label, task)
            .load(run.dataset(examples, split), source.digest(), run.allocator());

    run.progress("fits to " + data.rows() + " rows");
    var model = algorithm.fit(data, run.seed());
    double difference = new Verification(where, task).verify(features, model, data.features());
    run.log().debug("ONNX and native predictions differ by {} at most", difference);

    var directory = run.output(Outputs::model).path();
    writeGraph(fitted, directory, model, task);
    Files.copy(
        transform.path().resolve(FittedTransform.LABEL_FILE),
        directory.resolve(FittedTransform.LABEL_FILE));
    model.save(Files.createDirectory(directory.resolve("native")));
    Files.write(
        directory.resolve("model_card.json"),
        new ModelCard(
                model.describe(),
                task,
                training.getName(),
                run.seed(),
                source.digest(),
                transform.digest(),
                split,
                data.rows(),
                positives(data),
                label,
                features)
            .toJson());
  }

  private void requireSplit(String where, InputArtifact<Examples> source) {
    if (!source.splits().contains(split)) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > split",
              "'" + split + "'",
              "one of " + source.splits(),
              "call withSplit(...) with the split to learn from"));
    }
  }

  /** Finds what prevents a model on top of {@code transform}; gives the name of the label. */
  private static String checkedLabel(String where, FittedTransform transform, Task task) {
    var problems = new Problems(where + " > transform graph", Code.FAILED_PRECONDITION);
    if (transform.features().isEmpty()) {
      problems.add(
          "features", "none", "at least one", "declare features in the preprocessing: output(...)");
    }
    for (var feature : transform.features()) {
      if (feature.size() > FeatureColumn.Ids.MAX_SIZE) {
        problems.add(
            "feature '" + feature.name() + "'",
            feature.size() + " ids",
            "at most " + FeatureColumn.Ids.MAX_SIZE,
            "keep fewer words of the vocabulary, or hash to fewer buckets");
      }
    }
    var label = transform.label();
    if (label.isEmpty()) {
      problems.add(
          "label", "none", "a label to learn", "declare it in the preprocessing: label(...)");
    } else if (label.get().kind() == LabelKind.TEXT) {
      problems.add(
          "label '" + label.get().name() + "'",
          "text",
          "a label for a " + task + ": more than two classes are not supported yet",
          "define the label as a comparison with one of the texts");
    }
    // The outputs of the model need names of their own.
    for (var output : ModelGraph.outputs(task)) {
      var taken = "'" + output + "', which is the name of an output of the model";
      if (transform.inputs().stream().anyMatch(input -> input.name().equals(output))) {
        problems.add("raw column", taken, "another name", "rename the column of the examples");
      } else if (transform.features().stream().anyMatch(f -> f.name().equals(output))) {
        problems.add("feature", taken, "another name", "rename the feature in the preprocessing");
      }
    }
    problems.throwIfAny();
    return label.orElseThrow().name();
  }

  private Algorithm define(String where) throws ReflectiveOperationException {
    var constructor = training.getDeclaredConstructor();
    constructor.setAccessible(true);
    Training author;
    try {
      author = constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new ExecutionFailure(
          Code.USER_CODE,
          new Explanation(
              where + " > training",
              training.getName() + " cannot be made: " + e.getCause(),
              "an instance",
              "see the cause"),
          e.getCause());
    }
    Algorithm algorithm;
    try {
      algorithm = author.define();
    } catch (IllegalArgumentException e) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > training",
              training.getName() + ".define() says " + e.getMessage(),
              "an algorithm with valid hyper-parameters",
              "correct them there"),
          e);
    }
    if (algorithm == null) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > training",
              training.getName() + ".define() returned null",
              "an algorithm",
              "return one, such as new LogisticRegression()"));
    }
    return algorithm;
  }

  private static void writeGraph(
      FittedTransform transform, Path directory, FittedModel model, Task task) throws IOException {
    var file = directory.resolve("model.onnx");
    Files.write(file, ModelGraph.joined(transform, model, task).bytes());
    try (var onnx = OnnxModel.open(file)) {
      Files.writeString(directory.resolve("signature.json"), onnx.signature().toJson(), UTF_8);
    }
  }

  private static long positives(TrainingData data) {
    long positives = 0;
    for (float label : data.labels()) {
      positives += label == 1 ? 1 : 0;
    }
    return positives;
  }
}
