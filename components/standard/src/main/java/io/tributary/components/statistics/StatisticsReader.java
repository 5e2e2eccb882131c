package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.message.MessageFile;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes statistics. */
public final class StatisticsReader {
  /** Name of the file of a split: a binary DatasetFeatureStatisticsList. */
  public static final String FILE = "FeatureStats.pb";

  /** Name that TFDV gives to the statistics of all examples when there are also those of slices. */
  public static final String ALL_EXAMPLES = "All Examples";

  private static final MessageFile<DatasetFeatureStatisticsList> LIST =
      new MessageFile<>(
          DatasetFeatureStatisticsList.getDefaultInstance(),
          "a tensorflow.metadata.v0.DatasetFeatureStatisticsList",
          "check the name of the split or file, and make the statistics again");

  private StatisticsReader() {}

  /**
   * The statistics of all examples of a split.
   *
   * @param artifact the artifact's directory
   * @throws ExecutionFailure if the split is missing or is no statistics
   */
  public static DatasetFeatureStatistics read(Path artifact, String split) throws IOException {
    return readFile(file(artifact, split));
  }

  /**
   * The statistics of all examples in a file that we or TFDV wrote; slices are left out.
   *
   * @throws ExecutionFailure if the file is missing or is no statistics
   */
  public static DatasetFeatureStatistics readFile(Path file) throws IOException {
    var list = LIST.read(file);
    for (var dataset : list.getDatasetsList()) {
      if (list.getDatasetsCount() == 1 || dataset.getName().equals(ALL_EXAMPLES)) {
        return dataset;
      }
    }
    throw LIST.unreadable(
        file,
        list.getDatasetsCount() + " datasets, of which none is called '" + ALL_EXAMPLES + "'",
        null);
  }

  /**
   * All that a file tells: the statistics of all examples, and those of slices.
   *
   * @throws ExecutionFailure if the file is missing or is no statistics
   */
  public static DatasetFeatureStatisticsList readAll(Path file) throws IOException {
    var list = LIST.read(file);
    if (list.getDatasetsCount() == 0) {
      throw LIST.unreadable(file, "no datasets", null);
    }
    return list;
  }

  /**
   * Writes the statistics of a dataset, binary if the name ends with {@code .pb} and as text
   * otherwise.
   */
  public static void writeFile(Path file, DatasetFeatureStatistics statistics) throws IOException {
    LIST.write(file, DatasetFeatureStatisticsList.newBuilder().addDatasets(statistics).build());
  }

  /**
   * The statistics of a slice of a split.
   *
   * @param artifact the artifact's directory
   * @param slice its name, such as {@code payment_type_Cash}; {@link #ALL_EXAMPLES} for no slice
   * @throws ExecutionFailure if the split is missing or is no statistics, or has no such slice
   */
  public static DatasetFeatureStatistics read(Path artifact, String split, String slice)
      throws IOException {
    if (slice.equals(ALL_EXAMPLES)) {
      return read(artifact, split);
    }
    var file = file(artifact, split);
    var list = LIST.read(file);
    return list.getDatasetsList().stream()
        .filter(dataset -> dataset.getName().equals(slice))
        .findFirst()
        .orElseThrow(
            () ->
                new ExecutionFailure(
                    ExecutionFailure.Code.NOT_FOUND,
                    new Explanation(
                        file + " > slice '" + slice + "'",
                        "no such slice",
                        "one of " + slices(list),
                        "name a slice that the statistics have")));
  }

  /**
   * Names of the slices of a split, in their order; none if only all examples are described.
   *
   * @throws ExecutionFailure if the split is missing or is no statistics
   */
  public static List<String> slices(Path artifact, String split) throws IOException {
    return slices(LIST.read(file(artifact, split)));
  }

  private static List<String> slices(DatasetFeatureStatisticsList list) {
    return list.getDatasetsList().stream()
        .map(DatasetFeatureStatistics::getName)
        .filter(name -> !name.isEmpty() && !name.equals(ALL_EXAMPLES))
        .toList();
  }

  private static Path file(Path artifact, String split) {
    return artifact.resolve("Split-" + split).resolve(FILE);
  }
}
