package io.tributary.cli.model;

import io.tributary.api.Channel;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Temporary;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.LoadProgress;
import io.tributary.cli.output.Table;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.Training;
import io.tributary.core.launcher.RunSettings;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;

final class ModelTrainCommand extends Command {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("transform", "examples", ArtifactType.of(Examples.class));
  private static final Channel<TransformGraph> GRAPH =
      Channel.of("transform", "graph", ArtifactType.of(TransformGraph.class));

  /** Of the values of an output, so many are told by name. */
  private static final int MOST_NAMES = 6;

  private final FeatureArguments arguments = new FeatureArguments(this);
  private final Given<String> training =
      required(
          "--training",
          "CLASS",
          String.class,
          "The class that names the algorithm and its settings; implements Training.");
  private final Given<Path> directory =
      required(
          "--out", "DIR", Path.class, "Directory to write the model into; must not exist yet.");
  private final Given<String> evaluationSplit =
      option(
          "--evaluation-split",
          "SPLIT",
          String.class,
          "Of a directory with splits, the one that tells an algorithm that learns in rounds when"
              + " to stop.");
  private final Given<Boolean> explain =
      flag(
          "--explain",
          "Let the model also tell what each feature contributes to a prediction: its output"
              + " 'contributions'.");
  private final Given<Long> seed =
      option(
          "--seed",
          "N",
          Long.class,
          String.valueOf(RunSettings.DEFAULT_SEED),
          "The only source of chance (default: ${DEFAULT-VALUE}).");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  ModelTrainCommand() {
    super(
        "train",
        "Fits features and a model to data. What is written is one ONNX graph from raw columns to"
            + " predictions, and what belongs to it, as pipelines write it.");
    footer(
        "",
        "For example:",
        "  tributary model train trips.csv --features io.tributary.pipelines.taxi.TaxiFeatures \\",
        "    --training io.tributary.pipelines.taxi.TaxiTraining --out model",
        "  tributary data ingest trips.csv --out examples",
        "  tributary model train examples --features org.example.Features --jar mine.jar \\",
        "    --training org.example.Boosting --evaluation-split eval --explain --out model",
        "  tributary model evaluate trips.csv --model model",
        "  tributary model predict model trips.csv --out predictions.csv");
  }

  @Override
  public Integer call() throws Exception {
    var target = FeatureArguments.target(directory);
    var author = arguments.classes().find(training, "--training", Training.class);
    arguments.features();
    arguments.requireSplit("--evaluation-split", evaluationSplit);
    Files.createDirectories(target.resolveSibling(""));
    try (var progress = LoadProgress.on(err());
        var staging = Temporary.folder(target.resolveSibling(""), ".train-")) {
      try (var allocator = new RootAllocator()) {
        var means =
            new FolderRun.Means(allocator, arguments.threads(), seed.value(), progress::show);
        var fitted =
            arguments.fit(
                staging.path(),
                new Apart().writing("--out", directory.find()),
                means,
                progress,
                err());
        Files.move(
            train(author, fitted, staging.path(), means), target, StandardCopyOption.ATOMIC_MOVE);
      }
      progress.clear();
    }
    print(target);
    return ExitCode.OK;
  }

  private Path train(
      Class<? extends Training> author,
      FeatureArguments.Fitted fitted,
      Path staging,
      FolderRun.Means means)
      throws Exception {
    var run =
        new FolderRun<>(trainer(author, fitted.split()), staging.resolve("train"), means)
            .given(EXAMPLES, fitted.examples())
            .given(GRAPH, fitted.graph());
    try {
      return run.execute().path(Trainer.Outputs::model);
    } catch (Exception e) {
      throw UserClasses.blamed(e, List.of(author));
    }
  }

  private Trainer trainer(Class<? extends Training> author, String split) {
    var trainer = new Trainer(EXAMPLES, GRAPH, author).withSplit(split);
    trainer = evaluationSplit.find().map(trainer::withEvaluationSplit).orElse(trainer);
    return explain.value() ? trainer.withExplanation() : trainer;
  }

  private void print(Path model) throws IOException {
    var signature = Signature.read(model.resolve("signature.json"));
    if (json.value()) {
      var view = new LinkedHashMap<String, Object>();
      view.put("inputs", described(signature.inputs()));
      view.put("outputs", described(signature.outputs()));
      view.put("directory", directory.value().toString());
      JsonOutput.print(out(), view);
      return;
    }
    var table = new Table("", "NAME", "TYPE", "SHAPE", "VALUES");
    signature.inputs().forEach(input -> row(table, "input", input));
    signature.outputs().forEach(output -> row(table, "output", output));
    out().print(table);
    out().println();
    out().println("written  " + directory.value());
    out().println(EvaluationHint.of(directory.value()));
    out().flush();
  }

  private static void row(Table table, String kind, TensorSpec spec) {
    table.row(kind, spec.name(), spec.datatype(), spec.shape(), names(spec.classes()));
  }

  private static String names(List<String> all) {
    return all.size() <= MOST_NAMES
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, MOST_NAMES))
            + " and "
            + (all.size() - MOST_NAMES)
            + " more";
  }

  private static Map<String, Object> described(List<TensorSpec> specs) {
    var described = new LinkedHashMap<String, Object>();
    for (var spec : specs) {
      var one = new LinkedHashMap<String, Object>();
      one.put("datatype", spec.datatype().name());
      one.put("shape", spec.shape().dims());
      one.put("classes", spec.classes());
      described.put(spec.name(), one);
    }
    return described;
  }
}
