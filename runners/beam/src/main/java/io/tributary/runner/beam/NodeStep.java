package io.tributary.runner.beam;

import io.tributary.core.launcher.Checkpoint;
import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * The step of one node: works when everything it waits for has ended, and then says that the node
 * has.
 */
final class NodeStep extends DoFn<KV<String, Iterable<String>>, String> {
  private static final long serialVersionUID = 1L;

  private final StepTask task;
  private final boolean needed;
  private final Checkpoints checkpoints;

  /** Gives the checkpoint of a worker; a hook for tests. */
  interface Checkpoints extends Serializable {
    /** Nothing happens at checkpoints. */
    Checkpoints NONE = () -> Checkpoint.NONE;

    Checkpoint get();
  }

  /**
   * A step.
   *
   * @param needed whether the node had not ended when the job was made
   */
  NodeStep(StepTask task, boolean needed, Checkpoints checkpoints) {
    this.task = task;
    this.needed = needed;
    this.checkpoints = checkpoints;
  }

  @ProcessElement
  public void process(OutputReceiver<String> out) throws IOException, InterruptedException {
    if (needed) {
      NodeWorker.work(task, checkpoints.get());
    }
    out.output(task.node());
  }
}
