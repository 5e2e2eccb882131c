package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.runner.airflow.client.AirflowException.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A run that is asked for. Its id is given by who asks, so that a request whose answer was lost can
 * be repeated and makes one run only.
 *
 * @param runId letters, digits and {@code _.~:+-}
 * @param logicalDate the time that the run stands for; without it, Airflow 2 takes the present, and
 *     on Airflow 3 the run has none. No two runs of a DAG have the same
 * @param conf parameters of the run
 */
public record RunTrigger(
    String runId, Optional<Instant> logicalDate, Map<String, Object> conf, Optional<String> note) {
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_.~:+-]+");

  public RunTrigger {
    requireNonNull(runId, "runId");
    conf = Collections.unmodifiableMap(new LinkedHashMap<>(conf));
    if (!RUN_ID.matcher(runId).matches()) {
      throw AirflowException.of(
          Reason.INVALID,
          new Explanation(
              "run of a DAG > id",
              "'" + runId + "'",
              "letters, digits and _.~:+-, at least one",
              "choose another id: Airflow refuses others, Airflow 2 with an error of its own"));
    }
  }

  /** A run without date, parameters and note. */
  public static RunTrigger of(String runId) {
    return new RunTrigger(runId, Optional.empty(), Map.of(), Optional.empty());
  }

  /** For a time. */
  public RunTrigger withLogicalDate(Instant date) {
    return new RunTrigger(runId, Optional.of(date), conf, note);
  }

  /** With parameters. */
  public RunTrigger withConf(Map<String, Object> parameters) {
    return new RunTrigger(runId, logicalDate, parameters, note);
  }

  /** With a note for whoever looks at it. */
  public RunTrigger withNote(String text) {
    return new RunTrigger(runId, logicalDate, conf, Optional.of(text));
  }

  Map<String, Object> body(Api api) {
    var body = new LinkedHashMap<String, Object>();
    body.put("dag_run_id", runId);
    if (logicalDate.isPresent() || api == Api.V2) {
      body.put("logical_date", logicalDate);
    }
    body.put("conf", conf);
    note.ifPresent(text -> body.put("note", text));
    return body;
  }
}
