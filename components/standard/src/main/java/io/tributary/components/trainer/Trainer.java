package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.HyperParameters;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fits a model to transformed examples.
 *
 * <p>The model artifact holds
 *
 * <ul>
 *   <li>{@code model.onnx}, one graph from raw features to predictions, transform included; what it
 *       gives, {@link Task} says; weights are in {@code model.onnx.data} where all of it is more
 *       than 2 GiB;
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
 * <p>An algorithm that learns in rounds may go on, in a retry or when a run is resumed, where the
 * attempt before it has stopped; the others start anew.
 *
 * <p>{@link #withExplanation} gives the model one more output, {@code contributions}, FP32 {@code
 * [N, K·(F+1)]}: prediction by prediction, by how much each of the F columns of the features has
 * moved the score of a row, and last the bias, which all rows have. Together they are the score
 * that the prediction is made of: log odds of a probability, logits of classes that exclude each
 * other, the value of a regression, or, for trees that are averaged or vote, the probability
 * itself. A vector of features counts as its components, {@code name/0} and so on; ids count as one
 * column. {@code signature.json} names the values. What trees tell are contributions along the path
 * of a row (Saabas), which are no Shapley values; those are what the Evaluator tells of a sample.
 * docs/explanation.md says more.
 *
 * <p>All of it is equal, byte for byte, for equal inputs, parameters and seed, interrupted or not.
 * Before it returns, the Trainer compares the predictions of the ONNX graph with the fitted model's
 * own, and fails if they differ by more than 1e-6, or if contributions do not add up to the scores.
 *
 * @param examples transformed examples, as Transform gives them
 * @param transformGraph the transform that made them
 * @param training which algorithm to fit
 * @param split the split to learn from; default {@code train}
 * @param evaluationSplit the split that tells when to stop, for an algorithm that learns in rounds;
 *     default none. Refused for another algorithm, unless a Tuner has chosen that: it then learns
 *     as without one
 * @param classWeights how much the rows of each class count; default all the same
 * @param baseModel a model of the same algorithm, features and labels to start from; empty, or an
 *     input without artifact, for none
 * @param hyperparameters what a Tuner found best for this training, a {@link TunableTraining};
 *     empty, or an input without artifact, for those that the training presets
 * @param explanation whether the model has one more output, {@code contributions}; default no
 */
public record Trainer(
    Channel<Examples> examples,
    Channel<TransformGraph> transformGraph,
    Class<? extends Training> training,
    String split,
    Optional<String> evaluationSplit,
    Optional<ClassWeights> classWeights,
    Optional<Channel<Model>> baseModel,
    Optional<Channel<HyperParameters>> hyperparameters,
    boolean explanation)
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
    requireNonNull(classWeights, "classWeights");
    requireNonNull(baseModel, "baseModel");
    requireNonNull(hyperparameters, "hyperparameters");
    if (hyperparameters.isPresent() && !TunableTraining.class.isAssignableFrom(training)) {
      throw new IllegalArgumentException(
          "training: "
              + training.getName()
              + " (expected: a TunableTraining, as hyperparameters are given); let it implement"
              + " TunableTraining, or leave the hyper-parameters out");
    }
    requireName("split", split, "leave it out for 'train'");
    evaluationSplit.ifPresent(
        name -> requireName("evaluationSplit", name, "leave it out for none"));
  }

  static void requireName(String what, String name, String remedy) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          what + ": '" + name + "' (expected: the name of a split); " + remedy);
    }
  }

  /** Learns from the split {@code train}. */
  public Trainer(
      Channel<Examples> examples,
      Channel<TransformGraph> transformGraph,
      Class<? extends Training> training) {
    this(
        examples,
        transformGraph,
        training,
        "train",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** Learns from another split. */
  public Trainer withSplit(String newSplit) {
    return with(copy -> copy.split = newSplit);
  }

  /** Stops when predictions for another split do not get better any more. */
  public Trainer withEvaluationSplit(String newSplit) {
    return with(copy -> copy.evaluationSplit = Optional.of(newSplit));
  }

  /** Lets the rows of some classes count more than those of others. */
  public Trainer withClassWeights(ClassWeights newWeights) {
    return with(copy -> copy.classWeights = Optional.of(newWeights));
  }

  /** Starts from another model, usually the latest blessed one. */
  public Trainer withBaseModel(Channel<Model> newBase) {
    return with(copy -> copy.baseModel = Optional.of(newBase));
  }

  /** Trains with what a Tuner of the same training has found best. */
  public Trainer withHyperparameters(Channel<HyperParameters> best) {
    return with(copy -> copy.hyperparameters = Optional.of(best));
  }

  /** Lets the model also tell what each feature contributes: its output {@code contributions}. */
  public Trainer withExplanation() {
    return with(copy -> copy.explanation = true);
  }

  private Trainer with(Consumer<Copy> change) {
    var copy = new Copy();
    change.accept(copy);
    return copy.made();
  }

  /** What a copy has, until it is changed. */
  private final class Copy {
    private String split = Trainer.this.split;
    private Optional<String> evaluationSplit = Trainer.this.evaluationSplit;
    private Optional<ClassWeights> classWeights = Trainer.this.classWeights;
    private Optional<Channel<Model>> baseModel = Trainer.this.baseModel;
    private Optional<Channel<HyperParameters>> hyperparameters = Trainer.this.hyperparameters;
    private boolean explanation = Trainer.this.explanation;

    private Trainer made() {
      return new Trainer(
          examples,
          transformGraph,
          training,
          split,
          evaluationSplit,
          classWeights,
          baseModel,
          hyperparameters,
          explanation);
    }
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var transform = run.input(transformGraph);
    var where = "node '" + run.nodeId() + "'";
    var fitted = FittedTransform.read(transform.path());
    var algorithm = define(where, run);
    var labels = onlyClusters(algorithm) ? List.<Label>of() : fitted.labels();
    var input = TrainingInput.of(where, run, examples, fitted, labels, transform.path());
    input.requireSplit("split", split);
    evaluationSplit.ifPresent(name -> input.requireSplit("evaluation split", name));
    new Feasibility(where, fitted, labels)
        .check(this, algorithm, run.input(hyperparameters).isPresent());
    if (evaluationSplit.isPresent() && !algorithm.stopsEarly()) {
      run.log().info("evaluation split: not used, as {} does not stop early", algorithm);
    }
    var data = load(input, algorithm);
    var warnings = TrainingInput.warnings(data);
    warnings.forEach(run.log()::warn);

    run.progress("fits to " + data.rows() + " rows");
    var model = fit(where, algorithm, data, run);
    var explained =
        explanation ? Optional.of(model.explained(data)) : Optional.<ExplainedModel>empty();
    var verification = new Verification(where, Task.of(labels), run.temporaryDirectory());
    double difference =
        explained.isPresent()
            ? verification.verify(model, explained.get(), data.features())
            : verification.verify(model, data.features());
    run.log().debug("ONNX and native predictions differ by {} at most", difference);

    var files = new ModelPayload(run.output(Outputs::model).path());
    model.save(Files.createDirectory(files.nativeModel()));
    files.write(
        fitted,
        transform.path(),
        model,
        explained,
        new TrainingReport(
            model.describe(),
            training.getName(),
            run.seed(),
            run.input(examples).digest(),
            transform.digest(),
            split,
            data.rows(),
            data.labels(),
            fitted.features(),
            input.vocabularies(),
            options(run, algorithm),
            warnings));
  }

  private TrainingData load(TrainingInput input, Algorithm algorithm) throws IOException {
    var data = input.load(split);
    if (classWeights.isPresent()) {
      data = classWeights.get().weigh(input.where(), data);
    }
    var stopping = stoppingSplit(algorithm);
    if (stopping.isPresent()) {
      data = data.withEvaluation(input.loadEvaluation(stopping.get(), data));
    }
    var base = input.base(baseModel, data);
    return base.isPresent() ? data.withBase(base.get()) : data;
  }

  /** The evaluation split, if it is of use. */
  private Optional<String> stoppingSplit(Algorithm algorithm) {
    return evaluationSplit.filter(name -> algorithm.stopsEarly());
  }

  private static FittedModel fit(
      String where, Algorithm algorithm, TrainingData data, Run<Outputs> run) throws Exception {
    try {
      var kept = RoundCheckpoints.in(run.checkpoints(), run.clock());
      return algorithm.fit(data, run.seed(), kept);
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

  private Map<String, Object> options(Run<Outputs> run, Algorithm algorithm) {
    var options = new LinkedHashMap<String, Object>();
    stoppingSplit(algorithm).ifPresent(name -> options.put("evaluation_split", name));
    classWeights.ifPresent(weights -> options.put("class_weights", weights.toString()));
    if (explanation) {
      options.put("explanation", true);
    }
    run.input(baseModel).ifPresent(base -> options.put("base_model_digest", base.digest()));
    run.input(hyperparameters)
        .ifPresent(best -> options.put("hyperparameters_digest", best.digest()));
    return options;
  }

  private static boolean onlyClusters(Algorithm algorithm) {
    return algorithm.tasks().equals(Set.of(Task.CLUSTERING));
  }

  private Algorithm define(String where, Run<Outputs> run)
      throws IOException, ReflectiveOperationException {
    var best = run.input(hyperparameters);
    if (best.isEmpty()) {
      var user = new UserTraining<Training>(where, training);
      return user.ask(user.make(), "define()", "an algorithm", Training::define);
    }
    var user = new UserTraining<TunableTraining>(where, training.asSubclass(TunableTraining.class));
    var author = user.make();
    var setting = BestHyperparameters.read(best.get().path(), where, author);
    return user.ask(
        author, "define(" + setting + ")", "an algorithm", tunable -> tunable.define(setting));
  }
}
