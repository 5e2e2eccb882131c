package io.tributary.runner.local;

import io.tributary.core.Layers;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.metadata.RunState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A process that takes the run of {@link Layers} to its end, each node in a process of its own. */
final class Conductor {
  private Conductor() {}

  /** Arguments: home, and the file for traces; the metadata's address is in the environment. */
  public static void main(String[] arguments) throws Exception {
    var address = System.getenv("TRIBUTARY_METADATA");
    try (var home = RunHome.open(Path.of(arguments[0]), address, Clock.systemUTC())) {
      var stored = home.metadata().runs().find(Layers.RUN);
      var request =
          stored.isPresent()
              ? RunRequest.resuming(stored.get(), home, Conductor.class.getClassLoader())
              : Layers.request(Path.of(arguments[1]));
      var result =
          new ProcessRunner(task -> node(task, DyingNode.IMMORTAL))
              .start(request, home, RunListener.SILENT)
              .await();
      if (result.state() != RunState.COMPLETE) {
        throw new IllegalStateException(
            "the run is " + result.state() + ": " + result.message() + "; " + result.nodes());
      }
    }
  }

  /** Starts the process of a node. */
  static NodeProcess node(NodeTask task, long seed) {
    return CommandProcess.start(
        task,
        java(
            DyingNode.class,
            task.home().directory().toString(),
            task.request().runId(),
            task.node().getId(),
            Long.toString(seed)));
  }

  /** A command that runs a class of these tests. */
  static List<String> java(Class<?> main, String... arguments) {
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
