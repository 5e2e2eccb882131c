package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.ModelEvaluation;
import io.tributary.api.data.Aggregation;
import io.tributary.api.data.Dataset;
import io.tributary.components.onnx.RowColumns;
import io.tributary.data.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a model on raw examples: {@code model.onnx} gives the score of each row and {@code
 * label.onnx} its label, both through ONNX Runtime, in one pass over the rows.
 *
 * <p>The model is blessed when rows were evaluated, at least one requirement is declared and all of
 * them hold. A requirement on a metric that is not defined for the rows it is about fails. A
 * requirement against the baseline holds while there is none. Labels are the candidate's {@code
 * label.onnx}, also for the baseline; rows without a label are counted and left out.
 *
 * <p>The evaluation holds {@code metrics.json}, see {@link EvaluationResult}, {@code
 * importance.json} where that is asked for, see {@link Importances}, and {@code report.html}, the
 * same for people. The blessing holds an empty file {@code BLESSED} or {@code NOT_BLESSED}, and
 * {@code verdicts.json}. The same rows and models give the same bytes on any number of threads.
 *
 * @param examples raw examples
 * @param model the candidate
 * @param evaluation how it is judged
 * @param baseline the model it is compared with; empty, or an input without artifact, for none
 * @param splits of the examples; default {@code eval}
 * @param override blesses a model that fails requirements, and is recorded; empty, the default, for
 *     none
 * @param importance finds out which columns and features matter to the model, see {@link
 *     Importance}; empty, the default, for not
 */
public record Evaluator(
    Channel<Examples> examples,
    Channel<Model> model,
    Evaluation evaluation,
    Optional<Channel<Model>> baseline,
    List<String> splits,
    Optional<BlessingOverride> override,
    Optional<Importance> importance)
    implements Component<Evaluator.Outputs> {

  /**
   * What an evaluator makes.
   *
   * @param evaluation the metrics and verdicts
   * @param blessing whether the model may be used
   */
  public record Outputs(Channel<ModelEvaluation> evaluation, Channel<ModelBlessing> blessing) {}

  public Evaluator {
    requireNonNull(examples, "examples");
    requireNonNull(model, "model");
    requireNonNull(evaluation, "evaluation");
    requireNonNull(baseline, "baseline");
    requireNonNull(override, "override");
    requireNonNull(importance, "importance");
    importance.ifPresent(how -> how.evaluation(evaluation)); // refuses metrics of other tasks
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
    this(
        examples,
        model,
        evaluation,
        Optional.empty(),
        List.of("eval"),
        Optional.empty(),
        Optional.empty());
  }

  /** Compared with another model, usually the latest blessed one. */
  public Evaluator withBaseline(Channel<Model> other) {
    return new Evaluator(
        examples, model, evaluation, Optional.of(other), splits, override, importance);
  }

  /** On other splits than {@code eval}. */
  public Evaluator withSplits(String... names) {
    return new Evaluator(
        examples, model, evaluation, baseline, List.of(names), override, importance);
  }

  /**
   * Blesses the model even if requirements fail.
   *
   * @param by who answers for it
   * @param reason why
   */
  public Evaluator withOverride(String by, String reason) {
    return new Evaluator(
        examples,
        model,
        evaluation,
        baseline,
        splits,
        Optional.of(new BlessingOverride(by, reason)),
        importance);
  }

  /** Also finds out which columns and features matter to the model. */
  public Evaluator withImportance(Importance how) {
    return new Evaluator(examples, model, evaluation, baseline, splits, override, Optional.of(how));
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var result = evaluate(run);
    run.progress(result.message());

    var evaluated = run.output(Outputs::evaluation).path();
    var importances = importances(run);
    result.write(evaluated, importances);

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
    var data = dataset(run, problems);
    if (data.isEmpty()) {
      throw GraphEvaluation.unusable(problems);
    }
    return new GraphEvaluation(
            evaluation, run.input(model).path(), run.input(baseline).map(InputArtifact::path))
        .of(
            RowColumns.of(Batches.of(data.get(), run.allocator())),
            new Judging.Rows() {
              @Override
              public <A, R> R aggregate(Aggregation<A, R> aggregation) throws IOException {
                return run.engine().aggregate(data.get(), aggregation);
              }
            })
        .with(override);
  }

  private Optional<Importances> importances(Run<Outputs> run) throws IOException {
    if (importance.isEmpty()) {
      return Optional.empty();
    }
    var data = run.dataset(examples, splits.toArray(String[]::new));
    return Optional.of(
        new GraphEvaluation(evaluation, run.input(model).path(), Optional.empty())
            .importances(importance.get(), Batches.of(data, run.allocator()), run.allocator()));
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
}
