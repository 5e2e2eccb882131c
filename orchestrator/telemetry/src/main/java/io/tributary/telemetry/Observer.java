package io.tributary.telemetry;

import io.tributary.core.RunListener;

/** Tells somebody outside how runs go. Thread-safe. */
public interface Observer extends AutoCloseable {

  /**
   * A listener of one run, or of one node. It returns soon; what it throws is reported once and
   * harms no run.
   */
  RunListener observe(Observed run);

  /** Passes on what has not been, waiting for at most a few seconds. */
  @Override
  void close();
}
