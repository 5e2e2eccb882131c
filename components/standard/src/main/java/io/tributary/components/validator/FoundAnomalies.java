package io.tributary.components.validator;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.OutputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.components.validator.ExampleValidator.OnAnomalies;
import io.tributary.proto.tfmd.Anomalies;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The anomalies of all splits, a line each. */
final class FoundAnomalies {
  private final List<String> lines = new ArrayList<>();

  void add(String split, Anomalies anomalies) {
    var where = "split '" + split + "' > ";
    if (anomalies.getDataMissing()) {
      lines.add(
          new Explanation(
                  where + "dataset",
                  "no examples",
                  "at least one",
                  "find out why the split is empty, or exclude it")
              .toString());
    }
    anomalies
        .getDatasetAnomalyInfo()
        .getReasonList()
        .forEach(reason -> lines.add(where + reason.getDescription()));
    new TreeMap<>(anomalies.getAnomalyInfoMap())
        .values()
        .forEach(
            info ->
                info.getReasonList().forEach(reason -> lines.add(where + reason.getDescription())));
  }

  /**
   * Blesses the output or not, tells what was found, and fails if that is wanted.
   *
   * @param expected of the examples
   * @param remark what else to tell; may be empty
   */
  void conclude(
      Run<?> run,
      OutputArtifact<ExampleAnomalies> output,
      OnAnomalies onAnomalies,
      String expected,
      String remark) {
    output.set(ExampleAnomalies.BLESSED, lines.isEmpty());
    run.progress((lines.isEmpty() ? "no anomalies" : lines.size() + " anomalies") + remark);
    lines.forEach(anomaly -> run.log().warn("{}", anomaly));
    if (onAnomalies == OnAnomalies.FAIL && !lines.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              "node '" + run.nodeId() + "'",
              lines.size() + " anomalies:\n  " + String.join("\n  ", lines) + "\n",
              expected,
              "correct the data or the schema, as each line says"));
    }
  }
}
