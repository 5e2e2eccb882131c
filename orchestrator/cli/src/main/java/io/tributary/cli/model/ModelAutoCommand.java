package io.tributary.cli.model;

import io.tributary.api.Explanation;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Property;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.api.artifact.TunerResults;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Period;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.data.ReadingArguments;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Printable;
import io.tributary.cli.run.Definitions;
import io.tributary.cli.run.RunOptions;
import io.tributary.components.auto.AutoModel;
import io.tributary.components.auto.LabelledRows;
import io.tributary.components.caution.Caution;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.schema.NearestNames;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.transform.AutoTransform;
import io.tributary.components.transform.ColumnChoice;
import io.tributary.components.tuner.Leaderboard;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.RunSettings;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.server.Audit;
import io.tributary.server.view.ArtifactView;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class ModelAutoCommand extends Command {
  /** Lines of a leaderboard that are shown. */
  private static final int MOST_LINES = 22;

  /** Options that say where and how, or that a run remembers by itself. */
  private static final Set<String> NOT_AGAIN =
      Stream.concat(Stream.of("--home", "--metadata", "--seed"), RunOptions.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Home home;
  private final Given<Path> source =
      parameter(
          0,
          "SRC",
          Path.class,
          "A file, a folder of files or a pattern: CSV, TSV, JSON lines, Parquet, Arrow or"
              + " TFRecord.");
  private final Given<List<String>> labels =
      repeated(
          "--label",
          "COLUMN",
          List.class,
          "The column that is to be predicted; rows in which it is missing are left out. Repeated,"
              + " for several columns of 0 and 1: each is predicted by itself.",
          String.class);
  private final Given<AutoTask> task =
      option(
          "--task",
          "TASK",
          AutoTask.class,
          "What the label is: binary, multiclass or regression. By default what its values show:"
              + " texts are classes, integers from 0 to 1 a yes or no, other numbers numbers.");
  private final Given<Integer> trials =
      option(
          "--trials",
          "N",
          Integer.class,
          "Try at most so many models (default: 30, or as many as --for leaves time for).");
  private final Given<String> time =
      option(
          "--for",
          "TIME",
          String.class,
          "Try models for that time, such as 90s or 2m, or until too little of it is left for the"
              + " next trial, by those of its algorithm before. It is exceeded by what the"
              + " first trial of an algorithm takes, or one that takes longer than those before, and"
              + " by reading the data and training the best model. How many trials there are then"
              + " depends on the machine, what each of them is does not.");
  private final Given<String> metric =
      option(
          "--metric",
          "METRIC",
          String.class,
          "What models are ranked by, such as log_loss or mean_absolute_error (default: auc,"
              + " log_loss, or root_mean_squared_error, as the task is).");
  private final Given<Integer> parallelTrials =
      option(
          "--parallel-trials",
          "N",
          Integer.class,
          "How many trials run at a time; the outcome is the same (default: 1).");
  private final Given<Long> seed =
      option(
          "--seed",
          "N",
          Long.class,
          "" + RunSettings.DEFAULT_SEED,
          "Source of all randomness (default: ${DEFAULT-VALUE}).");
  private final Given<Path> directory =
      required(
          "--out",
          "DIR",
          Path.class,
          "Directory to write the best model into, and leaderboard.json; must not exist yet.");
  private final ReadingArguments reading = new ReadingArguments(this);
  private final RunOptions options = new RunOptions(this);

  ModelAutoCommand(Home home) {
    super(
        "auto",
        "Makes a first good model of any table: reads it, derives features, tries algorithms and"
            + " settings, and keeps the best.");
    this.home = home;
    footer(
        "",
        "A third of the rows is held out, and all models are judged by it. The run and its trials"
            + " are kept in the home, like those of any pipeline: tributary show, resume. A run that"
            + " was interrupted writes the model, too, when it is resumed.",
        "For example:",
        "  tributary model auto trips.csv --label payment_type --trials 20 --out model",
        "  tributary model auto fares.parquet --label fare --for 2m --out model",
        "  tributary model auto sales.csv --delimiter ';' --missing NA --label sold --out model");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var pipeline = Compiler.compile(Definitions.define(definition()));
    try (var opened = home.open()) {
      var id = RunRequest.newId(opened.clock());
      try (var kept = RunJars.keep(opened, id, List.of())) {
        var request =
            RunRequest.of(pipeline, ModelAutoCommand.class.getClassLoader(), id)
                .withSeed(seed.value())
                .withCommand("model auto " + again(NOT_AGAIN))
                .by(Audit.user());
        return options.execute(request, opened, kept, this::tell);
      }
    }
  }

  private AutoModel definition() throws IOException {
    var target = FeatureArguments.target(directory);
    if (labels.find().isEmpty()) {
      throw new UsageException(
          "--label", "none", "the column that is to be predicted", "name it: --label COLUMN");
    }
    var columns = reading.columns(source.value());
    if (columns.isPresent()) {
      requireLabels(columns.get());
    }
    return new AutoModel(
        source.value().toAbsolutePath(),
        reading.reading(),
        labels.value(),
        task.find().map(AutoTask::labelKind),
        training(),
        trials.find(),
        time.find().map(text -> Period.parse("--for", text)),
        metric.find().map(ModelAutoCommand::metric),
        parallelTrials.find().orElse(1),
        target);
  }

  /** Tells right away what else a node would tell when it has read all rows. */
  private void requireLabels(List<String> columns) {
    var unknown = labels.value().stream().filter(label -> !columns.contains(label)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    throw new UsageException(
        unknown.stream()
            .map(
                label ->
                    new Explanation(
                        "--label",
                        "no column '" + label + "' in " + source.value(),
                        new NearestNames(columns).to(label),
                        "correct the name of the label"))
            .toList());
  }

  /** What the class path announces. */
  private static Class<? extends TunableTraining> training() {
    return ServiceLoader.load(TunableTraining.class).stream()
        .<Class<? extends TunableTraining>>map(ServiceLoader.Provider::type)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "class path",
                    "no algorithms",
                    "a jar that announces a " + TunableTraining.class.getName(),
                    "add the module tribuo to it"));
  }

  private static Metric metric(String name) {
    try {
      return Metric.parse(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--metric", e);
    }
  }

  /** Shows what was found. */
  private void tell(StoredRun run, RunHome opened, PrintWriter out) throws IOException {
    var leaderboard = Leaderboard.read(path(run, opened, "TunerResults"));
    var rows = told(run, "Examples", LabelledRows.MESSAGE);
    var chosen = told(run, "TransformGraph", AutoTransform.TASK);
    var cautions = cautions(run);
    var columns = ColumnChoice.read(path(run, opened, "TransformGraph"));
    if (options.asJson()) {
      var view = new LinkedHashMap<>(leaderboard.json());
      view.put("run", run.run().id());
      view.put("directory", directory.value().toString());
      rows.ifPresent(told -> view.put("left_out_rows", told));
      chosen.ifPresent(told -> view.put("task_chosen", told));
      view.put("cautions", cautions.stream().map(Caution::json).toList());
      view.put("columns", columns.stream().map(ColumnChoice::json).toList());
      JsonOutput.print(out, view);
      return;
    }
    rows.ifPresent(told -> out.println("rows        " + Printable.line(told)));
    chosen.ifPresent(
        told ->
            out.println(
                "task        "
                    + Printable.line(told)
                    + (task.find().isEmpty() && labels.value().size() == 1
                        ? "; --task for another"
                        : "")));
    out.println();
    new ColumnsTable(columns).lines().forEach(out::println);
    out.println();
    show(leaderboard.table().lines().toList(), out);
    out.println();
    if (!cautions.isEmpty()) {
      cautions.forEach(caution -> out.println("caution  " + Printable.line(caution.text())));
      out.println();
    }
    out.println("written  " + directory.value());
    out.println(EvaluationHint.of(directory.value()));
    out.flush();
  }

  private static Path path(StoredRun run, RunHome opened, String type) throws IOException {
    var uri = run.artifacts(type).stream().map(Artifact::getUri).findFirst().orElseThrow();
    return opened.artifacts().path(uri);
  }

  /** What the components of the run have to say, in their order. */
  private static List<Caution> cautions(StoredRun run) throws IOException {
    var cautions = new ArrayList<Caution>();
    var carriers =
        List.of(
            Caution.property(Examples.class),
            Caution.property(TransformGraph.class),
            Caution.property(TunerResults.class));
    for (var property : carriers) {
      var written = told(run, property.artifact().getSimpleName(), property);
      if (written.isPresent()) {
        cautions.addAll(Caution.read(written.get()));
      }
    }
    return cautions;
  }

  /** What an artifact of the run says in a property. */
  private static Optional<String> told(StoredRun run, String type, Property<?, String> message) {
    return run.artifacts(type).stream()
        .map(artifact -> ArtifactView.text(artifact, message.name()))
        .filter(told -> !told.isEmpty())
        .findFirst();
  }

  private void show(List<String> lines, PrintWriter out) {
    lines.stream().limit(MOST_LINES).map(Printable::line).forEach(out::println);
    if (lines.size() > MOST_LINES) {
      out.println(
          Figures.text(lines.size() - MOST_LINES)
              + " more in "
              + directory.value().resolve(Leaderboard.FILE));
    }
  }
}
