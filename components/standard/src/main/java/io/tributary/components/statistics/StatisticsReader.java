package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.components.message.MessageFile;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes statistics. */
public final class StatisticsReader {
  /** Name of the file of a split: a binary DatasetFeatureStatisticsList. */
  public static final String FILE = "FeatureStats.pb";

  /** Name that TFDV gives to the statistics of all examples when there are also those of slices. */
  private static final String ALL_EXAMPLES = "All Examples";

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
    return readFile(artifact.resolve("Split-" + split).resolve(FILE));
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
}
