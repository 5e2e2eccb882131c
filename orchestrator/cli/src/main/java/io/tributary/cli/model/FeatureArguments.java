package io.tributary.cli.model;

import io.tributary.api.Channel;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.data.ExamplesFolder;
import io.tributary.cli.data.SourceArguments;
import io.tributary.cli.output.LoadProgress;
import io.tributary.components.schema.ColumnSchema;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.transform.FeatureDescription;
import io.tributary.components.transform.Preprocessing;
import io.tributary.components.transform.Transform;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;

/** What features are made of, and how: options of commands that fit them. */
final class FeatureArguments {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("source", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("source", "schema", ArtifactType.of(Schema.class));
  private static final String TRAIN = "train";

  private final Given<String> source;
  private final Given<String> features;
  private final Given<Path> schema;
  private final Given<String> split;
  private final UserClasses classes;
  private final SourceArguments reading;

  FeatureArguments(Command command) {
    source = command.parameter(0, "SRC", String.class, SourceArguments.SOURCE_OR_EXAMPLES);
    features =
        command.required(
            "--features",
            "CLASS",
            String.class,
            "The class that describes the features; implements Preprocessing.");
    classes = new UserClasses(command);
    schema =
        command.option(
            "--schema",
            "FILE",
            Path.class,
            "A schema, which says what requests will not have. By default the types of the"
                + " columns.");
    split =
        command.option(
            "--split",
            "SPLIT",
            String.class,
            "Of a directory with splits, the one to fit on. By default train.");
    reading = new SourceArguments(command);
  }

  /** What was fitted: folders of the transform, and of the examples that went through it. */
  record Fitted(Path graph, Path examples, String split) {}

  UserClasses classes() {
    return classes;
  }

  /** Refuses the name of a split that the source does not have. */
  void requireSplit(String option, Given<String> given) throws IOException {
    var splits = SourceArguments.splits(Path.of(source.value()));
    if (given.find().isPresent() && !splits.contains(given.value())) {
      throw new UsageException(
          option,
          given.value(),
          splits.isEmpty() ? "nothing: " + source.value() + " has no splits" : "one of " + splits,
          splits.isEmpty()
              ? "leave it out, or divide the rows first: tributary data ingest --split"
              : "name one of them");
    }
  }

  int threads() {
    return reading.threads();
  }

  Class<? extends Preprocessing> features() {
    return classes.find(features, "--features", Preprocessing.class);
  }

  /** The split that is learnt from. */
  String split() {
    return split.find().orElse(TRAIN);
  }

  /**
   * Fits the features and applies them.
   *
   * @param staging a folder for what is made
   */
  Fitted fit(
      Path staging, Apart outputs, FolderRun.Means means, LoadProgress progress, PrintWriter err)
      throws Exception {
    var preprocessing = features();
    if (schema.find().isPresent()) {
      check(preprocessing, SchemaReader.readFile(schema.value()));
    }
    var examples = examples(preprocessing, staging, outputs, means, progress, err);
    var transform =
        new FolderRun<>(
                new Transform(EXAMPLES, SCHEMA, preprocessing).withAnalyzedSplits(split()),
                staging.resolve("transform"),
                means)
            .given(EXAMPLES, examples)
            .given(SCHEMA, schema(staging, examples));
    try {
      transform.execute();
    } catch (Exception e) {
      throw UserClasses.blamed(e, List.of(preprocessing));
    }
    return new Fitted(
        transform.path(Transform.Outputs::graph),
        transform.path(Transform.Outputs::examples),
        split());
  }

  /** Tells what is wrong with features before rows are copied for them. */
  private static void check(
      Class<? extends Preprocessing> preprocessing, io.tributary.proto.tfmd.Schema columns)
      throws Exception {
    try {
      FeatureDescription.of(preprocessing, columns);
    } catch (Exception e) {
      throw UserClasses.blamed(e, List.of(preprocessing));
    }
  }

  private Path examples(
      Class<? extends Preprocessing> preprocessing,
      Path staging,
      Apart outputs,
      FolderRun.Means means,
      LoadProgress progress,
      PrintWriter err)
      throws Exception {
    var given = Path.of(source.value());
    if (!SourceArguments.splits(given).isEmpty()) {
      outputs.check();
      return given;
    }
    var batches = reading.batches(given, split.find(), outputs, means.allocator(), progress, err);
    if (schema.find().isEmpty()) {
      check(preprocessing, ColumnSchema.of(batches.schema()));
    }
    var folder = Files.createDirectory(staging.resolve("examples"));
    new ExamplesFolder(
            new SplitConfig(List.of(new SplitConfig.Split(TRAIN, 1)), List.of()),
            Sampling.ALL,
            0,
            reading.threads())
        .write(batches, folder);
    return folder;
  }

  private Path schema(Path staging, Path examples) throws IOException {
    var folder = Files.createDirectory(staging.resolve("schema"));
    var found = schema.find();
    SchemaReader.writeFile(
        folder.resolve("schema.pbtxt"),
        found.isPresent() ? SchemaReader.readFile(found.get()) : ofColumns(examples));
    return folder;
  }

  private io.tributary.proto.tfmd.Schema ofColumns(Path examples) throws IOException {
    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(examples, List.of(split())), allocator)) {
      return ColumnSchema.of(rows.schema());
    }
  }

  /** What a command writes a folder into: it must not be there yet. */
  static Path target(Given<Path> option) {
    var target = option.value().toAbsolutePath().normalize();
    if (option.value().toString().isEmpty() || Files.exists(target)) {
      throw new UsageException(
          "--out",
          option.value().toString().isEmpty() ? "''" : option.value() + ", which exists",
          "a directory that does not exist yet",
          "choose another one, or move it away");
    }
    var there = target;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new UsageException(
          "--out",
          option.value()
              + ", below "
              + there
              + (Files.isDirectory(there) ? ", which cannot be written to" : ", which is a file"),
          "a place for a new directory",
          "choose another one");
    }
    return target;
  }
}
