package io.tributary.cli;

import io.tributary.components.transform.Task;
import io.tributary.components.tuner.Leaderboard;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunRequest;
import io.tributary.core.launcher.RunSettings;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.server.Audit;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class ModelAutoCommand extends Command {
  /** The pipeline that is run: in a module that this one does not know, and found by name. */
  private static final String PIPELINE = "io.tributary.tribuo.AutoModel";

  /** Lines of a leaderboard that are shown. */
  private static final int MOST_LINES = 22;

  private final Home home;
  private final Given<Path> source =
      parameter(
          0,
          "SRC",
          Path.class,
          "A file, a folder of files or a pattern: CSV, TSV, JSON lines, Parquet, Arrow or"
              + " TFRecord.");
  private final Given<String> label =
      required("--label", "COLUMN", String.class, "The column that is to be predicted.");
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
          "Begin no further trial after that time, such as 90s or 2m. How many there are then"
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
            + " are kept in the home, like those of any pipeline: tributary show, resume.",
        "For example:",
        "  tributary model auto trips.csv --label payment_type --trials 20 --out model",
        "  tributary model auto fares.parquet --label fare --for 2m --out model");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var target = directory.value().toAbsolutePath().normalize();
    if (directory.value().toString().isEmpty() || Files.exists(target)) {
      throw new UsageException(
          "--out",
          "'" + directory.value() + "'",
          "a directory that does not exist yet",
          "choose another one, or move it away");
    }
    var settings = settings();
    var compiled = PipelineOptions.compile(Definitions.in(List.of()), PIPELINE, settings);
    try (var opened = home.open()) {
      var id = RunRequest.newId(opened.clock());
      try (var kept = RunJars.keep(opened, id, List.of())) {
        var request =
            RunRequest.of(compiled.pipeline(), compiled.classes(), id)
                .withSeed(seed.value())
                .withCommand(PipelineOptions.command(PIPELINE, List.of(), settings))
                .by(Audit.user());
        return options.execute(request, opened, kept, this::deliver);
      }
    }
  }

  private Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("data", source.value().toAbsolutePath().toString());
    settings.put("label", label.value());
    task.find().ifPresent(kind -> settings.put("labelKind", kind.labelKind().name()));
    trials.find().ifPresent(number -> settings.put("trials", number.toString()));
    time.find().ifPresent(text -> settings.put("time", Period.parse("--for", text).toString()));
    metric.find().ifPresent(name -> settings.put("metric", name));
    parallelTrials.find().ifPresent(number -> settings.put("parallelTrials", number.toString()));
    return settings;
  }

  /** Copies the best model and the leaderboard out of the home, and shows what was found. */
  private void deliver(StoredRun run, RunHome opened, PrintWriter out) throws IOException {
    var results = payload(run, opened, "TunerResults");
    var target = directory.value().toAbsolutePath().normalize();
    Files.createDirectories(target.resolveSibling(""));
    try (var staging = Temporary.folder(target.resolveSibling(""), ".model-")) {
      copy(payload(run, opened, "Model"), staging.path());
      Files.copy(results.resolve(Leaderboard.FILE), staging.path().resolve(Leaderboard.FILE));
      Files.move(staging.path(), target, StandardCopyOption.ATOMIC_MOVE);
    }
    var leaderboard = Leaderboard.read(results);
    if (options.asJson()) {
      var view = new LinkedHashMap<>(leaderboard.json());
      view.put("run", run.run().id());
      view.put("directory", directory.value().toString());
      JsonOutput.print(out, view);
      return;
    }
    out.println();
    show(Files.readAllLines(results.resolve(Leaderboard.TABLE)), out);
    out.println();
    out.println("written  " + directory.value());
    out.println(
        "next     tributary model evaluate "
            + source.value()
            + " --model "
            + directory.value()
            + asTask(leaderboard.task()));
    out.flush();
  }

  /** The option of {@code model evaluate} for what was learnt. */
  private static String asTask(String learnt) {
    if (learnt.equals(Task.REGRESSION.toString())) {
      return " --task regression";
    }
    return learnt.equals(Task.MULTICLASS_CLASSIFICATION.toString()) ? " --task multiclass" : "";
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

  private static Path payload(StoredRun run, RunHome opened, String type) {
    return opened
        .artifacts()
        .path(run.artifacts(type).stream().map(Artifact::getUri).findFirst().orElseThrow());
  }

  /** Copies what a component has made; what the store has added begins with a dot. */
  private static void copy(Path payload, Path target) throws IOException {
    try (var files = Files.walk(payload)) {
      for (var file : files.toList()) {
        var relative = payload.relativize(file);
        if (!relative.toString().isEmpty() && !relative.toString().startsWith(".")) {
          Files.copy(file, target.resolve(relative));
        }
      }
    }
  }
}
