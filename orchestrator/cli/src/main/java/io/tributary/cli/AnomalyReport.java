package io.tributary.cli;

import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Anomalies for people and for {@code --json}: what is wrong, where, how bad it is, and what would
 * mend it.
 *
 * @param place what was validated
 */
record AnomalyReport(String place, List<Finding> findings) {

  /**
   * One thing that is not as it should be.
   *
   * @param where the path of a feature, or {@code dataset}
   * @param reason type of the anomaly, as TensorFlow Metadata names it
   * @param detail what was found and expected, and what to do
   */
  record Finding(
      String where, AnomalyInfo.Severity severity, String reason, String summary, String detail) {

    /** The detail, which may say itself where it belongs. */
    private String explained() {
      var text = Printable.line(detail);
      boolean saysWhere = text.startsWith("feature '") || text.startsWith("dataset");
      return saysWhere ? text : Printable.line(where) + ": " + text;
    }
  }

  static AnomalyReport of(String place, Anomalies anomalies) {
    var findings = new ArrayList<Finding>();
    if (anomalies.getDataMissing()) {
      findings.add(
          new Finding(
              "dataset",
              AnomalyInfo.Severity.ERROR,
              "DATA_MISSING",
              "No examples",
              "no examples (expected: at least one); find out why there are none"));
    }
    if (anomalies.hasDatasetAnomalyInfo()) {
      add("dataset", anomalies.getDatasetAnomalyInfo(), findings);
    }
    new TreeMap<>(anomalies.getAnomalyInfoMap())
        .forEach((feature, info) -> add(feature, info, findings));
    return new AnomalyReport(place, findings);
  }

  private static void add(String where, AnomalyInfo info, List<Finding> findings) {
    for (var reason : info.getReasonList()) {
      findings.add(
          new Finding(
              where,
              info.getSeverity(),
              reason.getType().name(),
              reason.getShortDescription(),
              reason.getDescription()));
    }
    if (info.getReasonCount() == 0) {
      findings.add(
          new Finding(
              where,
              info.getSeverity(),
              "UNKNOWN_TYPE",
              info.getShortDescription(),
              info.getDescription()));
    }
  }

  /** How many of the findings are errors. */
  long errors() {
    return findings.stream()
        .filter(finding -> finding.severity() == AnomalyInfo.Severity.ERROR)
        .count();
  }

  boolean isClean() {
    return findings.isEmpty();
  }

  void print(PrintWriter out) {
    out.println(place + ": " + headline());
    var table = new Table("SEVERITY", "WHERE", "WHAT", "REASON");
    findings.forEach(
        finding ->
            table.row(finding.severity(), finding.where(), finding.summary(), finding.reason()));
    if (!table.isEmpty()) {
      out.println();
      out.print(table);
      out.println();
      findings.forEach(finding -> out.println("  " + finding.explained()));
    }
    out.flush();
  }

  private String headline() {
    if (isClean()) {
      return "no anomalies";
    }
    return findings.size()
        + (findings.size() == 1 ? " anomaly, " : " anomalies, ")
        + errors()
        + " of severity ERROR";
  }
}
