package io.tributary.cli.model;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.ShellWord;
import io.tributary.cli.command.Temporary;
import io.tributary.cli.home.Hints;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.LoadProgress;
import io.tributary.cli.output.Table;
import io.tributary.components.transform.FeatureDescription;
import io.tributary.components.transform.FittedTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;

final class ModelFitTransformCommand extends Command {
  private final FeatureArguments arguments = new FeatureArguments(this);
  private final Given<Path> directory =
      required(
          "--out",
          "DIR",
          Path.class,
          "Directory to write transform.onnx and what was fitted into; must not exist yet.");
  private final Given<Boolean> withExamples =
      flag("--examples", "Write the transformed examples, too, into DIR/examples.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  ModelFitTransformCommand() {
    super(
        "fit-transform",
        "Fits features to data: means, vocabularies and the like, in one ONNX graph from raw"
            + " columns to features.");
    footer(
        "",
        "For example:",
        "  tributary model fit-transform trips.csv --features io.tributary.pipelines.taxi.TaxiFeatures \\",
        "    --out transform",
        "  tributary model fit-transform examples --features org.example.Features --jar features.jar \\",
        "    --schema schema.pbtxt --examples --out transform",
        "  tributary features transform");
  }

  @Override
  public Integer call() throws Exception {
    var target = FeatureArguments.target(directory);
    Files.createDirectories(target.resolveSibling(""));
    try (var progress = LoadProgress.on(err());
        var staging = Temporary.folder(target.resolveSibling(""), ".fit-")) {
      try (var allocator = new RootAllocator()) {
        var fitted =
            arguments.fit(
                staging.path(),
                new Apart().writing("--out", directory.find()),
                new FolderRun.Means(allocator, arguments.threads(), 0, progress::show),
                progress,
                err());
        if (withExamples.value()) {
          Files.move(fitted.examples(), fitted.graph().resolve("examples"));
        }
        Files.move(fitted.graph(), target, StandardCopyOption.ATOMIC_MOVE);
      }
      progress.clear();
    }
    print(FeatureDescription.read(target.resolve(FittedTransform.DESCRIPTION_FILE)));
    return ExitCode.OK;
  }

  private void print(List<FeatureDescription> features) throws IOException {
    if (json.value()) {
      var view = new LinkedHashMap<String, Object>();
      view.put("features", features.stream().map(FeatureDescription::asMap).toList());
      view.put("directory", directory.value().toString());
      JsonOutput.print(out(), view);
      return;
    }
    var table = new Table("FEATURE", "TYPE", "COLUMNS");
    for (var feature : features) {
      table.row(feature.name(), feature.type(), String.join(", ", feature.columns()));
    }
    out().print(table);
    out().println();
    out().println("written  " + directory.value());
    out()
        .println(
            "next     "
                + Hints.anywhere()
                    .command("features " + ShellWord.of(directory.value().toString())));
    out().flush();
  }
}
