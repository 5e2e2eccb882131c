package io.tributary.cli;

import io.tributary.api.PipelineDefinition;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.proto.mlmd.MetadataStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Loads what nearly every command needs while the command line is still being parsed. */
final class WarmUp extends Thread {
  private static final List<String> NEED_NOTHING = List.of("-h", "--help", "-V", "--version");

  private final boolean runs;

  private WarmUp(boolean runs) {
    super("tributary-warm-up");
    this.runs = runs;
    setDaemon(true);
  }

  /** Begins, unless the arguments only ask for help. */
  static void begin(String... arguments) {
    var given = Arrays.asList(arguments);
    if (!given.isEmpty() && Collections.disjoint(given, NEED_NOTHING)) {
      new WarmUp(given.contains("run") || given.contains("resume")).start();
    }
  }

  /** To look for a class that may be absent, as protobuf does, is to open every jar. */
  private static void openJars() throws IOException {
    var services = "META-INF/services/" + PipelineDefinition.class.getName();
    for (var found = WarmUp.class.getClassLoader().getResources(services);
        found.hasMoreElements(); ) {
      found.nextElement();
    }
  }

  @Override
  public void run() {
    try {
      if (runs) {
        openJars();
      }
      MetadataDatabase.warmUp();
      if (runs) {
        MetadataStore.getDescriptor();
      }
    } catch (IOException | MetadataException | LinkageError e) {
      // The command meets the same failure, where it can say what to do.
      interrupt();
    }
  }
}
