package io.tributary.cli.model;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.artifact.Examples;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.components.card.ModelCard.DataSource;
import io.tributary.components.card.ModelCard.RawData;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.core.RunHome;
import io.tributary.server.view.LineageView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The data that a model comes from.
 *
 * @param before everything that it was made from, what was there first before the rest
 * @param opened where the files are
 * @param absent gets what could not be read
 */
record ModelData(List<LineageView> before, RunHome opened, List<String> absent) {
  private static final String EXAMPLES = "Examples";
  private static final String STATISTICS = "ExampleStatistics";

  /** All that an artifact was made from, each once, itself last. */
  static List<LineageView> oldestFirst(LineageView whole) {
    var artifacts = new LinkedHashMap<Long, LineageView>();
    collect(whole, artifacts, new HashSet<>());
    return List.copyOf(artifacts.values());
  }

  private static void collect(
      LineageView artifact, Map<Long, LineageView> artifacts, Set<Long> known) {
    // Of an artifact that is met again, lineage does not repeat what is beyond it.
    boolean again = artifact.executions().isEmpty() && known.contains(artifact.id());
    known.add(artifact.id());
    if (!again) {
      artifact
          .executions()
          .forEach(step -> step.artifacts().forEach(used -> collect(used, artifacts, known)));
      artifacts.putIfAbsent(artifact.id(), artifact);
    }
  }

  List<DataSource> sources() {
    return before.stream().filter(view -> view.type().equals(EXAMPLES)).map(this::source).toList();
  }

  private DataSource source(LineageView examples) {
    return new DataSource(
        examples.type(),
        examples.id(),
        String.valueOf(examples.customProperties().getOrDefault("content_digest", "")),
        String.valueOf(examples.customProperties().getOrDefault("producer_component", "")),
        number(examples, Examples.SPAN.name()),
        number(examples, Examples.VERSION.name()),
        splits(examples),
        rows(examples),
        examples.executions().stream()
            .flatMap(step -> step.rawData().stream())
            .findFirst()
            .map(raw -> new RawData(raw.path(), raw.digest())));
  }

  /** 0 stands for data that does not come in periods. */
  private static OptionalLong number(LineageView of, String property) {
    return of.properties().get(property) instanceof Long number && number != 0
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  private static List<String> splits(LineageView of) {
    var names = String.valueOf(of.properties().getOrDefault("split_names", ""));
    return Stream.of(names.replaceAll("[\\[\\]\" ]", "").split(",", -1))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** As counted by statistics of these examples, if there are any. */
  private Map<String, Long> rows(LineageView examples) {
    var rows = new LinkedHashMap<String, Long>();
    before.stream()
        .filter(view -> view.type().equals(STATISTICS))
        .filter(
            view ->
                view.executions().stream()
                    .flatMap(step -> step.artifacts().stream())
                    .anyMatch(used -> used.id() == examples.id()))
        .limit(1)
        .forEach(view -> splits(view).forEach(split -> count(view, split, rows)));
    return rows;
  }

  private void count(LineageView statistics, String split, Map<String, Long> rows) {
    var file =
        opened
            .artifacts()
            .path(statistics.uri())
            .resolve("Split-" + split)
            .resolve(ArtifactFiles.Wanted.STATISTICS.file());
    try {
      if (Files.exists(file)) {
        rows.put(split, StatisticsReader.readAll(file).getDatasets(0).getNumExamples());
      } else {
        absent.add(
            STATISTICS + " " + statistics.id() + ": statistics of '" + split + "' are gone.");
      }
    } catch (ExecutionFailure | IOException e) {
      absent.add(STATISTICS + " " + statistics.id() + ": " + e.getMessage());
    }
  }
}
