package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A DAG as Airflow last parsed it.
 *
 * @param isStale whether its file is gone, or has it no more
 * @param hasImportErrors whether its file cannot be read any more; the rest is then older
 * @param fileToken what names its file in some requests
 * @param nextDagrunRunAfter when the scheduler will start the next run
 * @param bundleName where its file comes from, on Airflow 3
 * @param relativeFileloc its file within the bundle, on Airflow 3
 */
public record Dag(
    String dagId,
    String dagDisplayName,
    boolean isPaused,
    boolean isStale,
    Optional<Instant> lastParsedTime,
    Optional<String> description,
    String fileloc,
    String fileToken,
    List<String> owners,
    List<Tag> tags,
    Optional<String> timetableDescription,
    int maxActiveTasks,
    Optional<Integer> maxActiveRuns,
    boolean hasImportErrors,
    @JsonAlias("next_dagrun") Optional<Instant> nextDagrunLogicalDate,
    Optional<Instant> nextDagrunDataIntervalStart,
    Optional<Instant> nextDagrunDataIntervalEnd,
    @JsonAlias("next_dagrun_create_after") Optional<Instant> nextDagrunRunAfter,
    Optional<String> bundleName,
    Optional<String> bundleVersion,
    Optional<String> relativeFileloc) {

  /** A word by which DAGs are found. */
  public record Tag(String name) {}
}
