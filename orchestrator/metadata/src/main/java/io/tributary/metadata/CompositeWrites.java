package io.tributary.metadata;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionRequest.ArtifactAndEvent;
import io.tributary.proto.mlmd.PutExecutionResponse;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest.EventEdge;
import io.tributary.proto.mlmd.PutLineageSubgraphResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * The writes that store executions together with their artifacts, events and contexts. The caller's
 * transaction makes them atomic.
 */
final class CompositeWrites {

  /** What PutExecution answers for a pair that names no artifact at all. */
  private static final long NO_ARTIFACT = -1;

  private final NodeWriter writer;
  private final Nodes nodes;
  private final Edges edges;
  private final long now;

  CompositeWrites(Session session, long now) {
    this.writer = new NodeWriter(session, now);
    this.nodes = new Nodes(session);
    this.edges = new Edges(session);
    this.now = now;
  }

  PutExecutionResponse execution(PutExecutionRequest request) {
    if (!request.hasExecution()) {
      throw MetadataException.invalid("PutExecution: no execution (expected: one); set execution");
    }
    var options = request.getOptions();
    var given = Node.of(request.getExecution());
    var execution =
        options.getForceUpdateTime()
            ? writer.putAndTouch(given)
            : writer.put(given, UpdateMask.EVERYTHING);
    var artifacts = new ArrayList<Long>();
    var events = new ArrayList<Event>();
    for (var pair : request.getArtifactEventPairsList()) {
      var artifact = artifact(pair, options.getReuseArtifactIfAlreadyExistByExternalId());
      artifacts.add(artifact);
      if (pair.hasEvent()) {
        events.add(event(pair, artifact, execution));
      }
    }
    edges.putEvents(events, now);
    var contexts = new ArrayList<Long>();
    for (var context : request.getContextsList()) {
      contexts.add(
          options.getForceReuseContext() && context.hasId()
              ? storedContext(context)
              : context(context, options.getReuseContextIfAlreadyExist()));
    }
    edges.putIntoContexts(
        contexts, List.of(execution), artifacts.stream().filter(id -> id != NO_ARTIFACT).toList());
    return PutExecutionResponse.newBuilder()
        .setExecutionId(execution)
        .addAllArtifactIds(artifacts)
        .addAllContextIds(contexts)
        .build();
  }

  private long artifact(ArtifactAndEvent pair, boolean reuse) {
    if (pair.hasArtifact()) {
      return artifact(pair.getArtifact(), reuse);
    }
    return pair.getEvent().hasArtifactId() ? pair.getEvent().getArtifactId() : NO_ARTIFACT;
  }

  private long artifact(Artifact artifact, boolean reuse) {
    return writer.put(Node.of(reuse ? withStoredId(artifact) : artifact), UpdateMask.EVERYTHING);
  }

  private Artifact withStoredId(Artifact artifact) {
    if (artifact.hasId() || artifact.getExternalId().isEmpty()) {
      return artifact;
    }
    var stored = nodes.byExternalIds(NodeKind.ARTIFACT, List.of(artifact.getExternalId()));
    return stored.isEmpty() ? artifact : artifact.toBuilder().setId(stored.get(0).key()).build();
  }

  private static Event event(ArtifactAndEvent pair, long artifact, long execution) {
    var event = pair.getEvent();
    if (event.hasArtifactId() && event.getArtifactId() != artifact) {
      throw MetadataException.invalid(
          Edges.words(event)
              + ": artifact id "
              + event.getArtifactId()
              + " (expected: "
              + artifact
              + ", the artifact beside it); leave it out of the event");
    }
    if (event.hasExecutionId() && event.getExecutionId() != execution) {
      throw MetadataException.invalid(
          Edges.words(event)
              + ": execution id "
              + event.getExecutionId()
              + " (expected: "
              + execution
              + ", the execution of the request); leave it out of the event");
    }
    var complete = event.toBuilder().setExecutionId(execution);
    return artifact == NO_ARTIFACT ? complete.build() : complete.setArtifactId(artifact).build();
  }

  private long storedContext(Context context) {
    if (nodes.existing(NodeKind.CONTEXT, List.of(context.getId())).isEmpty()) {
      throw new MetadataException(
          Code.NOT_FOUND,
          "context id "
              + context.getId()
              + ": not stored (expected: a stored context, as force_reuse_context says); put it first");
    }
    return context.getId();
  }

  private long context(Context context, boolean reuse) {
    var given = Node.of(context);
    var typeId = NodeWriter.requiredTypeId(given);
    if (!context.hasName()) {
      throw MetadataException.invalid(
          given.words()
              + ": no name (expected: a name that is unique within its type); name the context");
    }
    if (reuse) {
      var stored = nodes.byTypeAndName(NodeKind.CONTEXT, typeId, context.getName());
      if (!stored.isEmpty()) {
        return stored.get(0).key();
      }
    }
    return writer.put(given, UpdateMask.EVERYTHING);
  }

  PutLineageSubgraphResponse subgraph(PutLineageSubgraphRequest request) {
    request.getEventEdgesList().forEach(edge -> check(edge, request));
    request.getExecutionsList().forEach(execution -> NodeWriter.requiredTypeId(Node.of(execution)));
    request.getArtifactsList().forEach(artifact -> NodeWriter.requiredTypeId(Node.of(artifact)));
    var options = request.getOptions();
    var contexts = new ArrayList<Long>();
    for (var context : request.getContextsList()) {
      contexts.add(context(context, options.getReuseContextIfAlreadyExist()));
    }
    var executions = new ArrayList<Long>();
    for (var execution : request.getExecutionsList()) {
      executions.add(writer.put(Node.of(execution), UpdateMask.EVERYTHING));
    }
    var artifacts = new ArrayList<Long>();
    for (var artifact : request.getArtifactsList()) {
      artifacts.add(artifact(artifact, options.getReuseArtifactIfAlreadyExistByExternalId()));
    }
    edges.putIntoContexts(contexts, executions, artifacts);
    var events = new ArrayList<Event>();
    for (var edge : request.getEventEdgesList()) {
      var event = edge.getEvent().toBuilder();
      if (edge.hasExecutionIndex()) {
        event.setExecutionId(
            same(
                edge,
                "execution",
                executions.get(edge.getExecutionIndex()),
                event.hasExecutionId(),
                event.getExecutionId()));
      }
      if (edge.hasArtifactIndex()) {
        event.setArtifactId(
            same(
                edge,
                "artifact",
                artifacts.get(edge.getArtifactIndex()),
                event.hasArtifactId(),
                event.getArtifactId()));
      }
      events.add(event.build());
    }
    edges.putEvents(events, now);
    return PutLineageSubgraphResponse.newBuilder()
        .addAllExecutionIds(executions)
        .addAllArtifactIds(artifacts)
        .addAllContextIds(contexts)
        .build();
  }

  private static void check(EventEdge edge, PutLineageSubgraphRequest request) {
    if (!edge.hasEvent()) {
      throw MetadataException.invalid("event edge: no event (expected: one); set event");
    }
    checkEnd(
        "execution",
        edge.hasExecutionIndex(),
        edge.getExecutionIndex(),
        request.getExecutionsCount(),
        edge.getEvent().hasExecutionId());
    checkEnd(
        "artifact",
        edge.hasArtifactIndex(),
        edge.getArtifactIndex(),
        request.getArtifactsCount(),
        edge.getEvent().hasArtifactId());
  }

  private static void checkEnd(String end, boolean hasIndex, int index, int count, boolean hasId) {
    if (hasIndex && (index < 0 || index >= count)) {
      throw new MetadataException(
          Code.OUT_OF_RANGE,
          "event edge: "
              + end
              + "_index "
              + index
              + " (expected: 0 to "
              + (count - 1)
              + ", an index into the request's "
              + end
              + "s); correct it");
    }
    if (!hasIndex && !hasId) {
      throw MetadataException.invalid(
          "event edge: neither "
              + end
              + "_index nor event."
              + end
              + "_id (expected: one of them); say which "
              + end
              + " the event is about");
    }
  }

  private static long same(EventEdge edge, String end, long id, boolean hasId, long given) {
    if (hasId && given != id) {
      throw MetadataException.invalid(
          Edges.words(edge.getEvent())
              + ": event."
              + end
              + "_id "
              + given
              + " (expected: "
              + id
              + ", the "
              + end
              + " of its index); leave one of them out");
    }
    return id;
  }
}
