package io.tributary.components.validator;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.Anomalies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code ExampleAnomalies} artifacts. */
public final class AnomaliesReader {
  /** Name of the file of a split: a binary Anomalies. */
  public static final String FILE = "SchemaDiff.pb";

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
    if (!Files.isRegularFile(file)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.NOT_FOUND,
          new Explanation(
              file.toString(),
              "no such file",
              "the anomalies of the split, a binary Anomalies",
              "check the name of the split, and run the node that validates again"));
    }
    try (var in = Files.newInputStream(file)) {
      return Anomalies.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              file.toString(),
              "not readable: " + e.getMessage(),
              "a binary Anomalies",
              "run the node that validates again"),
          e);
    }
  }

  /** Whether nothing at all was found: no anomaly of a feature or the dataset, no missing data. */
  public static boolean isClean(Anomalies anomalies) {
    return anomalies.getAnomalyInfoCount() == 0
        && !anomalies.hasDatasetAnomalyInfo()
        && !anomalies.getDataMissing();
  }
}
