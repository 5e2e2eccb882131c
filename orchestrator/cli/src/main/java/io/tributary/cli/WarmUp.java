package io.tributary.cli;

import io.tributary.api.PipelineDefinition;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.proto.mlmd.MetadataStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Loads what the command is going to need while the command line is still being parsed. */
final class WarmUp extends Thread {
  private static final List<String> NEED_NOTHING = List.of("-h", "--help", "-V", "--version");

  private final String command;

  private WarmUp(String command) {
    super("tributary-warm-up");
    this.command = command;
    setDaemon(true);
  }

  /** Begins, unless the arguments only ask for help. */
  static void begin(String... arguments) {
    var given = Arrays.asList(arguments);
    if (!given.isEmpty() && Collections.disjoint(given, NEED_NOTHING)) {
      new WarmUp(Tributary.called(arguments)).start();
    }
  }

  @Override
  public void run() {
    try {
      switch (command) {
        case "data" -> startArrow();
        case "run", "resume", "node" -> {
          openJars();
          MetadataDatabase.warmUp();
          MetadataStore.getDescriptor();
        }
        default -> MetadataDatabase.warmUp();
      }
    } catch (IOException | MetadataException | LinkageError e) {
      // The command meets the same failure, where it can say what to do.
      interrupt();
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

  /** Arrow's schemas start a JSON library, which takes as long as a pass over some megabytes. */
  private static void startArrow() {
    var schema = new Schema(List.of(Field.nullable("", ArrowType.Utf8.INSTANCE)));
    try (var allocator = new RootAllocator();
        var rows = VectorSchemaRoot.create(schema, allocator)) {
      rows.allocateNew();
    }
  }
}
