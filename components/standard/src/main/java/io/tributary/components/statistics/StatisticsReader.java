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
    return list.getDatasets(ofAllExamples(file, list));
  }

  private static int ofAllExamples(Path file, DatasetFeatureStatisticsList list) {
    for (int i = 0; i < list.getDatasetsCount(); i++) {
      if (list.getDatasetsCount() == 1 || list.getDatasets(i).getName().equals(ALL_EXAMPLES)) {
        return i;
      }
    }
    throw LIST.unreadable(
        file,
        list.getDatasetsCount() + " datasets, of which none is called '" + ALL_EXAMPLES + "'",
        null);
  }

  /**
   * All that a file tells: first the statistics of all examples, then those of slices in the order
   * of the file, wherever in it TFDV has written the first.
   *
   * @throws ExecutionFailure if the file is missing or is no statistics
   */
  public static DatasetFeatureStatisticsList readAll(Path file) throws IOException {
    var list = LIST.read(file);
    int first = ofAllExamples(file, list);
    return list.toBuilder().removeDatasets(first).addDatasets(0, list.getDatasets(first)).build();
  }

  /**
   * Writes the statistics of a dataset, binary if the name ends with {@code .pb} and as text
   * otherwise.
   */
  public static void writeFile(Path file, DatasetFeatureStatistics statistics) throws IOException {
    writeAll(file, DatasetFeatureStatisticsList.newBuilder().addDatasets(statistics).build());
  }

  /** Writes statistics of all examples and of slices, as {@link #writeFile} does. */
  public static void writeAll(Path file, DatasetFeatureStatisticsList statistics)
      throws IOException {
    LIST.write(file, statistics);
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
