package io.tributary.runner.local;

import static java.util.Objects.requireNonNull;

import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;

/**
 * Runs pipelines on this machine with every node in a process of its own, {@code tributary node
 * run}: what a component does to its process, such as ending it or using up its memory, harms no
 * other node, and a process that died is started again. Nodes that need no work are ended in this
 * process. Thread-safe; several runs may be active at once.
 */
public final class ProcessRunner implements Runner {
  private final NodeProcess.Factory processes;

  /** The runner that users get. */
  public ProcessRunner() {
    this(CommandProcess::start);
  }

  ProcessRunner(NodeProcess.Factory processes) {
    this.processes = requireNonNull(processes, "processes");
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
    var serial = RunListener.oneAtATime(listener);
    return LocalRun.start(request, ProcessSession.open(request, home, serial, processes), serial);
  }
}
