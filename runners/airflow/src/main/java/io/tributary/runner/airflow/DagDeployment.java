package io.tributary.runner.airflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.Explanation;
import io.tributary.api.digest.Sha256;
import io.tributary.core.PipelineExport;
import io.tributary.core.RunRefusedException;
import io.tributary.proto.pipeline.Pipeline;
import io.tributary.runner.airflow.client.AirflowClient;
import io.tributary.runner.airflow.client.AirflowException;
import io.tributary.runner.airflow.client.Dag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A DAG file in Airflow's folder, there until somebody deletes it. Its name, which is the id of the
 * DAG, changes with its content: what Airflow knows under the id is this file, and nothing older.
 */
final class DagDeployment {
  /** Enough for the versions of one pipeline. */
  private static final int DIGITS = 12;

  /** Airflow has limits of its own. */
  private static final int RUNS_AT_A_TIME = 16;

  private final AirflowClient airflow;
  private final Path file;
  private final String id;
  private final String text;

  private DagDeployment(AirflowClient airflow, Path file, String id, String text) {
    this.airflow = airflow;
    this.file = file;
    this.id = id;
    this.text = text;
  }

  /** The DAG of a pipeline, for runs that exist before their first task starts. */
  static DagDeployment of(
      AirflowClient airflow, Path folder, Pipeline pipeline, PipelineExport.Call call) {
    var name = "tributary-" + pipeline.getId();
    var digest = Sha256.hex(text(name, pipeline, call).getBytes(UTF_8)).substring(0, DIGITS);
    var id = name + "-" + digest;
    return new DagDeployment(airflow, folder.resolve(id + ".py"), id, text(id, pipeline, call));
  }

  private static String text(String id, Pipeline pipeline, PipelineExport.Call call) {
    var export =
        new PipelineExport(
            id, pipeline, call, List.of(), Optional.empty(), RUNS_AT_A_TIME, Map.of());
    return new DagFile(export).text();
  }

  String id() {
    return id;
  }

  /** Puts the file into the folder, as a whole, unless it is there. */
  void write() throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    var beside = file.resolveSibling("." + id + "-" + UUID.randomUUID());
    try {
      Files.writeString(beside, text, UTF_8);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Whether Airflow has parsed the file, so that the DAG can run; a paused one goes on.
   *
   * @throws RunRefusedException if it cannot parse it; with what it says
   */
  boolean isReady() {
    var dag = find().filter(known -> !known.isStale());
    refuseErrors();
    if (dag.isPresent() && dag.get().isPaused()) {
      airflow.dags().unpause(id);
    }
    return dag.isPresent();
  }

  private Optional<Dag> find() {
    try {
      return Optional.of(airflow.dags().get(id));
    } catch (AirflowException e) {
      if (e.reason() == AirflowException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void refuseErrors() {
    var name = String.valueOf(file.getFileName());
    airflow
        .dags()
        .importErrors()
        .filter(error -> Path.of(error.filename()).endsWith(name))
        .findFirst()
        .ifPresent(
            error -> {
              throw new RunRefusedException(
                  new Explanation(
                      "DAG file " + file,
                      "Airflow cannot import it: " + error.stackTrace().strip(),
                      "a file that it can import",
                      "see that Airflow has what its error names, and resume the run"));
            });
  }

  /** Airflow has not parsed the file for too long. */
  RunRefusedException late(Duration patience) {
    return new RunRefusedException(
        new Explanation(
            "DAG file " + file,
            "not seen by Airflow within " + patience,
            "Airflow to look for new files in this folder, and to parse them",
            "see that it reads this folder, and that its scheduler and DAG processor run; then resume the run, with --runner-option parsing=PT... if it looks less often"));
  }
}
