package io.tributary.cli.data;

import io.tributary.api.Explanation;
import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.ShellWord;
import io.tributary.cli.command.Temporary;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Hints;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.LoadProgress;
import io.tributary.cli.output.Table;
import io.tributary.data.source.SourceTable;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.Splits;
import io.tributary.data.split.TimeShares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class DataIngestCommand extends Command {
  /** Of a column's name, in the table. */
  private static final int MOST_CHARACTERS = 60;

  private final Given<Path> source = parameter(0, "SRC", Path.class, SourceArguments.SOURCE + ".");
  private final Given<Path> directory =
      required(
          "--out", "DIR", Path.class, "Directory to write the examples into; must not exist yet.");
  private final Given<String> split =
      option(
          "--split",
          "NAME:SIZE,...",
          String.class,
          "train:2,eval:1",
          "Splits and their relative sizes (default: ${DEFAULT-VALUE}).");
  private final Given<List<String>> groups =
      repeated(
          "--group-by",
          "COLUMN",
          List.class,
          "Rows that are equal in this column stay in one split; may be repeated. By default rows are divided by a hash of all columns.",
          String.class);
  private final Given<String> time =
      option(
          "--by-time",
          "COLUMN",
          String.class,
          "The earliest rows go to the first split, and so on, instead of dividing by a hash.");
  private final Given<Double> sample =
      option("--sample", "PART", Double.class, "Keep only such a part of the rows, above 0 to 1.");
  private final Given<Long> seed =
      option(
          "--seed", "N", Long.class, "0", "Which rows a sample keeps (default: ${DEFAULT-VALUE}).");
  private final SourceArguments reading = new SourceArguments(this);
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  DataIngestCommand() {
    super(
        "ingest",
        "Reads data and writes it as examples: Arrow files, divided into splits, as pipelines do.");
    footer(
        "",
        "For example:",
        "  tributary data ingest trips.csv --out examples",
        "  tributary data ingest 'trips/*.csv.gz' --out examples --split train:8,eval:2 --group-by taxi_id",
        "  tributary data ingest trips.csv --out examples --missing NA --max-bad-rows 100 --quarantine bad.jsonl");
  }

  @Override
  public Integer call() throws IOException {
    var splits = splits();
    var sampling = sample.find().map(Sampling::of).orElse(Sampling.ALL);
    var target = directory.value().toAbsolutePath().normalize();
    if (directory.value().toString().isEmpty()) {
      throw new UsageException("--out", "''", "the name of a directory", "write one");
    }
    if (Files.exists(target)) {
      throw new UsageException(
          "--out",
          directory.value() + ", which exists",
          "a directory that does not exist yet",
          "choose another one, or move it away");
    }
    try (var progress = LoadProgress.on(err())) {
      var outputs = new Apart().writing("--out", directory.find());
      var table = reading.open(source.value(), outputs, progress);
      progress.clear();
      reading.remark(table, err());
      var rows = ingest(table, splits, sampling, target, progress);
      progress.clear();
      print(table, rows);
      return ExitCode.OK;
    }
  }

  private Map<String, Long> ingest(
      SourceTable table, Splits splits, Sampling sampling, Path target, LoadProgress progress)
      throws IOException {
    Files.createDirectories(target.resolveSibling(""));
    try (var staging = Temporary.folder(target.resolveSibling(""), ".ingest-")) {
      var batches = progress.watch("writing " + directory.value(), table.batches());
      var rows =
          new ExamplesFolder(splits, sampling, seed.value(), reading.threads())
              .write(batches, staging.path());
      Files.move(staging.path(), target, StandardCopyOption.ATOMIC_MOVE);
      return rows;
    }
  }

  private Splits splits() {
    var sizes = new LinkedHashMap<String, Integer>();
    for (var part : split.value().split(",", -1)) {
      int colon = part.lastIndexOf(':');
      var name = colon < 0 ? part : part.substring(0, colon);
      var size = colon < 0 ? 1 : size(part, part.substring(colon + 1));
      if (sizes.put(name, size) != null) {
        throw new UsageException("--split", name + " twice", "names of their own", "rename one");
      }
    }
    if (time.find().isPresent() && groups.find().isPresent()) {
      throw new UsageException(
          "--by-time", "with --group-by", "one of the two", "leave one of them out");
    }
    try {
      return time.find().isPresent() ? byTime(sizes) : byHash(sizes);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--split " + split.value(), e);
    }
  }

  private static int size(String part, String given) {
    try {
      return Integer.parseInt(given);
    } catch (NumberFormatException e) {
      throw new UsageException(
          new Explanation(
              "--split",
              part,
              "NAME:SIZE with a whole number",
              "write for instance train:2,eval:1"));
    }
  }

  private Splits byHash(Map<String, Integer> sizes) {
    return new SplitConfig(
        sizes.entrySet().stream()
            .map(size -> new SplitConfig.Split(size.getKey(), size.getValue()))
            .toList(),
        groups.find().orElse(List.of()));
  }

  private Splits byTime(Map<String, Integer> sizes) {
    double all = sizes.values().stream().mapToInt(Integer::intValue).sum();
    var shares = new ArrayList<TimeShares.Share>();
    sizes.forEach((name, size) -> shares.add(new TimeShares.Share(name, size / all)));
    return new TimeShares(time.value(), shares);
  }

  private void print(SourceTable table, Map<String, Long> rows) throws IOException {
    var fields = table.schema().getFields();
    if (json.value()) {
      var view = new LinkedHashMap<String, Object>();
      view.put("rows", table.rows());
      view.put("bad_rows", table.badRows());
      view.put("digest", table.digest());
      var columns = new LinkedHashMap<String, Object>();
      fields.forEach(field -> columns.put(field.getName(), ColumnWords.type(field)));
      view.put("columns", columns);
      view.put("hints", table.hints().stream().map(Object::toString).toList());
      view.put("splits", rows);
      view.put("directory", directory.value().toString());
      JsonOutput.print(out(), view);
      return;
    }
    out()
        .println(
            source.value()
                + ": "
                + Figures.count(table.rows(), "row")
                + ", "
                + Figures.count(fields.size(), "column"));
    out().println();
    var columns = new Table("COLUMN", "TYPE");
    fields.forEach(
        field ->
            columns.row(Figures.brief(field.getName(), MOST_CHARACTERS), ColumnWords.type(field)));
    out().print(columns);
    out().println();
    var splits = new Table("SPLIT", "ROWS").rightAligned(1);
    rows.forEach((name, count) -> splits.row(name, Figures.text(count)));
    out().print(splits);
    out().println();
    out().println("written  " + directory.value());
    out()
        .println(
            "next     "
                + Hints.anywhere()
                    .command(
                        "data statistics "
                            + ShellWord.of(directory.value().toString())
                            + " --out stats.pb"));
    out().flush();
  }
}
