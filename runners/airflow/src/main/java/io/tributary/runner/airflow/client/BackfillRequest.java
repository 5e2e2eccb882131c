package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A back-fill that is asked for: a run for each time of the DAG's schedule in a range.
 *
 * @param from the first logical date
 * @param to the last one, which counts
 * @param conf parameters of each run
 * @param maxActiveRuns how many of its runs may be under way at once
 * @param backwards whether the latest comes first
 */
public record BackfillRequest(
    String dagId,
    Instant from,
    Instant to,
    Map<String, Object> conf,
    Reprocess reprocess,
    int maxActiveRuns,
    boolean backwards) {

  /** Which of the times that have a run already get another one. */
  public enum Reprocess {
    /** None. */
    NONE,
    /** Those whose run has failed. */
    FAILED,
    /** Those whose run has ended, well or not. */
    COMPLETED;

    /** As Airflow writes it. */
    @JsonValue
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public BackfillRequest {
    requireNonNull(dagId, "dagId");
    conf = Collections.unmodifiableMap(new LinkedHashMap<>(conf));
  }

  /** Without parameters, ten runs at once, no time a second time. */
  public static BackfillRequest of(String dagId, Instant from, Instant to) {
    return new BackfillRequest(dagId, from, to, Map.of(), Reprocess.NONE, 10, false);
  }

  /** With parameters. */
  public BackfillRequest withConf(Map<String, Object> parameters) {
    return new BackfillRequest(dagId, from, to, parameters, reprocess, maxActiveRuns, backwards);
  }

  /** With another limit of runs under way. */
  public BackfillRequest withMaxActiveRuns(int runs) {
    return new BackfillRequest(dagId, from, to, conf, reprocess, runs, backwards);
  }

  /** Again, where there was a run. */
  public BackfillRequest withReprocess(Reprocess which) {
    return new BackfillRequest(dagId, from, to, conf, which, maxActiveRuns, backwards);
  }

  Map<String, Object> body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("dag_id", dagId);
    body.put("from_date", from);
    body.put("to_date", to);
    body.put("run_backwards", backwards);
    body.put("dag_run_conf", conf);
    body.put("reprocess_behavior", reprocess);
    body.put("max_active_runs", maxActiveRuns);
    return body;
  }
}
