package io.tributary.core.launcher;

import io.tributary.api.artifact.Artifact;
import io.tributary.core.artifact.ArtifactStore;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what earlier executions made. Thread-safe. */
final class History {
  private static final int PAGE = 100;

  private final MetadataStore store;
  private final ArtifactStore payloads;

  History(MetadataStore store, ArtifactStore payloads) {
    this.store = store;
    this.payloads = payloads;
  }

  /** An earlier execution, equal to one that is to be. */
  record Past(
      Execution execution, Map<String, List<StoredArtifact<?>>> outputs, boolean isReusable) {}

  /**
   * The newest successful execution with this cache key, all of whose outputs are declared, LIVE,
   * and have their payload. If there is none, the newest successful one, which cannot be reused.
   *
   * @param declared names of outputs
   */
  Optional<Past> equal(String cacheKey, Set<String> declared) throws IOException {
    var context =
        store.getContextByTypeAndName(
            GetContextByTypeAndNameRequest.newBuilder()
                .setTypeName(Ledger.CACHE_CONTEXT)
                .setContextName(cacheKey)
                .build());
    if (!context.hasContext()) {
      return Optional.empty();
    }
    Optional<Past> newest = Optional.empty();
    // Nearly always the newest one will do.
    var options = newestFirst(1);
    while (true) {
      var page =
          store.getExecutionsByContext(
              GetExecutionsByContextRequest.newBuilder()
                  .setContextId(context.getContext().getId())
                  .setOptions(options)
                  .build());
      for (var execution : page.getExecutionsList()) {
        if (execution.getLastKnownState() == Execution.State.COMPLETE
            || execution.getLastKnownState() == Execution.State.CACHED) {
          var outputs = outputs(execution.getId());
          var past =
              new Past(
                  execution, outputs, declared.containsAll(outputs.keySet()) && isIntact(outputs));
          if (past.isReusable()) {
            return Optional.of(past);
          }
          newest = newest.or(() -> Optional.of(past));
        }
      }
      if (page.getNextPageToken().isEmpty()) {
        return newest;
      }
      // A token goes with the size of its page.
      options =
          options.getMaxResultSize() == PAGE
              ? options.setNextPageToken(page.getNextPageToken())
              : newestFirst(PAGE);
    }
  }

  private static ListOperationOptions.Builder newestFirst(int pageSize) {
    return ListOperationOptions.newBuilder()
        .setMaxResultSize(pageSize)
        .setOrderByField(
            ListOperationOptions.OrderByField.newBuilder()
                .setField(ListOperationOptions.OrderByField.Field.ID)
                .setIsAsc(false));
  }

  /** Whether an artifact has its payload, as far as this product has written it. */
  boolean isThere(StoredArtifact<?> artifact) throws IOException {
    return artifact.digest().isEmpty() || payloads.isComplete(artifact.uri(), artifact.digest());
  }

  private boolean isIntact(Map<String, List<StoredArtifact<?>>> outputs) throws IOException {
    for (var artifacts : outputs.values()) {
      for (var artifact : artifacts) {
        if (artifact.message().getState() != io.tributary.proto.mlmd.Artifact.State.LIVE
            || !payloads.isComplete(artifact.uri(), artifact.digest())) {
          return false;
        }
      }
    }
    return true;
  }

  /** The artifacts that an execution made, reused or chose, by output. */
  Map<String, List<StoredArtifact<?>>> outputs(long executionId) {
    var events =
        store
            .getEventsByExecutionIDs(
                GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(executionId).build())
            .getEventsList();
    var ids = new LinkedHashMap<String, TreeMap<Long, Long>>();
    var request = GetArtifactsByIDRequest.newBuilder();
    for (var event : events) {
      if (event.getType() == Event.Type.OUTPUT || event.getType() == Event.Type.INTERNAL_OUTPUT) {
        var steps = event.getPath().getStepsList();
        checkPath(event);
        for (int i = 0; i < steps.size(); i += 2) {
          ids.computeIfAbsent(steps.get(i).getKey(), key -> new TreeMap<>())
              .put(steps.get(i + 1).getIndex(), event.getArtifactId());
        }
        request.addArtifactIds(event.getArtifactId());
      }
    }
    if (ids.isEmpty()) {
      return Map.of();
    }
    var found = new HashMap<Long, StoredArtifact<?>>();
    for (var artifact : store.getArtifactsByID(request.build()).getArtifactsList()) {
      found.put(artifact.getId(), stored(artifact));
    }
    var outputs = new LinkedHashMap<String, List<StoredArtifact<?>>>();
    ids.forEach(
        (output, positions) -> {
          var artifacts = new ArrayList<StoredArtifact<?>>();
          for (var id : positions.values()) {
            var artifact = found.get(id);
            if (artifact != null) {
              artifacts.add(artifact);
            }
          }
          outputs.put(output, List.copyOf(artifacts));
        });
    return outputs;
  }

  /** A path that names no output would make its artifact disappear unseen. */
  private static void checkPath(Event event) {
    var steps = event.getPath().getStepsList();
    boolean pairs = steps.size() % 2 == 0;
    for (int i = 0; pairs && i < steps.size(); i += 2) {
      pairs = steps.get(i).hasKey() && steps.get(i + 1).hasIndex();
    }
    if (!pairs) {
      throw new MetadataException(
          MetadataException.Code.DATA_LOSS,
          "event "
              + event.getType()
              + " of execution "
              + event.getExecutionId()
              + " and artifact "
              + event.getArtifactId()
              + " > path: "
              + steps.stream()
                  .map(step -> step.hasKey() ? "'" + step.getKey() + "'" : "" + step.getIndex())
                  .toList()
              + " (expected: names of outputs, each followed by a position); run the node again without cache");
    }
  }

  StoredArtifact<Artifact> stored(io.tributary.proto.mlmd.Artifact artifact) {
    return new StoredArtifact<>(artifact, payloads.path(artifact.getUri()));
  }

  /** Published artifacts of one type that a pipeline made, newest first. */
  <A extends Artifact> List<StoredArtifact<A>> published(String pipeline, Class<A> type) {
    var artifacts = new ArrayList<StoredArtifact<A>>();
    var options = newestFirst(PAGE);
    while (true) {
      var page =
          store.getArtifactsByType(
              GetArtifactsByTypeRequest.newBuilder()
                  .setTypeName(type.getSimpleName())
                  .setOptions(options)
                  .build());
      for (var artifact : page.getArtifactsList()) {
        var maker = artifact.getCustomPropertiesMap().get(Ledger.PIPELINE_NAME);
        if (artifact.getState() == io.tributary.proto.mlmd.Artifact.State.LIVE
            && maker != null
            && maker.getStringValue().equals(pipeline)) {
          artifacts.add(
              stored(artifact.toBuilder().setType(type.getSimpleName()).build()).as(type));
        }
      }
      if (page.getNextPageToken().isEmpty()) {
        return artifacts;
      }
      options.setNextPageToken(page.getNextPageToken());
    }
  }
}
