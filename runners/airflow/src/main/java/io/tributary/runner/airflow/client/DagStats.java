package io.tributary.runner.airflow.client;

import java.util.List;

/** How many runs of a DAG are in which state. */
public record DagStats(String dagId, List<Count> stats) {

  /** How many runs are in one state. */
  public record Count(RunState state, long count) {}
}
