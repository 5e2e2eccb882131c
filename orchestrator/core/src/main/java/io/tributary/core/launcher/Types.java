package io.tributary.core.launcher;

import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.ContextType;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.PutTypesRequest;
import io.tributary.proto.pipeline.Pipeline;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ids of the types that a pipeline needs in the metadata store. Immutable. */
final class Types {
  private static final List<String> CONTEXTS =
      List.of(Ledger.PIPELINE_CONTEXT, RunContexts.TYPE, Ledger.NODE_CONTEXT, Ledger.CACHE_CONTEXT);

  private final Map<String, Long> contexts = new HashMap<>();
  private final Map<String, Long> executions = new HashMap<>();
  private final Map<String, Long> artifacts = new HashMap<>();
  private final Map<Long, String> artifactNames = new HashMap<>();

  private Types() {}

  /** Registers the types that are not there yet. */
  static Types register(MetadataStore store, Pipeline pipeline) {
    var executionTypes = new LinkedHashMap<String, ExecutionType>();
    var artifactTypes = new LinkedHashMap<String, ArtifactType>();
    for (var node : pipeline.getNodesList()) {
      executionTypes.put(node.getExecutionType().getName(), node.getExecutionType());
      for (var output : node.getOutputsList()) {
        artifactTypes.put(output.getType().getName(), output.getType());
      }
    }
    var request =
        PutTypesRequest.newBuilder()
            .addAllExecutionTypes(executionTypes.values())
            .addAllArtifactTypes(artifactTypes.values())
            .setCanAddFields(true)
            .setCanOmitFields(true);
    CONTEXTS.forEach(name -> request.addContextTypes(ContextType.newBuilder().setName(name)));
    var response = store.putTypes(request.build());
    var types = new Types();
    put(types.contexts, CONTEXTS, response.getContextTypeIdsList());
    put(types.executions, executionTypes.keySet(), response.getExecutionTypeIdsList());
    put(types.artifacts, artifactTypes.keySet(), response.getArtifactTypeIdsList());
    types.artifacts.forEach((name, id) -> types.artifactNames.put(id, name));
    return types;
  }

  private static void put(Map<String, Long> ids, Iterable<String> names, List<Long> values) {
    int i = 0;
    for (var name : names) {
      ids.put(name, values.get(i++));
    }
  }

  long context(String name) {
    return id(contexts, name);
  }

  long execution(String name) {
    return id(executions, name);
  }

  long artifact(String name) {
    return id(artifacts, name);
  }

  private static long id(Map<String, Long> ids, String name) {
    var id = ids.get(name);
    if (id == null) {
      throw new IllegalStateException(
          "type '" + name + "': not registered (expected: one of " + ids.keySet() + ")");
    }
    return id;
  }

  String artifactName(long id) {
    return artifactNames.getOrDefault(id, "");
  }
}
