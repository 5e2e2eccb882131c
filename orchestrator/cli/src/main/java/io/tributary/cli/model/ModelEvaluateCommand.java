package io.tributary.cli.model;

import io.tributary.api.Explanation;
import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.data.RowArguments;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.LoadProgress;
import io.tributary.components.evaluator.Confidence;
import io.tributary.components.evaluator.Evaluation;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.GraphEvaluation;
import io.tributary.components.evaluator.Importance;
import io.tributary.components.evaluator.Importances;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Requirement;
import io.tributary.components.evaluator.Slicing;
import io.tributary.components.evaluator.TableEvaluation;
import io.tributary.data.Batches;
import io.tributary.data.LocalDataEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

final class ModelEvaluateCommand extends Command {
  private final RowArguments reading = new RowArguments(this, 0);
  private final Given<EvaluationTask> task =
      option(
          "--task",
          "TASK",
          EvaluationTask.class,
          "What is predicted: binary, multiclass, multilabel, regression or ranking. By default"
              + " what the model says, or the columns show: several labels, several scores, a query,"
              + " or else binary.");
  private final Given<String> label =
      option(
          "--label",
          "COLUMN",
          String.class,
          "The column of the label; of several labels a pattern such as 'label:*'.");
  private final Given<String> score =
      option(
          "--score",
          "COLUMN",
          String.class,
          "The column of the score or prediction; of several classes or labels a pattern such as"
              + " 'p:*', where * stands for the class.");
  private final Given<String> baselineScore =
      option(
          "--baseline-score",
          "COLUMN",
          String.class,
          "Likewise of a model that it is compared with.");
  private final Given<Path> model =
      option(
          "--model",
          "DIR",
          Path.class,
          "Judge this model (model.onnx and label.onnx) on raw rows, instead of columns of labels"
              + " and scores.");
  private final Given<Path> baseline =
      option("--baseline", "DIR", Path.class, "With --model: a model that it is compared with.");
  private final Given<String> query =
      option("--query", "COLUMN", String.class, "Of a ranking: what the rows of a query share.");
  private final Given<String> weight =
      option("--weight", "COLUMN", String.class, "How much each row counts.");
  private final Given<Double> threshold =
      option(
          "--threshold",
          "SCORE",
          Double.class,
          "From which score on a row is predicted positive. By default 0.5.");
  private final Given<List<String>> slices =
      repeated(
          "--slice",
          "SLICE",
          List.class,
          "Judge parts of the rows, too: one for each value of a column (payment_type), each"
              + " combination (payment_type x day), range ('fare at 5, 20'), quantile ('fare in 4')"
              + " or where a condition holds ('fare >= 20'); may be repeated.",
          String.class);
  private final Given<List<String>> metrics =
      repeated(
          "--metric",
          "METRIC",
          List.class,
          "One more metric, such as precision@0.25, precision_at_recall@0.9 or ndcg@20; may be"
              + " repeated.",
          String.class);
  private final Given<List<String>> requirements =
      repeated(
          "--require",
          "REQUIREMENT",
          List.class,
          "What must hold, such as 'auc >= 0.9', 'auc - baseline >= -0.01', 'recall >= 0.5 on every"
              + " slice of payment_type', 'recall >= 0.7 on payment_type=Cash' or 'gap of recall"
              + " between payment_type <= 0.1'; may be repeated.",
          String.class);
  private final Given<Double> confidence =
      option(
          "--confidence",
          "LEVEL",
          Double.class,
          "Give intervals of that confidence, such as 0.95, by the jackknife.");
  private final Given<Integer> bootstrap =
      option(
          "--bootstrap",
          "N",
          Integer.class,
          "With --confidence: by so many samples of a Poisson bootstrap instead.");
  private final Given<Integer> importance =
      option(
          "--importance",
          "ROWS",
          Integer.class,
          "With --model: find out on a sample of so many rows, such as 5000, which raw columns matter"
              + " (by permutation), and of trees what each feature contributes (Shapley values).");
  private final Given<Path> directory =
      option(
          "--out",
          "DIR",
          Path.class,
          "Write metrics.json, report.html and, with --importance, importance.json there.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  ModelEvaluateCommand() {
    super(
        "evaluate",
        "Judges predictions: labels and scores in columns, or a model on raw rows. Exit code 0, or"
            + " 3 if a requirement fails.");
    footer(
        "",
        "For example:",
        "  tributary model evaluate scores.csv --label tipped --score probability --slice"
            + " payment_type",
        "  tributary model evaluate fares.parquet --task regression --label fare --score prediction \\",
        "    --confidence 0.95 --out evaluation",
        "  tributary model evaluate kinds.csv --label species --score 'p:*' --require 'accuracy >="
            + " 0.9'",
        "  tributary model evaluate trips.csv --model model --require 'auc >= 0.9'",
        "  tributary model evaluate trips.csv --model model --importance 5000 --out evaluation");
  }

  @Override
  public Integer call() throws IOException {
    requireColumnsOrModel();
    if (directory.find().map(Files::isRegularFile).orElse(false)) {
      throw new UsageException(
          "--out", directory.value() + ", a file", "a directory", "choose another one");
    }
    var outputs = new Apart().writing("--out", directory.find());
    EvaluationResult result;
    Optional<Importances> importances;
    try (var allocator = new RootAllocator();
        var progress = LoadProgress.on(err())) {
      var rows = reading.batches(outputs, allocator, progress, err());
      result = judge(rows, allocator);
      importances = importances(rows, allocator);
    }
    if (directory.find().isPresent()) {
      Files.createDirectories(directory.value());
      result.write(directory.value(), importances);
    }
    if (json.value()) {
      var fields = new LinkedHashMap<>(result.json());
      importances.ifPresent(of -> fields.put("importance", of.json()));
      JsonOutput.print(out(), fields);
    } else {
      new EvaluationTable(result).print(out());
      importances.ifPresent(of -> new ImportanceTable(of).print(out()));
      directory.find().ifPresent(path -> out().println("written  " + path.resolve("report.html")));
    }
    out().flush();
    boolean holds = requirements.find().isEmpty() || result.blessed();
    return holds ? ExitCode.OK : ExitCode.NOT_BLESSED;
  }

  private EvaluationResult judge(Batches rows, BufferAllocator allocator) throws IOException {
    var engine = new LocalDataEngine(allocator, reading.threads());
    if (model.find().isPresent()) {
      return new GraphEvaluation(evaluation(taskOfModel()), model.value(), baseline.find())
          .of(rows, engine);
    }
    var columns =
        PredictionColumns.of(rows.schema(), label.value(), score.value(), baselineScore.find());
    return usage(
            "--score",
            score.value(),
            ignored ->
                new TableEvaluation(
                    evaluation(task.find().orElseGet(() -> columns.task(query.find()))),
                    columns.labels(),
                    columns.scores(),
                    columns.baselineScores(),
                    columns.classes()))
        .of(rows, engine);
  }

  private EvaluationTask taskOfModel() throws IOException {
    if (task.find().isPresent()) {
      return task.value();
    }
    return query.find().isPresent() ? EvaluationTask.RANKING : EvaluationTask.of(model.value());
  }

  private Optional<Importances> importances(Batches rows, BufferAllocator allocator)
      throws IOException {
    if (importance.find().isEmpty()) {
      return Optional.empty();
    }
    var how = usage("--importance", importance.value(), Importance.DEFAULT::withRows);
    return Optional.of(
        new GraphEvaluation(evaluation(taskOfModel()), model.value(), Optional.empty())
            .importances(how, rows, allocator));
  }

  /** Refuses what does not go together, and what is lacking, at once. */
  private void requireColumnsOrModel() {
    var problems = new ArrayList<Explanation>();
    if (model.find().isPresent()) {
      refuse("--label", label, problems);
      refuse("--score", score, problems);
      refuse("--baseline-score", baselineScore, problems);
    } else {
      refuse("--baseline", baseline, problems);
      refuse("--importance", importance, problems);
      require("--label", label, problems);
      require("--score", score, problems);
    }
    if (task.find().equals(Optional.of(EvaluationTask.RANKING))) {
      require("--query", query, problems);
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private void refuse(String name, Given<?> option, List<Explanation> problems) {
    option
        .find()
        .ifPresent(
            value ->
                problems.add(
                    new Explanation(
                        name,
                        value.toString(),
                        model.find().isPresent()
                            ? "nothing, with --model"
                            : "nothing, without --model",
                        "leave it out")));
  }

  private static void require(String name, Given<String> option, List<Explanation> problems) {
    if (option.find().isEmpty()) {
      problems.add(
          new Explanation(
              name,
              "absent",
              "a column, of several classes a pattern such as 'probabilities/*', or --model",
              "name the column, or a model"));
    }
  }

  private Evaluation evaluation(EvaluationTask kind) {
    var evaluation =
        switch (kind) {
          case BINARY -> Evaluation.binary();
          case MULTICLASS -> Evaluation.multiclass();
          case MULTILABEL -> Evaluation.multilabel();
          case REGRESSION -> Evaluation.regression();
          case RANKING -> Evaluation.ranking(query.value());
        };
    if (weight.find().isPresent()) {
      evaluation = usage("--weight", weight.value(), evaluation::weightedBy);
    }
    if (threshold.find().isPresent()) {
      evaluation = usage("--threshold", threshold.value(), evaluation::withDecisionThreshold);
    }
    if (confidence.find().isPresent()) {
      evaluation = evaluation.withConfidence(usage("--confidence", confidence.value(), this::how));
    }
    for (var slice : slices.find().orElse(List.of())) {
      evaluation = evaluation.slice(usage("--slice", slice, Slicing::parse));
    }
    for (var metric : metrics.find().orElse(List.of())) {
      var before = evaluation;
      evaluation = usage("--metric", metric, text -> before.measure(Metric.parse(text)));
    }
    for (var requirement : requirements.find().orElse(List.of())) {
      var before = evaluation;
      evaluation = usage("--require", requirement, text -> before.require(Requirement.parse(text)));
    }
    return evaluation;
  }

  private Confidence how(double level) {
    Optional<Integer> samples = bootstrap.find();
    return samples.isPresent()
        ? Confidence.poissonBootstrap(level).withReplicates(samples.get())
        : Confidence.jackknife(level);
  }

  /** What a value gives; one that is refused is a mistake of the command line. */
  private static <V, R> R usage(String option, V value, Function<V, R> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + " " + value, e);
    }
  }
}
