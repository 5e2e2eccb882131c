package io.tributary.runner.local;

import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Checkpoint.Point;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Report;
import io.tributary.core.steps.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The program that is killed. It starts the same small pipeline many times, each in a home of its
 * own, and lets each stop at another point of the life of a node. When all have come there it says
 * so, and waits for its end.
 */
final class DyingProcess {
  static final String RUN = "killed";
  static final String READY = "ready";
  static final List<String> NODES = List.of("Write", "FirstLine", "Join", "Report");

  private DyingProcess() {}

  /** A place to die: a point in the life of a node. */
  record Place(String node, Point point) {
    Path directory(Path parent) {
      return parent.resolve(node + "-" + point);
    }
  }

  /** Every point of every node; the exit handler has no outputs, and so no point within its run. */
  static List<Place> places() {
    var places = new ArrayList<Place>();
    for (var node : NODES) {
      for (var point : Point.values()) {
        if (point != Point.IN_RUN || !node.equals("Report")) {
          places.add(new Place(node, point));
        }
      }
    }
    return places;
  }

  private static Pipeline pipeline(Path trace) {
    var p = Pipeline.named("kill");
    var text = p.add(new Write("a\nb", trace)).text();
    var line = p.add(new FirstLine(text, trace)).line();
    p.add(new Join(text, Optional.of(line), trace));
    p.onExit(new Report(trace));
    return p;
  }

  /** Argument: the directory in which the homes are. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var places = places();
    var stopped = new CountDownLatch(places.size());
    for (var place : places) {
      start(place, Files.createDirectories(place.directory(Path.of(arguments[0]))), stopped);
    }
    stopped.await();
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  private static void start(Place place, Path directory, CountDownLatch stopped) {
    Checkpoint stop =
        (point, node) -> {
          if (place.equals(new Place(node, point))) {
            stopped.countDown();
            while (true) {
              LockSupport.park();
            }
          }
        };
    var request =
        RunRequest.of(
            Compiler.compile(pipeline(directory.resolve("trace"))),
            DyingProcess.class.getClassLoader(),
            RUN);
    var home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
    new LocalRunner(stop, Invoker.COMPONENT).start(request, home, RunListener.SILENT);
  }
}
