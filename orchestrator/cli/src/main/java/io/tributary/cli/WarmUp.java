package io.tributary.cli;

import io.tributary.metadata.MetadataDatabase;
import java.util.Set;

/** Loads what nearly every command needs while the command line is still being parsed. */
final class WarmUp extends Thread {
  private static final Set<String> NEED_NOTHING = Set.of("-h", "--help", "-V", "--version");

  private WarmUp() {
    super("tributary-warm-up");
    setDaemon(true);
  }

  /** Begins, unless the arguments only ask for help. */
  static void begin(String... arguments) {
    for (var argument : arguments) {
      if (NEED_NOTHING.contains(argument)) {
        return;
      }
    }
    if (arguments.length > 0) {
      new WarmUp().start();
    }
  }

  @Override
  public void run() {
    MetadataDatabase.warmUp();
  }
}
