package io.tributary.components.evaluator;

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
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.ModelEvaluation;
import io.tributary.api.data.Aggregation;
import io.tributary.api.data.Dataset;
import io.tributary.serving.InvalidModelException;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Judges a model on raw examples: {@code model.onnx} gives the score of each row and {@code
 * label.onnx} its label, both through ONNX Runtime, in one pass over the rows.
 *
 * <p>The model is blessed when rows were evaluated, at least one requirement is declared and all of
 * them hold. A requirement on a metric that is not defined for the rows it is about fails. A
 * requirement against the baseline holds while there is none. Labels are the candidate's {@code
 * label.onnx}, also for the baseline; rows without a label are counted and left out.
 *
 * <p>The evaluation holds {@code metrics.json}, see {@link EvaluationResult}, and {@code
 * report.html}, the same for people. The blessing holds an empty file {@code BLESSED} or {@code
 * NOT_BLESSED}, and {@code verdicts.json}. The same rows and models give the same bytes on any
 * number of threads.
 *
 * @param examples raw examples
 * @param model the candidate
 * @param evaluation how it is judged
 * @param baseline the model it is compared with; empty, or an input without artifact, for none
 * @param splits of the examples; default {@code eval}
 */
public record Evaluator(
    Channel<Examples> examples,
    Channel<Model> model,
    Evaluation evaluation,
    Optional<Channel<Model>> baseline,
    List<String> splits)
    implements Component<Evaluator.Outputs> {

  /**
   * What an evaluator makes.
   *
   * @param evaluation the metrics and verdicts
   * @param blessing whether the model may be used
   */
  public record Outputs(Channel<ModelEvaluation> evaluation, Channel<ModelBlessing> blessing) {}

  private static final String MODEL_FILE = "model.onnx";
  private static final String LABEL_FILE = "label.onnx";

  public Evaluator {
    requireNonNull(examples, "examples");
    requireNonNull(model, "model");
    requireNonNull(evaluation, "evaluation");
    requireNonNull(baseline, "baseline");
    splits = List.copyOf(splits);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "Evaluator > splits", "none", "one or more names", "leave them out for 'eval'")
              .toString());
    }
  }

  /** Without a baseline, on the split {@code eval}. */
  public Evaluator(Channel<Examples> examples, Channel<Model> model, Evaluation evaluation) {
    this(examples, model, evaluation, Optional.empty(), List.of("eval"));
  }

  /** Compared with another model, usually the latest blessed one. */
  public Evaluator withBaseline(Channel<Model> other) {
    return new Evaluator(examples, model, evaluation, Optional.of(other), splits);
  }

  /** On other splits than {@code eval}. */
  public Evaluator withSplits(String... names) {
    return new Evaluator(examples, model, evaluation, baseline, List.of(names));
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var result = evaluate(run);
    run.progress(result.message());

    var evaluated = run.output(Outputs::evaluation).path();
    EvaluationJson.write(result, evaluated.resolve(EvaluationResult.FILE));
    Files.writeString(evaluated.resolve("report.html"), EvaluationReport.of(result));

    var judged = run.input(model);
    var blessing = run.output(Outputs::blessing);
    Files.createFile(blessing.path().resolve(result.blessed() ? "BLESSED" : "NOT_BLESSED"));
    EvaluationJson.writeVerdicts(result, blessing.path().resolve("verdicts.json"));
    blessing.set(ModelBlessing.BLESSED, result.blessed());
    blessing.set(ModelBlessing.CURRENT_MODEL_ID, judged.id());
    blessing.set(ModelBlessing.CURRENT_MODEL, judged.uri());
    blessing.set(ModelBlessing.CURRENT_MODEL_DIGEST, judged.digest());
    blessing.set(ModelBlessing.MESSAGE, result.message());
  }

  private EvaluationResult evaluate(Run<Outputs> run) throws IOException {
    var problems = new ArrayList<String>();
    var candidate = run.input(model);
    var other = run.input(baseline);
    try (var labels = open(candidate, LABEL_FILE, "label.onnx", problems);
        var scores = open(candidate, MODEL_FILE, "model.onnx", problems);
        var compared =
            other.isEmpty()
                ? Opened.NONE
                : open(other.get(), MODEL_FILE, "baseline model.onnx", problems)) {
      var data = dataset(run, problems);
      if (data.isEmpty()) {
        throw unusable(problems);
      }
      var schema = schemaOf(run, data.get());
      new ColumnCheck(schema, problems).of(evaluation);
      var outputs = new ModelOutputs(evaluation.task());
      var names = outputs.names("model.onnx", candidate.path(), problems);
      if (other.isPresent()) {
        var compareNames = outputs.names("baseline model.onnx", other.get().path(), problems);
        if (!compareNames.equals(names)) {
          problems.add(
              "baseline model.onnx: classes "
                  + compareNames
                  + " (expected: those of the model, "
                  + names
                  + ")");
        }
      }
      if (names.isEmpty() && outputs.hasNames()) {
        throw unusable(problems);
      }
      var label =
          labels.model.flatMap(
              graph ->
                  GraphValues.of(
                      graph,
                      outputs.label(labels.what, graph, names, problems),
                      schema,
                      run.allocator(),
                      problems));
      var score = predictions(outputs, scores, names, schema, run, problems);
      var baselineScore = predictions(outputs, compared, names, schema, run, problems);
      if (!problems.isEmpty() || label.isEmpty() || score.isEmpty()) {
        throw unusable(problems);
      }
      var inputs =
          new EvaluationPass.Inputs(
              label.get(),
              score.get(),
              baselineScore,
              Math.max(1, names.size()),
              outputs.labelWidth(names));
      return new Judging(
              evaluation,
              new Judging.Rows() {
                @Override
                public <A, R> R aggregate(Aggregation<A, R> aggregation) throws IOException {
                  return run.engine().aggregate(data.get(), aggregation);
                }
              })
          .of(names, inputs);
    }
  }

  /** A graph that could be opened, or none. */
  private record Opened(String what, Optional<OnnxModel> model) implements AutoCloseable {
    static final Opened NONE = new Opened("", Optional.empty());

    @Override
    public void close() {
      model.ifPresent(OnnxModel::close);
    }
  }

  private static Opened open(
      InputArtifact<Model> artifact, String file, String what, List<String> problems) {
    Path path = artifact.path().resolve(file);
    if (file.equals(LABEL_FILE) && !Files.exists(path)) {
      problems.add(
          what
              + ": absent from the model (expected: the graph of the label); define a label in the"
              + " preprocessing");
      return Opened.NONE;
    }
    try {
      return new Opened(what, Optional.of(OnnxModel.open(path)));
    } catch (InvalidModelException e) {
      problems.add(what + ": " + e.getMessage());
      return Opened.NONE;
    }
  }

  private static Optional<RowValues> predictions(
      ModelOutputs outputs,
      Opened opened,
      List<String> names,
      Schema schema,
      Run<Outputs> run,
      List<String> problems) {
    return opened.model.flatMap(
        graph ->
            GraphValues.of(
                graph,
                outputs.prediction(opened.what, graph, names),
                schema,
                run.allocator(),
                problems));
  }

  private Optional<Dataset> dataset(Run<Outputs> run, List<String> problems) {
    var present = run.input(examples).splits();
    for (var split : splits) {
      if (!present.contains(split)) {
        problems.add(
            "split '" + split + "': absent from the examples (expected: of " + present + ")");
      }
    }
    return present.containsAll(splits)
        ? Optional.of(run.dataset(examples, splits.toArray(String[]::new)))
        : Optional.empty();
  }

  private static Schema schemaOf(Run<Outputs> run, Dataset data) throws IOException {
    try (var reader = new io.tributary.api.data.ExamplesReader(data, run.allocator())) {
      return reader.schema();
    }
  }

  private static ExecutionFailure unusable(List<String> problems) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT,
        new Explanation(
            "Evaluator",
            String.join("; ", problems),
            "raw examples with the columns that model, label and slices need",
            "correct what is named, or evaluate on the examples that the model was made for"));
  }
}
