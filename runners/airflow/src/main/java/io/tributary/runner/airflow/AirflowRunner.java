package io.tributary.runner.airflow;

import io.tributary.core.ActiveRun;
import io.tributary.core.BackgroundRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import java.util.Map;
import java.util.Optional;

/**
 * Runs pipelines on Apache Airflow, from 2.10 on: the graph is a DAG, every node a task of it that
 * calls {@code tributary node run}. Airflow decides where and when a task runs, and retries it;
 * this process submits, follows, and records the end.
 *
 * <p>Options: {@code url} of Airflow; {@code dags}, its folder of DAG files as it is found from
 * here; {@code user} with {@code password}, or {@code token}, for which the variables {@code
 * TRIBUTARY_AIRFLOW_PASSWORD} and {@code TRIBUTARY_AIRFLOW_TOKEN} stand in; {@code program}, the
 * {@code tributary} command on the workers (default: this one); {@code parsing}, how long Airflow
 * may take to notice a new DAG (default: ten minutes). Workers must see the home under the same
 * path. Thread-safe; several runs may be active at once.
 */
public final class AirflowRunner implements Runner {
  private final Optional<AirflowOptions> options;

  /** The runner without options, which knows no Airflow. */
  public AirflowRunner() {
    this(Optional.empty());
  }

  private AirflowRunner(Optional<AirflowOptions> options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "airflow";
  }

  @Override
  public Runner configured(Map<String, String> given) {
    return new AirflowRunner(Optional.of(AirflowOptions.of(given, System::getenv)));
  }

  @Override
  public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
    var known = options.orElseGet(() -> AirflowOptions.of(Map.of(), System::getenv));
    var run = AirflowRun.open(request, home, listener, known);
    return BackgroundRun.start(request.runId(), run::conduct, run::cancel);
  }
}
