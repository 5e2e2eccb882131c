package io.tributary.core.launcher;

import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetContextsByExecutionRequest;
import java.util.Optional;

/** The contexts that stand for runs in the metadata store, as TFX lays them out. */
public final class RunContexts {
  static final String TYPE = "pipeline_run";

  private RunContexts() {}

  /** That of a run; empty if there is no such run. */
  public static Optional<Context> find(MetadataStore store, String runId) {
    var found =
        store.getContextByTypeAndName(
            GetContextByTypeAndNameRequest.newBuilder()
                .setTypeName(TYPE)
                .setContextName(runId)
                .build());
    return found.hasContext() ? Optional.of(found.getContext()) : Optional.empty();
  }

  /** The id of the run that an execution belongs to; empty if it is of none. */
  public static Optional<String> runOf(MetadataStore store, long executionId) {
    return store
        .getContextsByExecution(
            GetContextsByExecutionRequest.newBuilder().setExecutionId(executionId).build())
        .getContextsList()
        .stream()
        .filter(context -> context.getType().equals(TYPE))
        .map(Context::getName)
        .findFirst();
  }
}
