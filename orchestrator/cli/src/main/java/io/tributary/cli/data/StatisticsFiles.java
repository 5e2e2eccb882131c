package io.tributary.cli.data;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.components.message.WholeFile;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.statistics.page.StatisticsPage;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statistics that a user has named.
 *
 * @param name of the artifact
 * @param bySplit by split; by no name where there are none
 */
record StatisticsFiles(String name, Map<String, DatasetFeatureStatisticsList> bySplit) {
  static StatisticsFiles read(ArtifactFiles files) throws IOException {
    var bySplit = new LinkedHashMap<String, DatasetFeatureStatisticsList>();
    for (var file : files.bySplit().entrySet()) {
      bySplit.put(file.getKey(), StatisticsReader.readAll(file.getValue()));
    }
    return new StatisticsFiles(files.name(), bySplit);
  }

  /**
   * A dataset.
   *
   * @param place what to call it
   */
  record Described(String place, DatasetFeatureStatistics statistics) {}

  /** All examples of each split, or a slice of each. */
  List<Described> datasets(Optional<String> slice) {
    return bySplit.keySet().stream().map(split -> dataset(split, slice)).toList();
  }

  /** All examples and all slices, as {@code --json} prints them. */
  List<StatisticsView> views() {
    return bySplit.entrySet().stream()
        .flatMap(
            split ->
                split.getValue().getDatasetsList().stream()
                    .map(
                        dataset ->
                            StatisticsView.of(
                                new Described(
                                    split.getValue().getDatasetsCount() == 1
                                        ? place(split.getKey())
                                        : place(split.getKey()) + " > " + dataset.getName(),
                                    dataset))))
        .toList();
  }

  private String place(String split) {
    return split.isEmpty() ? name : name + " > " + split;
  }

  /** All examples of a split, or a slice of it. */
  Described dataset(String split, Optional<String> slice) {
    var place = place(split);
    var list = requireNonNull(bySplit.get(split), split);
    return slice
        .map(of -> new Described(place + " > " + of, slice(place, of, list)))
        .orElseGet(() -> new Described(place, list.getDatasets(0)));
  }

  /**
   * What belongs to a split of another artifact: the split of the same name, or the only one.
   *
   * @throws UsageException if there are several, and none of that name
   */
  DatasetFeatureStatistics matching(String split) {
    var list = bySplit.get(bySplit.size() == 1 ? bySplit.keySet().iterator().next() : split);
    if (list == null) {
      throw new UsageException(
          name,
          "splits " + bySplit.keySet(),
          split.isEmpty() ? "one split" : "a split '" + split + "'",
          "choose one with --split");
    }
    return list.getDatasets(0);
  }

  /** What to compare: splits of the same name; if there is none, each with each. */
  List<ComparisonTable> compared(StatisticsFiles other, Optional<String> slice) {
    var common = bySplit.keySet().stream().filter(other.bySplit::containsKey).toList();
    var tables = new ArrayList<ComparisonTable>();
    for (var split : common.isEmpty() ? bySplit.keySet() : common) {
      for (var otherSplit : common.isEmpty() ? other.bySplit.keySet() : List.of(split)) {
        tables.add(new ComparisonTable(dataset(split, slice), other.dataset(otherSplit, slice)));
      }
    }
    return tables;
  }

  private static DatasetFeatureStatistics slice(
      String place, String slice, DatasetFeatureStatisticsList list) {
    return list.getDatasetsList().stream()
        .filter(dataset -> dataset.getName().equals(slice))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    new Explanation(
                        "--slice",
                        slice,
                        list.getDatasetsCount() == 1
                            ? "nothing: " + place + " has no slices"
                            : "one of "
                                + list.getDatasetsList().stream()
                                    .map(DatasetFeatureStatistics::getName)
                                    .toList(),
                        "leave it out, or name a slice")));
  }

  /** How many slices there are beside all examples. */
  int slices() {
    return bySplit.values().stream().mapToInt(list -> list.getDatasetsCount() - 1).max().orElse(0);
  }

  /**
   * The page that shows them, beside others if there are any; else two splits beside each other.
   */
  StatisticsPage page(Optional<StatisticsFiles> against) {
    if (against.isPresent()) {
      return new StatisticsPage(
          List.of(
              new StatisticsPage.Named(name, together()),
              new StatisticsPage.Named(against.get().name, against.get().together())));
    }
    if (bySplit.size() == 2) {
      return new StatisticsPage(
          bySplit.entrySet().stream()
              .map(split -> new StatisticsPage.Named(split.getKey(), split.getValue()))
              .toList());
    }
    return new StatisticsPage(name, together());
  }

  /** All splits in one list; each then is what slices are, too. */
  private DatasetFeatureStatisticsList together() {
    if (bySplit.size() == 1) {
      return bySplit.values().iterator().next();
    }
    var datasets = new ArrayList<DatasetFeatureStatistics>();
    bySplit.forEach(
        (split, list) -> {
          for (int i = 0; i < list.getDatasetsCount(); i++) {
            var dataset = list.getDatasets(i);
            var slice = list.getDatasetsCount() == 1 ? split : split + ", " + dataset.getName();
            datasets.add(dataset.toBuilder().setName(slice).build());
          }
        });
    return DatasetFeatureStatisticsList.newBuilder().addAllDatasets(datasets).build();
  }

  /** Writes the page, and gives its place for a message. */
  static String write(Path file, StatisticsPage page) throws IOException {
    var parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    WholeFile.write(file, page.html());
    return "page  " + file + "  (open it in a browser)";
  }
}
