package io.tributary.metadata.grpc;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets only warnings of the gRPC library through, unless the application has set a level for it.
 */
final class GrpcLog {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("io.grpc.netty.shaded");

  private GrpcLog() {}

  /** Raises the level if none is set. */
  static void warningsOnly() {
    if (LOGGER.getLevel() == null) {
      LOGGER.setLevel(Level.WARNING);
    }
  }
}
