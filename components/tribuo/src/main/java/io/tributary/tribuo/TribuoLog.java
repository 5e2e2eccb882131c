package io.tributary.tribuo;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tribuo and its configuration library tell their progress at level INFO, which java.util.logging
 * prints to the standard error stream. Only warnings pass, unless the application has set a level
 * for them.
 */
final class TribuoLog {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("org.tribuo"), Logger.getLogger("com.oracle.labs.mlrg.olcut"));

  private TribuoLog() {}

  /** Raises the levels that are not set. */
  static void warningsOnly() {
    for (var logger : LOGGERS) {
      if (logger.getLevel() == null) {
        logger.setLevel(Level.WARNING);
      }
    }
  }
}
