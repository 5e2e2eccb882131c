package io.tributary.core;

import io.tributary.api.Explanation;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Runs compiled pipelines somewhere. Found by {@link ServiceLoader}. Thread-safe.
 *
 * <p>Every runner keeps the same promises: a node starts when all nodes above it have ended; what a
 * node made is visible wholly or not at all; a node that failed stops only what depends on it; exit
 * handlers come last; a run whose process died can be resumed and repeats no finished node.
 */
public interface Runner {

  /** The name users choose it by, such as {@code local}. */
  String name();

  /**
   * The runner as options set it up, such as where its cluster is.
   *
   * @param options by name; which there are, depends on the runner
   * @throws IllegalArgumentException if there is no such option, or a value is wrong
   */
  default Runner configured(Map<String, String> options) {
    if (options.isEmpty()) {
      return this;
    }
    throw new IllegalArgumentException(
        new Explanation(
                "runner '" + name() + "'",
                "options " + options.keySet(),
                "none",
                "leave them out, or choose the runner that has them")
            .toString());
  }

  /**
   * Starts a run, or resumes one, and returns when it is registered.
   *
   * @param listener is called from other threads, never by two at a time
   * @throws io.tributary.api.PipelineDefinitionException if the values given for runtime parameters
   *     are not those that the pipeline asks for; with all problems
   * @throws RunRefusedException if the run cannot be started: its id is taken, or another process
   *     is running it
   * @throws io.tributary.metadata.MetadataException if the metadata database fails
   */
  ActiveRun start(RunRequest request, RunHome home, RunListener listener);

  /**
   * The runner of that name on the class path of {@code loader}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Runner named(String name, ClassLoader loader) {
    var runners = ServiceLoader.load(Runner.class, loader);
    for (var runner : runners) {
      if (runner.name().equals(name)) {
        return runner;
      }
    }
    var known =
        runners.stream()
            .map(provider -> provider.get().name())
            .sorted()
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        new Explanation(
                "runner",
                "'" + name + "'",
                known.isEmpty() ? "a runner on the class path; there is none" : "one of " + known,
                "choose one of these, or add the jar of the runner to the class path")
            .toString());
  }
}
