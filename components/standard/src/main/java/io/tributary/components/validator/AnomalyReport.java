package io.tributary.components.validator;

import static java.util.Objects.requireNonNull;

import io.tributary.components.schema.SchemaChange;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Anomalies as people read them: what, where, how bad, and which change to the schema would accept
 * it. Anomalies that TFDV wrote can be reported, too; without such changes, which it leaves out
 * unless asked.
 *
 * @param place what was validated, as a headline names it
 * @param findings of the dataset first, then of features in the order of their paths
 */
public record AnomalyReport(String place, List<Finding> findings) {
  private static final String DATASET = "dataset";

  /**
   * All that is wrong with one feature, or with the dataset.
   *
   * @param where the path of the feature, or {@code dataset}
   * @param reasons at least one
   * @param change to the schema that would accept it
   */
  public record Finding(
      String where, AnomalyInfo.Severity severity, List<Reason> reasons, SchemaChange change) {
    public Finding {
      requireNonNull(where, "where");
      requireNonNull(severity, "severity");
      reasons = List.copyOf(reasons);
      requireNonNull(change, "change");
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param type as TensorFlow Metadata names it; {@code DATA_MISSING} if there were no examples
   * @param summary a few words
   * @param description where, what was found, what was expected, and what to do
   */
  public record Reason(String type, String summary, String description) {
    public Reason {
      requireNonNull(type, "type");
      requireNonNull(summary, "summary");
      requireNonNull(description, "description");
    }
  }

  public AnomalyReport {
    requireNonNull(place, "place");
    findings = List.copyOf(findings);
  }

  /** The report of what was found. */
  public static AnomalyReport of(String place, Anomalies anomalies) {
    var findings = new ArrayList<Finding>();
    if (anomalies.getDataMissing()) {
      findings.add(
          new Finding(
              DATASET,
              AnomalyInfo.Severity.ERROR,
              List.of(
                  new Reason(
                      "DATA_MISSING",
                      "No examples",
                      "dataset: no examples (expected: at least one); find out why there are none, or exclude the split")),
              SchemaChange.NONE));
    }
    if (anomalies.hasDatasetAnomalyInfo()) {
      findings.add(finding(DATASET, anomalies.getDatasetAnomalyInfo()));
    }
    new TreeMap<>(anomalies.getAnomalyInfoMap())
        .forEach((feature, info) -> findings.add(finding(feature, info)));
    return new AnomalyReport(place, findings);
  }

  private static Finding finding(String where, AnomalyInfo info) {
    var reasons = new ArrayList<Reason>();
    for (var reason : info.getReasonList()) {
      reasons.add(
          new Reason(
              reason.getType().name(), reason.getShortDescription(), reason.getDescription()));
    }
    if (reasons.isEmpty()) {
      reasons.add(
          new Reason(
              AnomalyInfo.Type.UNKNOWN_TYPE.name(),
              info.getShortDescription(),
              info.getDescription()));
    }
    return new Finding(
        where, info.getSeverity(), reasons, new SchemaChange(info.getDiffRegionsList()));
  }

  /** Whether there is nothing to report. */
  public boolean isClean() {
    return findings.isEmpty();
  }

  /** How many reasons there are, those of severity ERROR included. */
  public long count() {
    return findings.stream().mapToLong(finding -> finding.reasons().size()).sum();
  }

  /** Headline, table, and for each feature the reasons and the change that would accept them. */
  public String text() {
    var text = new StringBuilder(place).append(": ").append(headline(count())).append('\n');
    if (isClean()) {
      return text.toString();
    }
    appendTable(text.append('\n'));
    for (var finding : findings) {
      text.append('\n');
      finding.reasons().forEach(reason -> text.append(reason.description()).append('\n'));
      if (!finding.change().isEmpty()) {
        text.append("  the change to the schema that would accept it:\n");
        finding.change().lines().forEach(line -> text.append("    ").append(line).append('\n'));
      }
    }
    return text.toString();
  }

  /** How many anomalies there are, in words. */
  static String headline(long count) {
    return count == 0 ? "no anomalies" : count == 1 ? "1 anomaly" : count + " anomalies";
  }

  private void appendTable(StringBuilder text) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("SEVERITY", "WHERE", "WHAT", "REASON"));
    for (var finding : findings) {
      for (var reason : finding.reasons()) {
        rows.add(
            List.of(finding.severity().name(), finding.where(), reason.summary(), reason.type()));
      }
    }
    for (var row : rows) {
      for (int column = 0; column < row.size() - 1; column++) {
        int at = column;
        int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
        var cell = row.get(column);
        text.append(cell).append(" ".repeat(width - cell.length() + 2));
      }
      text.append(row.get(row.size() - 1)).append('\n');
    }
  }

  /** The same as maps, lists and texts, ready for {@link io.tributary.components.json.Json}. */
  public Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("place", place);
    json.put(
        "findings",
        findings.stream()
            .map(
                finding -> {
                  var fields = new LinkedHashMap<String, Object>();
                  fields.put("where", finding.where());
                  fields.put("severity", finding.severity().name());
                  fields.put(
                      "reasons",
                      finding.reasons().stream()
                          .map(
                              reason -> {
                                var of = new LinkedHashMap<String, Object>();
                                of.put("type", reason.type());
                                of.put("summary", reason.summary());
                                of.put("description", reason.description());
                                return of;
                              })
                          .toList());
                  fields.put("change", finding.change().lines());
                  return fields;
                })
            .toList());
    return json;
  }
}
