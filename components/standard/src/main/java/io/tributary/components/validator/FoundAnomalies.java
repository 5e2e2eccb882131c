package io.tributary.components.validator;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.OutputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.components.validator.ExampleValidator.OnAnomalies;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** The anomalies of all splits, a line each. */
final class FoundAnomalies {
  private final Function<AnomalyInfo.Type, OnAnomalies> rule;
  private final List<String> lines = new ArrayList<>();
  private boolean fails;

  /**
   * Nothing yet.
   *
   * @param rule what becomes of the run, by type of anomaly
   */
  FoundAnomalies(Function<AnomalyInfo.Type, OnAnomalies> rule) {
    this.rule = rule;
  }

  void add(String split, Anomalies anomalies) {
    var where = "split '" + split + "' > ";
    if (anomalies.getDataMissing()) {
      add(
          AnomalyInfo.Type.UNKNOWN_TYPE,
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
        .forEach(reason -> add(reason.getType(), where + reason.getDescription()));
    new TreeMap<>(anomalies.getAnomalyInfoMap())
        .values()
        .forEach(
            info ->
                info.getReasonList()
                    .forEach(reason -> add(reason.getType(), where + reason.getDescription())));
  }

  private void add(AnomalyInfo.Type type, String line) {
    lines.add(line);
    fails |= rule.apply(type) == OnAnomalies.FAIL;
  }

  /**
   * Blesses the output or not, tells what was found, and fails if one of them is of a type for
   * which that is wanted.
   *
   * @param expected of the examples
   * @param remark what else to tell; may be empty
   */
  void conclude(
      Run<?> run, OutputArtifact<ExampleAnomalies> output, String expected, String remark) {
    output.set(ExampleAnomalies.BLESSED, lines.isEmpty());
    run.progress(AnomalyReport.headline(lines.size()) + remark);
    lines.forEach(anomaly -> run.log().warn("{}", anomaly));
    if (fails) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              "node '" + run.nodeId() + "'",
              AnomalyReport.headline(lines.size()) + ":\n  " + String.join("\n  ", lines) + "\n",
              expected,
              "correct the data or the schema, as each line says"));
    }
  }
}
