package io.tributary.runner.local;

import io.tributary.core.NodeEvents;
import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Checkpoint.Point;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.NodeSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/**
 * The process of one node, which kills itself, as kill -9 does, at a point that chance chooses, or
 * at none.
 */
final class DyingNode {
  private DyingNode() {}

  /** The seed with which a process does not kill itself. */
  static final long IMMORTAL = -1;

  private static int deadly(long seed) {
    return seed == IMMORTAL
        ? Point.values().length
        : new Random(seed).nextInt(Point.values().length * 3);
  }

  /** Arguments: home, run, node, and the seed of chance. */
  public static void main(String[] arguments) {
    var deadly = deadly(Long.parseLong(arguments[3]));
    Checkpoint checkpoint =
        (point, node) -> {
          if (point.ordinal() == deadly) {
            Runtime.getRuntime().halt(137);
          }
        };
    var classes = DyingNode.class.getClassLoader();
    try (var home =
        RunHome.open(
            Path.of(arguments[0]), System.getenv("TRIBUTARY_METADATA"), Clock.systemUTC())) {
      var stored = home.metadata().runs().find(arguments[1]).orElseThrow();
      var request = RunRequest.resuming(stored, home, classes);
      try (var session =
          NodeSession.open(
              request,
              arguments[2],
              home,
              NodeEvents.writing(System.out),
              checkpoint,
              Invoker.COMPONENT)) {
        session.launch();
      }
    }
  }
}
