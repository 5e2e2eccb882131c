package io.tributary.cli.model;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.data.ColumnWords;
import io.tributary.cli.data.RowArguments;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.LoadProgress;
import io.tributary.cli.output.Table;
import io.tributary.components.bulkinferrer.Inference;
import io.tributary.components.bulkinferrer.InferenceColumns;
import io.tributary.components.bulkinferrer.ServingEndpoint;
import io.tributary.components.onnx.RowColumns;
import io.tributary.data.LocalDataEngine;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;

final class ModelPredictCommand extends Command {
  private static final int SHOWN_COLUMNS = 8;
  private static final int MOST_CHARACTERS = 30;

  private final Given<String> model =
      parameter(
          0,
          "MODEL",
          String.class,
          ModelFile.MODEL + "; with --server the name of a model there, or NAME:VERSION.");
  private final RowArguments reading = new RowArguments(this, 1);
  private final Given<Path> file =
      required(
          "--out",
          "FILE",
          Path.class,
          "Write the predictions there, in the order of the rows: as .arrow, .csv or .parquet.");
  private final Given<Map<String, String>> inputs =
      repeated(
          "--input",
          "NAME=COLUMN,...",
          Map.class,
          "The columns that an input of the model is made of, side by side, where it does not take"
              + " the column of its name: of a model that takes a matrix. May be repeated.",
          String.class,
          String.class);
  private final Given<String> keep =
      option(
          "--keep",
          "COLUMN,...",
          String.class,
          "The columns of SRC that stand before the predictions, such as a key; '' for none. By"
              + " default all of them.");
  private final Given<List<String>> outputs =
      repeated(
          "--output",
          "NAME",
          List.class,
          "Only this output of the model; may be repeated. By default all of them.",
          String.class);
  private final Given<String> prefix =
      option(
          "--prefix",
          "TEXT",
          String.class,
          "",
          "Stands before the names of predictions, where SRC has columns of the same names.");
  private final Given<String> server =
      option(
          "--server",
          "HOST:PORT",
          String.class,
          "Ask a serving tier (KServe v2 over gRPC) instead of a file.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  ModelPredictCommand() {
    super(
        "predict",
        "Asks a model about every row of a source, and writes the predictions. An input of the"
            + " model takes the column of its name.");
    footer(
        "",
        "An output of several values a row becomes a column for each: probabilities/setosa, or"
            + " scores/0 where",
        "the model does not name them.",
        "",
        "For example:",
        "  tributary model predict model trips.csv --out predictions.csv --keep trip_id",
        "  tributary model predict model.onnx 'trips/*.parquet' --out predictions.parquet --output"
            + " probability",
        "  tributary model predict iris.onnx flowers.csv --out kinds.csv \\",
        "    --input X=sepal_length,sepal_width,petal_length,petal_width",
        "  tributary model predict serving/taxi examples --split eval --out predictions.arrow",
        "  tributary model predict taxi:3 trips.csv --server localhost:8001 --out predictions.csv");
  }

  @Override
  public Integer call() throws IOException {
    var target = PredictionFile.of(file.value());
    var apart = new Apart().writing("--out", file.find());
    if (server.find().isEmpty()) {
      OnnxModel.prepare();
      apart.reading(List.of(ModelFile.find(Path.of(model.value()))));
    }
    try (var allocator = new RootAllocator();
        var progress = LoadProgress.on(err())) {
      var rows = reading.batches(apart, allocator, progress, err());
      apart.check();
      try (var inference = inference(RowColumns.of(rows))) {
        var written =
            target.write(
                rows, inference, new LocalDataEngine(allocator, reading.threads()), allocator);
        progress.clear();
        print(written, inference);
      }
    }
    return ExitCode.OK;
  }

  private Inference inference(RowColumns rows) throws IOException {
    return server.find().isPresent()
        ? Inference.served(endpoint(), Optional.empty(), columns(), rows)
        : Inference.offline(ModelFile.find(Path.of(model.value())), columns(), rows);
  }

  private ServingEndpoint endpoint() {
    int colon = model.value().lastIndexOf(':');
    var name = colon < 0 ? model.value() : model.value().substring(0, colon);
    var version = colon < 0 ? "" : model.value().substring(colon + 1);
    try {
      return ServingEndpoint.of(server.value(), name, version);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--server " + server.value(), e);
    }
  }

  private InferenceColumns columns() {
    var made = new LinkedHashMap<String, List<String>>();
    inputs.find().orElse(Map.of()).forEach((name, columns) -> made.put(name, names(columns)));
    return new InferenceColumns(
        made,
        keep.find().map(ModelPredictCommand::names),
        outputs.find().orElse(List.of()),
        prefix.value());
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private void print(PredictionFile.Written written, Inference inference) throws IOException {
    if (json.value()) {
      var view = new LinkedHashMap<String, Object>();
      view.put("model", inference.model());
      view.put("rows", written.rows());
      var columns = new LinkedHashMap<String, Object>();
      written.columns().forEach(field -> columns.put(field.getName(), ColumnWords.type(field)));
      view.put("columns", columns);
      view.put("file", file.value().toString());
      JsonOutput.print(out(), view);
      return;
    }
    out().println(inference.model() + ": " + Figures.count(written.rows(), "row"));
    out().println();
    out().print(table(written));
    int hidden = written.columns().size() - SHOWN_COLUMNS;
    if (hidden > 0) {
      out().println(hidden + " columns more stand before these");
    }
    out().println();
    out().println("written  " + file.value());
    out().flush();
  }

  /** The first rows; of many columns the last ones, which are the predictions. */
  private static Table table(PredictionFile.Written written) {
    var all = written.columns();
    int from = Math.max(0, all.size() - SHOWN_COLUMNS);
    var table =
        new Table(
            all.subList(from, all.size()).stream()
                .map(Field::getName)
                .map(name -> Figures.brief(name, MOST_CHARACTERS))
                .toArray(String[]::new));
    for (var row : written.first()) {
      table.row(
          row.subList(from, row.size()).stream()
              .map(text -> Figures.brief(text, MOST_CHARACTERS))
              .toArray());
    }
    return table;
  }
}
