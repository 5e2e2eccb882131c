package io.tributary.cli.data;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.components.distribution.Basis;
import io.tributary.components.distribution.ComparisonPolicy;
import io.tributary.components.schema.FrozenSchema;
import io.tributary.components.schema.SchemaEnvironments;
import io.tributary.components.schema.SchemaPaths;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.validator.AnomaliesReader;
import io.tributary.components.validator.AnomalyReport;
import io.tributary.components.validator.Validation;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class DataValidateCommand extends Command {
  private final Home home;
  private final Given<String> statistics =
      parameter(0, "STATISTICS", String.class, ArtifactFiles.Wanted.STATISTICS.description());
  private final Given<String> schema =
      required("--schema", "SCHEMA", String.class, ArtifactFiles.Wanted.SCHEMA.description());
  private final Given<String> split =
      option(
          "--split",
          "SPLIT",
          String.class,
          "Of an artifact with several splits, the one to validate; applies to --previous and --serving, too.");
  private final Given<String> previous =
      option(
          "--previous",
          "STATISTICS",
          String.class,
          "Statistics of the data before, for the drift comparators of the schema.");
  private final Given<String> serving =
      option(
          "--serving",
          "STATISTICS",
          String.class,
          "Statistics of what is served, for the skew comparators of the schema.");
  private final Given<String> environment =
      option(
          "--environment",
          "NAME",
          String.class,
          "Where the data is from, such as TRAINING or SERVING: features that the schema does not expect there may be missing.");
  private final Given<Boolean> asTfdv =
      flag(
          "--tfdv",
          "Measure drift and skew over histograms, digit by digit as TensorFlow Data Validation does, instead of over values.");
  private final Given<Path> file =
      option(
          "--out",
          "FILE",
          Path.class,
          "Write the anomalies: binary if it ends with .pb, as text otherwise.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  DataValidateCommand(Home home) {
    super(
        "validate",
        "Finds where data departs from its schema, from the data before it, and from what is served. Exit code 0 if nowhere, 3 if there are anomalies.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary data validate stats.pb --schema schema.pbtxt",
        "  tributary data validate today.pb --schema schema.pbtxt --previous yesterday.pb --out anomalies.pbtxt",
        "  tributary data validate requests.pb --schema schema.pbtxt --environment SERVING");
  }

  @Override
  public Integer call() throws IOException {
    var schemaFile = ArtifactFiles.find(home, schema.value(), ArtifactFiles.Wanted.SCHEMA).single();
    outputs().reading(List.of(schemaFile)).check();
    var expected = SchemaReader.readFile(schemaFile);
    FrozenSchema.check(schema.value(), expected);
    var data = read(statistics.value());
    if (file.find().isPresent() && data.bySplit().size() > 1) {
      throw new UsageException(
          "--out",
          file.value() + " for " + data.bySplit().size() + " splits",
          "one split",
          "choose one of " + data.bySplit().keySet() + " with --split");
    }
    var before = previous.find().isPresent() ? Optional.of(read(previous.value())) : none();
    var served = serving.find().isPresent() ? Optional.of(read(serving.value())) : none();
    sayWhatComparesNothing(expected);
    var reports = new ArrayList<AnomalyReport>();
    for (var each : data.bySplit().keySet()) {
      var described = data.dataset(each, Optional.empty());
      var validation = validation(described.statistics(), expected);
      if (before.isPresent()) {
        validation = validation.withPrevious(before.get().matching(each));
      }
      if (served.isPresent()) {
        validation = validation.withServing(served.get().matching(each));
      }
      var anomalies = validation.result().anomalies();
      if (file.find().isPresent()) {
        AnomaliesReader.writeFile(file.value(), anomalies);
      }
      reports.add(AnomalyReport.of(described.place(), anomalies));
    }
    return Reports.print(reports, json.value(), out());
  }

  /** Silence would look like agreement. */
  private void sayWhatComparesNothing(Schema expected) {
    var features = SchemaPaths.all(expected).values();
    if (previous.find().isPresent()
        && !expected.getDatasetConstraints().hasNumExamplesDriftComparator()
        && features.stream().noneMatch(Feature::hasDriftComparator)) {
      comparesNothing("--previous", "drift_comparator");
    }
    if (serving.find().isPresent() && features.stream().noneMatch(Feature::hasSkewComparator)) {
      comparesNothing("--serving", "skew_comparator");
    }
  }

  private void comparesNothing(String option, String comparator) {
    err()
        .println(
            "hint  "
                + option
                + ": compared with nothing, as no feature of the schema has a "
                + comparator
                + "; add one to features that should stay as they are, such as: "
                + comparator
                + " { jensen_shannon_divergence { threshold: 0.1 } }");
    err().flush();
  }

  private Validation validation(DatasetFeatureStatistics data, Schema expected) {
    var validation = Validation.of(data, expected);
    if (asTfdv.value()) {
      validation = validation.withPolicy(ComparisonPolicy.DEFAULT.withBasis(Basis.TFDV));
    }
    if (environment.find().isEmpty()) {
      return validation;
    }
    var known = SchemaEnvironments.named(expected);
    if (!known.contains(environment.value())) {
      throw new UsageException(
          "--environment",
          environment.value(),
          known.isEmpty() ? "nothing: the schema names no environment" : "one of " + known,
          "correct the name, or add the environment to the schema");
    }
    return validation.withEnvironment(environment.value());
  }

  private StatisticsFiles read(String given) throws IOException {
    var files =
        ArtifactFiles.find(home, given, ArtifactFiles.Wanted.STATISTICS).ofSplit(split.find());
    outputs().reading(files.bySplit().values()).check();
    return StatisticsFiles.read(files);
  }

  private Apart outputs() {
    return new Apart().writing("--out", file.find());
  }

  private static Optional<StatisticsFiles> none() {
    return Optional.empty();
  }
}
