package io.tributary.runner.beam;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/**
 * The step of a full pass: does the ranges whose numbers it is handed. What it opens for the first
 * of them it keeps for the others, as long as Beam keeps the step.
 */
final class PassStep extends DoFn<Integer, Integer> {
  private static final long serialVersionUID = 1L;

  private final PassTask task;
  private transient @Nullable PassWorker worker;
  private transient boolean isOver;

  PassStep(PassTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(@Element Integer range) throws IOException {
    if (worker == null && !isOver) {
      worker = PassWorker.open(task).orElse(null);
      isOver = worker == null;
    }
    if (worker != null) {
      worker.run(range);
    }
  }

  @Teardown
  public void close() throws IOException {
    if (worker != null) {
      worker.close();
    }
    worker = null;
  }
}
