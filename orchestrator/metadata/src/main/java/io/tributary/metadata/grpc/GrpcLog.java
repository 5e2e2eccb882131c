package io.tributary.metadata.grpc;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets only what matters of the gRPC library's log through, unless the application has set a level
 * for it. What the channel warns of, such as a host that is unknown, is in the failure of the call.
 */
final class GrpcLog {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Map<Logger, Level> LEVELS =
      Map.of(
          Logger.getLogger("io.grpc.netty.shaded"), Level.WARNING,
          Logger.getLogger("io.grpc.internal.ManagedChannelImpl"), Level.SEVERE);

  private GrpcLog() {}

  /** Raises the levels that are not set. */
  static void warningsOnly() {
    LEVELS.forEach(
        (logger, level) -> {
          if (logger.getLevel() == null) {
            logger.setLevel(level);
          }
        });
  }
}
