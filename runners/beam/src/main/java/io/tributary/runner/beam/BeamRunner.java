package io.tributary.runner.beam;

import static java.util.Objects.requireNonNull;

import io.tributary.core.ActiveRun;
import io.tributary.core.BackgroundRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import java.util.Map;

/**
 * Runs pipelines on Apache Beam: the graph is one Beam pipeline, every node a step of it. Which of
 * Beam's runners works, option {@code runner} says: {@code direct} (in this process; the default),
 * {@code flink}, {@code spark} or {@code dataflow}; all other options are Beam's own, such as
 * {@code flinkMaster}. Workers must see the home under the same path. Thread-safe; several runs may
 * be active at once.
 */
public final class BeamRunner implements Runner {
  private final BeamOptions options;
  private final NodeStep.Checkpoints checkpoints;

  /** The runner that users get. */
  public BeamRunner() {
    this(new BeamOptions(BeamOptions.Kind.DIRECT, Map.of()), NodeStep.Checkpoints.NONE);
  }

  /** A runner for tests, whose workers may stop at a checkpoint. */
  BeamRunner(BeamOptions options, NodeStep.Checkpoints checkpoints) {
    this.options = requireNonNull(options, "options");
    this.checkpoints = requireNonNull(checkpoints, "checkpoints");
  }

  @Override
  public String name() {
    return "beam";
  }

  @Override
  public Runner configured(Map<String, String> given) {
    return new BeamRunner(BeamOptions.of(given), checkpoints);
  }

  @Override
  public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
    var serial = RunListener.oneAtATime(listener);
    var run = BeamRun.open(request, home, serial, options, checkpoints);
    return BackgroundRun.start(request.runId(), serial, run::conduct, run::cancel);
  }
}
