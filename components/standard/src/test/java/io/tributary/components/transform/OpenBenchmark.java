package io.tributary.components.transform;

import static java.util.stream.Collectors.toCollection;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.benchmark.ThisProcess;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.Training;
import io.tributary.components.transform.Tables.Column;
import io.tributary.serving.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes to open the whole graph of a transform, or that of a model that continues it,
 * as evaluation and serving do. Prints a line of JSON. Arguments: how many features, those of
 * {@link TransformBenchmark.Wide}; a folder for what is made, which is kept, and making it is not
 * measured; and, for a model, the class of the {@link Training} that fits one to a number.
 */
final class OpenBenchmark {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("SchemaGen", "schema", ArtifactType.of(Schema.class));
  private static final Channel<Examples> TRANSFORMED =
      Channel.of("Transform", "examples", ArtifactType.of(Examples.class));
  private static final Channel<TransformGraph> GRAPH =
      Channel.of("Transform", "graph", ArtifactType.of(TransformGraph.class));
  private static final String LABEL = "y";
  private static final int ROWS = 500;

  private OpenBenchmark() {}

  public static void main(String[] args) throws Exception {
    int features = Integer.parseInt(args[0]);
    var directory = Path.of(args[1]).toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      fit(features, directory);
      if (args.length > 2) {
        train(Class.forName(args[2]).asSubclass(Training.class), directory);
      }
      return;
    }
    var file =
        args.length > 2
            ? directory.resolve("model").resolve("model.onnx")
            : directory.resolve("graph").resolve(FittedTransform.TRANSFORM_FILE);
    OnnxModel.runtimeVersion();
    double before = ThisProcess.cpuSeconds();
    long began = System.nanoTime();
    OnnxModel.open(file).close();
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"features\": %d, \"nodes\": %d, \"seconds\": %.3f, \"cpu_seconds\": %.2f, \"peak_mb\":"
            + " %s}%n",
        features,
        ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeCount(),
        seconds,
        ThisProcess.cpuSeconds() - before,
        ThisProcess.peakMegabytes());
  }

  private static void fit(int features, Path directory) throws Exception {
    var columns = columns(features);
    Tables.write(directory.resolve("raw"), "train", ROWS, columns);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(columns));
    var transform = new Transform(EXAMPLES, SCHEMA, Preprocessing.class);
    try (var run = FakeRun.of(transform, directory.resolve("run"))) {
      run.given(EXAMPLES, directory.resolve("raw")).given(SCHEMA, directory.resolve("schema"));
      transform.run(
          run,
          f -> {
            TransformBenchmark.Wide.define(f, features);
            f.label(LABEL, f.number(LABEL));
          });
      Files.move(run.made(Transform.Outputs::graph).path(), directory.resolve("graph"));
      Files.move(run.made(Transform.Outputs::examples).path(), directory.resolve("examples"));
    }
  }

  private static void train(Class<? extends Training> training, Path directory) throws Exception {
    var trainer = new Trainer(TRANSFORMED, GRAPH, training);
    try (var run = FakeRun.of(trainer, directory.resolve("training"))) {
      run.given(TRANSFORMED, directory.resolve("examples"));
      run.given(GRAPH, directory.resolve("graph")).execute();
      Files.move(run.made(Trainer.Outputs::model).path(), directory.resolve("model"));
    }
  }

  private static List<Column> columns(int count) {
    var random = new SplittableRandom(11);
    var columns = new ArrayList<Column>();
    for (int c = 1; c <= count; c++) {
      columns.add(
          switch (c % 4) {
            case 0 -> column(c, String.class, any -> "v" + random.nextInt(50));
            case 1 -> column(c, Long.class, any -> (long) random.nextInt(10_000));
            default -> column(c, Double.class, any -> random.nextInt(100_000) / 1e3);
          });
    }
    columns.add(column(LABEL, Double.class, any -> random.nextInt(1_000) / 1e2));
    return columns;
  }

  private static Column column(int c, Class<?> type, Function<Integer, Object> value) {
    return column("c" + c, type, value);
  }

  private static Column column(String name, Class<?> type, Function<Integer, Object> value) {
    return new Column(
        name,
        type,
        Stream.iterate(0, row -> row + 1)
            .limit(ROWS)
            .map(value)
            .collect(toCollection(ArrayList<@Nullable Object>::new)));
  }
}
