package io.tributary.server.rest;

import static java.util.Objects.requireNonNull;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.server.LiveRuns;
import java.util.function.Supplier;

/**
 * What an API is about.
 *
 * @param runs runs what is started here, and knows it
 * @param listener of all runs that are started here
 * @param parent has the classes that do not come from jars
 * @param metrics gives the figures of the server, in Prometheus's text format
 */
public record Served(
    RunHome home,
    LiveRuns runs,
    Program program,
    RunListener listener,
    ClassLoader parent,
    Supplier<String> metrics) {
  public Served {
    requireNonNull(home, "home");
    requireNonNull(runs, "runs");
    requireNonNull(program, "program");
    requireNonNull(listener, "listener");
    requireNonNull(parent, "parent");
    requireNonNull(metrics, "metrics");
  }
}
