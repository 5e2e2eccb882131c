package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.oovBuckets;
import static io.tributary.components.transform.VocabularyOption.topK;

import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.benchmark.ThisProcess;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * How long a Transform takes, from examples on disk to the graph and the transformed examples on
 * disk: fitting and materialising. Prints a line of JSON. Arguments: {@code taxi} or {@code wide},
 * a CSV file, and a folder for its rows as examples, which are made if they are not there; making
 * them is not measured. {@code pipelines/benchmarks/transform.sh} runs it beside its peer.
 */
final class TransformBenchmark {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("SchemaGen", "schema", ArtifactType.of(Schema.class));

  private TransformBenchmark() {}

  /** What TFX's example of the taxi trips makes of a row. */
  static final class Taxi implements Preprocessing {
    @Override
    public void define(Features f) {
      for (var name : List.of("trip_miles", "fare", "trip_seconds")) {
        f.output(name + "_xf", f.number(name).fillMissing(0).zScore());
      }
      for (var name : List.of("payment_type", "company")) {
        f.output(name + "_xf", f.text(name).vocabulary(topK(1_000), oovBuckets(10)));
      }
      for (var side : List.of("pickup", "dropoff")) {
        f.output(side + "_latitude_xf", bucketOf(f, side + "_latitude"));
        f.output(side + "_longitude_xf", bucketOf(f, side + "_longitude"));
        f.output(
            side + "_community_area_xf",
            f.integer(side + "_community_area").fillMissing(0).ids(78));
      }
      f.output("trip_start_hour_xf", f.integer("trip_start_hour").fillMissing(0).ids(24));
      f.output("trip_start_day_xf", f.integer("trip_start_day").fillMissing(0).ids(8));
      f.output("trip_start_month_xf", f.integer("trip_start_month").fillMissing(0).ids(13));
      var fare = f.number("fare").fillMissing(0);
      f.label("tips_xf", f.number("tips").fillMissing(0).greaterThan(fare.times(0.2)));
    }

    private static IdColumn bucketOf(Features f, String name) {
      return f.number(name).fillMissing(0).bucketize(10);
    }
  }

  /** A feature of each of 2,000 columns {@code c1} …, of which each fourth is a text. */
  static final class Wide implements Preprocessing {
    @Override
    public void define(Features f) {
      define(f, 2_000);
    }

    static void define(Features f, int columns) {
      for (int c = 1; c <= columns; c++) {
        var name = "c" + c;
        switch (c % 4) {
          case 0 -> f.output("f" + c, f.text(name).vocabulary(topK(1_000)));
          case 1 -> f.output("f" + c, f.number(name).zScore().fillMissing(0));
          case 2 -> f.output("f" + c, f.number(name).minMax().fillMissing(0));
          default -> f.output("f" + c, f.number(name).bucketize(10));
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    var examples = Path.of(args[2]).toAbsolutePath();
    if (!Files.isDirectory(examples)) {
      ingest(Path.of(args[1]), examples);
      return;
    }
    var directory = Files.createTempDirectory(examples.getParent(), "transform-benchmark");
    try {
      long rows = writeSchema(examples, directory.resolve("schema"));
      Class<? extends Preprocessing> features = args[0].equals("wide") ? Wide.class : Taxi.class;
      double before = ThisProcess.cpuSeconds();
      long began = System.nanoTime();
      try (var run =
          FakeRun.of(new Transform(EXAMPLES, SCHEMA, features), directory.resolve("run"))) {
        run.withThreads(Runtime.getRuntime().availableProcessors());
        run.given(EXAMPLES, examples).given(SCHEMA, directory.resolve("schema")).execute();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "{\"rows\": %d, \"seconds\": %.3f, \"rows_per_s\": %.0f, \"cpu_seconds\": %.2f,"
              + " \"peak_mb\": %s}%n",
          rows,
          seconds,
          rows / seconds,
          ThisProcess.cpuSeconds() - before,
          ThisProcess.peakMegabytes());
    } finally {
      delete(directory);
    }
  }

  private static void ingest(Path csv, Path examples) throws IOException {
    var directory = Files.createDirectories(examples.resolve("Split-train"));
    var table = CsvTable.scan(SourceFiles.at(csv, List.of(".csv")), CsvOptions.defaults());
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator);
        var writer = new ExamplesWriter(directory, table.schema(), allocator)) {
      for (int batch = 0; batch < table.batches().count(); batch++) {
        writer.append(rows.load(batch));
      }
    }
  }

  /** Writes the schema of the examples' columns; returns the number of their rows. */
  private static long writeSchema(Path examples, Path directory) throws IOException {
    var text = new StringBuilder();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(examples, List.of("train")), allocator)) {
      for (var field : reader.schema().getFields()) {
        var type =
            field.getType() instanceof ArrowType.FloatingPoint
                ? "FLOAT"
                : field.getType() instanceof ArrowType.Int ? "INT" : "BYTES";
        text.append("feature { name: '").append(field.getName());
        text.append("' type: ").append(type).append(" }\n");
      }
      long rows = 0;
      while (reader.loadNextBatch()) {
        rows += reader.batch().getRowCount();
      }
      Tables.writeSchema(directory, text.toString());
      return rows;
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
