package io.tributary.components.validator;

import io.tributary.api.ExecutionFailure;
import io.tributary.components.message.MessageFile;
import io.tributary.proto.tfmd.Anomalies;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes anomalies. */
public final class AnomaliesReader {
  /** Name of the file of a split: a binary Anomalies. */
  public static final String FILE = "SchemaDiff.pb";

  private static final MessageFile<Anomalies> ANOMALIES =
      new MessageFile<>(
          Anomalies.getDefaultInstance(),
          "a tensorflow.metadata.v0.Anomalies",
          "check the name of the split or file, and validate again");

  private AnomaliesReader() {}

  /**
   * The anomalies of a split.
   *
   * @param artifact the artifact's directory
   * @throws ExecutionFailure if the split is missing or its file is not readable
   */
  public static Anomalies read(Path artifact, String split) throws IOException {
    return readFile(artifact.resolve("Split-" + split).resolve(FILE));
  }

  /**
   * The anomalies in a file that we or TFDV wrote.
   *
   * @throws ExecutionFailure if the file is missing or not readable
   */
  public static Anomalies readFile(Path file) throws IOException {
    return ANOMALIES.read(file);
  }

  /**
   * Writes anomalies, binary if the name ends with {@code .pb} and as text otherwise. Equal
   * anomalies give equal bytes.
   */
  public static void writeFile(Path file, Anomalies anomalies) throws IOException {
    ANOMALIES.write(file, anomalies);
  }

  /** Whether nothing at all was found: no anomaly of a feature or the dataset, no missing data. */
  public static boolean isClean(Anomalies anomalies) {
    return anomalies.getAnomalyInfoCount() == 0
        && !anomalies.hasDatasetAnomalyInfo()
        && !anomalies.getDataMissing();
  }
}
