package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.api.digest.FileDigests;
import io.tributary.components.process.ExternalProcess;
import io.tributary.components.trainer.HyperparameterValue.Real;
import io.tributary.components.trainer.HyperparameterValue.Text;
import io.tributary.components.trainer.HyperparameterValue.Truth;
import io.tributary.components.trainer.HyperparameterValue.Whole;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a program, in whatever language, fit a model to transformed examples:
 *
 * <pre>{@code
 * var python = ExternalProcess.of("python3").withFile(Path.of("train.py"));
 * var model =
 *     p.add(new ExternalTrainer(features.examples(), features.graph(), python)
 *             .withHyperparameter("max_depth", 6))
 *         .model();
 * }</pre>
 *
 * <p>The program reads {@code request.json} in the directory in which it starts, learns from the
 * Arrow files that are named there, and writes an ONNX graph that takes the transformed features;
 * docs/external-trainer.md has all that the two agree on. The component checks the graph, joins it
 * with the transform, and makes the payload that {@link Trainer} makes; {@code native/} is all that
 * the program wrote. What is to be learnt, the labels of the transform say: see {@link Task}.
 *
 * <p>Nothing is published unless the program ends well and its graph is whole, has the inputs and
 * outputs that were asked for, draws from standard operators alone, is one file, loads in ONNX
 * Runtime, predicts finite numbers, for classes probabilities, and for a row the same in every
 * batch, to 1e-6. Whether equal inputs give equal bytes depends on the program, which is told a
 * seed. Its models have no output {@code contributions}, as those of a {@link Trainer} may have: a
 * program's graph tells nothing of how its scores come about.
 *
 * @param examples transformed examples, as Transform gives them
 * @param transformGraph the transform that made them
 * @param program what learns; its limits hold
 * @param hyperparameters told to the program, by name
 * @param split the split to learn from; default {@code train}
 * @param evaluationSplit a split that the program may look at while it learns; default none
 * @param baseModel a model that the program made of the same features, to start from; empty, or an
 *     input without artifact, for none
 * @param maxModelBytes the size of the program's graph at most; default 512 MiB
 */
public record ExternalTrainer(
    Channel<Examples> examples,
    Channel<TransformGraph> transformGraph,
    ExternalProcess program,
    Map<String, HyperparameterValue> hyperparameters,
    String split,
    Optional<String> evaluationSplit,
    Optional<Channel<Model>> baseModel,
    long maxModelBytes)
    implements Component<ExternalTrainer.Outputs> {
  private static final long DEFAULT_MODEL_BYTES = 512L << 20;

  /** What joins with a transform to less than the two gigabytes that a file of ONNX may have. */
  private static final long MOST_MODEL_BYTES = 1536L << 20;

  /**
   * What an ExternalTrainer makes.
   *
   * @param model the fitted model
   */
  public record Outputs(Channel<Model> model) {}

  public ExternalTrainer {
    requireNonNull(examples, "examples");
    requireNonNull(transformGraph, "transformGraph");
    requireNonNull(program, "program");
    hyperparameters = Map.copyOf(hyperparameters);
    Trainer.requireName("split", split, "leave it out for 'train'");
    evaluationSplit.ifPresent(
        name -> Trainer.requireName("evaluationSplit", name, "leave it out for none"));
    requireNonNull(baseModel, "baseModel");
    if (maxModelBytes < 1 || maxModelBytes > MOST_MODEL_BYTES) {
      throw new IllegalArgumentException(
          "maxModelBytes: "
              + maxModelBytes
              + " (expected: 1 to "
              + MOST_MODEL_BYTES
              + "); leave it out for "
              + DEFAULT_MODEL_BYTES);
    }
  }

  /** Learns from the split {@code train}. */
  public ExternalTrainer(
      Channel<Examples> examples, Channel<TransformGraph> transformGraph, ExternalProcess program) {
    this(
        examples,
        transformGraph,
        program,
        Map.of(),
        "train",
        Optional.empty(),
        Optional.empty(),
        DEFAULT_MODEL_BYTES);
  }

  public ExternalTrainer withHyperparameter(String name, long value) {
    return withHyperparameter(name, new Whole(value));
  }

  public ExternalTrainer withHyperparameter(String name, double value) {
    return withHyperparameter(name, new Real(value));
  }

  public ExternalTrainer withHyperparameter(String name, String value) {
    return withHyperparameter(name, new Text(value));
  }

  public ExternalTrainer withHyperparameter(String name, boolean value) {
    return withHyperparameter(name, new Truth(value));
  }

  private ExternalTrainer withHyperparameter(String name, HyperparameterValue value) {
    var more = new HashMap<>(hyperparameters);
    more.put(requireNonNull(name, "name"), value);
    return new ExternalTrainer(
        examples, transformGraph, program, more, split, evaluationSplit, baseModel, maxModelBytes);
  }

  /** Learns from another split. */
  public ExternalTrainer withSplit(String newSplit) {
    return new ExternalTrainer(
        examples,
        transformGraph,
        program,
        hyperparameters,
        newSplit,
        evaluationSplit,
        baseModel,
        maxModelBytes);
  }

  /** Lets the program look at another split while it learns. */
  public ExternalTrainer withEvaluationSplit(String newSplit) {
    return new ExternalTrainer(
        examples,
        transformGraph,
        program,
        hyperparameters,
        split,
        Optional.of(newSplit),
        baseModel,
        maxModelBytes);
  }

  /** Starts from another model, usually the latest blessed one. */
  public ExternalTrainer withBaseModel(Channel<Model> newBase) {
    return new ExternalTrainer(
        examples,
        transformGraph,
        program,
        hyperparameters,
        split,
        evaluationSplit,
        Optional.of(newBase),
        maxModelBytes);
  }

  /** Takes graphs up to another size. */
  public ExternalTrainer withMaxModelBytes(long newMost) {
    return new ExternalTrainer(
        examples,
        transformGraph,
        program,
        hyperparameters,
        split,
        evaluationSplit,
        baseModel,
        newMost);
  }

  @Override
  public String externalDigest(FileDigests files) throws IOException {
    return program.digest(files);
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var transform = run.input(transformGraph);
    var where = "node '" + run.nodeId() + "'";
    var fitted = FittedTransform.read(transform.path());
    var labels = fitted.labels();
    var input = TrainingInput.of(where, run, examples, fitted, labels, transform.path());
    input.requireSplit("split", split);
    evaluationSplit.ifPresent(name -> input.requireSplit("evaluation split", name));
    new Feasibility(where, fitted, labels).check();
    var basis = Basis.of(input, this);
    basis.warnings().forEach(run.log()::warn);

    var contract = GraphContract.of(fitted, basis.labels());
    var model = learn(run, where, basis, contract);
    var verification = new Verification(where, Task.of(labels), run.temporaryDirectory());
    verification.verify(model, basis.sample());
    verification.verifyAlone(model, basis.sample());

    var files = new ModelPayload(run.output(Outputs::model).path());
    model.save(Files.createDirectory(files.nativeModel()));
    files.write(
        fitted,
        transform.path(),
        model,
        Optional.empty(),
        new TrainingReport(
            model.describe(),
            program.toString(),
            run.seed(),
            run.input(examples).digest(),
            transform.digest(),
            split,
            basis.rows(),
            basis.labels(),
            fitted.features(),
            input.vocabularies(),
            options(run),
            basis.warnings()));
  }

  private ExternalModel learn(Run<Outputs> run, String where, Basis basis, GraphContract contract)
      throws IOException, InterruptedException {
    var directory = Files.createDirectories(run.temporaryDirectory().resolve("training"));
    var request = directory.resolve(TrainingRequest.FILE).toAbsolutePath();
    var made = new TrainingRequest(this, run, basis, contract).write(directory);
    run.progress("lets " + program + " learn from " + basis.rows() + " rows");
    program.run(run, directory, Map.of("TRIBUTARY_REQUEST", request.toString()));
    return ExternalModel.read(where, made, contract, this);
  }

  private Map<String, Object> options(Run<Outputs> run) throws IOException {
    var options = new LinkedHashMap<String, Object>();
    options.put("program_digest", externalDigest(FileDigests.READING));
    evaluationSplit.ifPresent(name -> options.put("evaluation_split", name));
    run.input(baseModel).ifPresent(base -> options.put("base_model_digest", base.digest()));
    return options;
  }
}
