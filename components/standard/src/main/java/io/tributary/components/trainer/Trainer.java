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
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Fits a model to transformed examples.
 *
 * <p>The model artifact holds
 *
 * <ul>
 *   <li>{@code model.onnx}, one graph from raw features to predictions, transform included; what it
 *       gives, {@link Task} says;
 *   <li>{@code label.onnx}, the graph that computes the labels of raw examples, for evaluation;
 *       absent where the transform has none;
 *   <li>{@code signature.json}, inputs and outputs of {@code model.onnx}, and the names of classes;
 *   <li>{@code native/}, the model in the form of the library that fitted it;
 *   <li>{@code model_card.json}, how it was made.
 * </ul>
 *
 * <p>What is to be learnt, the labels of the transform say: see {@link Task}. An algorithm that
 * only does clusterings does not look at them.
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

  /** More components than this in one vector would make a graph that nothing loads. */
  private static final int MAX_COMPONENTS = 1 << 16;

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
    var labels = onlyClusters(algorithm) ? List.<Label>of() : fitted.labels();
    var task = Task.of(labels);
    check(where, fitted, algorithm, labels);
    var data =
        new ExamplesLoader(where + " > split '" + split + "'", fitted.features(), labels, task)
            .load(run.dataset(examples, split), source.digest(), run.allocator());

    run.progress("fits to " + data.rows() + " rows");
    var model = fit(where, algorithm, data, run.seed());
    double difference = new Verification(where, task).verify(model, data.features());
    run.log().debug("ONNX and native predictions differ by {} at most", difference);

    var directory = run.output(Outputs::model).path();
    writeGraph(fitted, directory, model, data.labels());
    if (fitted.labelGraph().isPresent()) {
      Files.copy(
          transform.path().resolve(FittedTransform.LABEL_FILE),
          directory.resolve(FittedTransform.LABEL_FILE));
    }
    model.save(Files.createDirectory(directory.resolve("native")));
    Files.write(
        directory.resolve("model_card.json"),
        new ModelCard(
                model.describe(),
                training.getName(),
                run.seed(),
                source.digest(),
                transform.digest(),
                split,
                data.rows(),
                data.labels(),
                fitted.features())
            .toJson());
  }

  private static FittedModel fit(String where, Algorithm algorithm, TrainingData data, long seed)
      throws Exception {
    try {
      return algorithm.fit(data, seed);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ExecutionFailure(
          Code.FAILED_PRECONDITION,
          new Explanation(
              where + " > algorithm",
              algorithm + " says " + e.getMessage(),
              "data that it can learn from",
              "change its hyper-parameters, or the features"),
          e);
    }
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

  private static boolean onlyClusters(Algorithm algorithm) {
    return algorithm.tasks().equals(Set.of(Task.CLUSTERING));
  }

  /** Finds what prevents a model on top of {@code transform}. */
  private static void check(
      String where, FittedTransform transform, Algorithm algorithm, List<Label> labels) {
    var task = Task.of(labels);
    var problems = new Problems(where + " > transform graph", Code.FAILED_PRECONDITION);
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
    if (!algorithm.tasks().contains(task)) {
      checkTask(algorithm, labels, problems);
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
  }

  private static void checkTask(Algorithm algorithm, List<Label> labels, Problems problems) {
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
      FittedTransform transform, Path directory, FittedModel model, Labels labels)
      throws IOException {
    var file = directory.resolve("model.onnx");
    Files.write(file, ModelGraph.joined(transform, model, labels).bytes());
    try (var onnx = OnnxModel.open(file)) {
      Files.writeString(directory.resolve("signature.json"), onnx.signature().toJson(), UTF_8);
    }
  }
}
