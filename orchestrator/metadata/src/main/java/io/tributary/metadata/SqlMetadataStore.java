package io.tributary.metadata;

import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.GetChildrenContextsByContextRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextResponse;
import io.tributary.proto.mlmd.GetChildrenContextsByContextsRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextsResponse;
import io.tributary.proto.mlmd.GetChildrenContextsByContextsResponse.ChildrenContextsPerParent;
import io.tributary.proto.mlmd.GetContextsByArtifactRequest;
import io.tributary.proto.mlmd.GetContextsByArtifactResponse;
import io.tributary.proto.mlmd.GetContextsByExecutionRequest;
import io.tributary.proto.mlmd.GetContextsByExecutionResponse;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsRequest;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsResponse;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsResponse;
import io.tributary.proto.mlmd.GetLineageGraphRequest;
import io.tributary.proto.mlmd.GetLineageGraphResponse;
import io.tributary.proto.mlmd.GetLineageSubgraphRequest;
import io.tributary.proto.mlmd.GetLineageSubgraphResponse;
import io.tributary.proto.mlmd.GetParentContextsByContextRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextResponse;
import io.tributary.proto.mlmd.GetParentContextsByContextsRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextsResponse;
import io.tributary.proto.mlmd.GetParentContextsByContextsResponse.ParentContextsPerChild;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsRequest;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsResponse;
import io.tributary.proto.mlmd.PutEventsRequest;
import io.tributary.proto.mlmd.PutEventsResponse;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionResponse;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphResponse;
import io.tributary.proto.mlmd.PutParentContextsRequest;
import io.tributary.proto.mlmd.PutParentContextsResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The metadata store on the tables of ML Metadata: the operations on edges, those on several things
 * at once, and by inheritance those on types and nodes. Thread-safe.
 */
final class SqlMetadataStore extends NodeOperations {

  SqlMetadataStore(Connections connections, Clock clock) {
    super(connections, clock);
  }

  @Override
  public GetChildrenContextsByContextResponse getChildrenContextsByContext(
      GetChildrenContextsByContextRequest request) {
    return answer(
            session ->
                contexts(session, new Edges(session).childrenOf(List.of(request.getContextId()))),
            GetChildrenContextsByContextResponse.newBuilder(),
            (answer, node) -> answer.addContexts(node.context()))
        .build();
  }

  @Override
  public GetChildrenContextsByContextsResponse getChildrenContextsByContexts(
      GetChildrenContextsByContextsRequest request) {
    var answer = GetChildrenContextsByContextsResponse.newBuilder();
    linked(session -> new Edges(session).childrenOf(request.getContextIdsList()))
        .forEach(
            (id, children) ->
                answer.putContexts(
                    id,
                    ChildrenContextsPerParent.newBuilder()
                        .addAllChildrenContexts(children)
                        .build()));
    return answer.build();
  }

  @Override
  public GetContextsByArtifactResponse getContextsByArtifact(GetContextsByArtifactRequest request) {
    return answer(
            session ->
                contextsOf(
                    session,
                    "artifact",
                    request.getArtifactId(),
                    new Edges(session).contextsOfArtifacts(List.of(request.getArtifactId()))),
            GetContextsByArtifactResponse.newBuilder(),
            (answer, node) -> answer.addContexts(node.context()))
        .build();
  }

  @Override
  public GetContextsByExecutionResponse getContextsByExecution(
      GetContextsByExecutionRequest request) {
    return answer(
            session ->
                contextsOf(
                    session,
                    "execution",
                    request.getExecutionId(),
                    new Edges(session).contextsOfExecutions(List.of(request.getExecutionId()))),
            GetContextsByExecutionResponse.newBuilder(),
            (answer, node) -> answer.addContexts(node.context()))
        .build();
  }

  @Override
  public GetEventsByArtifactIDsResponse getEventsByArtifactIDs(
      GetEventsByArtifactIDsRequest request) {
    return connections.read(
        session ->
            GetEventsByArtifactIDsResponse.newBuilder()
                .addAllEvents(new Edges(session).eventsOfArtifacts(request.getArtifactIdsList()))
                .build());
  }

  @Override
  public GetEventsByExecutionIDsResponse getEventsByExecutionIDs(
      GetEventsByExecutionIDsRequest request) {
    return connections.read(
        session ->
            GetEventsByExecutionIDsResponse.newBuilder()
                .addAllEvents(new Edges(session).eventsOfExecutions(request.getExecutionIdsList()))
                .build());
  }

  @Override
  public GetLineageGraphResponse getLineageGraph(GetLineageGraphRequest request) {
    return connections.read(
        session ->
            GetLineageGraphResponse.newBuilder()
                .setSubgraph(new Lineage(session).graph(request))
                .build());
  }

  @Override
  public GetLineageSubgraphResponse getLineageSubgraph(GetLineageSubgraphRequest request) {
    return connections.read(
        session ->
            GetLineageSubgraphResponse.newBuilder()
                .setLineageSubgraph(new Lineage(session).subgraph(request))
                .build());
  }

  @Override
  public GetParentContextsByContextResponse getParentContextsByContext(
      GetParentContextsByContextRequest request) {
    return answer(
            session ->
                contexts(session, new Edges(session).parentsOf(List.of(request.getContextId()))),
            GetParentContextsByContextResponse.newBuilder(),
            (answer, node) -> answer.addContexts(node.context()))
        .build();
  }

  @Override
  public GetParentContextsByContextsResponse getParentContextsByContexts(
      GetParentContextsByContextsRequest request) {
    var answer = GetParentContextsByContextsResponse.newBuilder();
    linked(session -> new Edges(session).parentsOf(request.getContextIdsList()))
        .forEach(
            (id, parents) ->
                answer.putContexts(
                    id, ParentContextsPerChild.newBuilder().addAllParentContexts(parents).build()));
    return answer.build();
  }

  @Override
  public PutAttributionsAndAssociationsResponse putAttributionsAndAssociations(
      PutAttributionsAndAssociationsRequest request) {
    connections.write(
        session -> {
          new Edges(session).putAttributions(request.getAttributionsList());
          new Edges(session).putAssociations(request.getAssociationsList());
          return request;
        });
    return PutAttributionsAndAssociationsResponse.getDefaultInstance();
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    connections.write(
        session -> {
          new Edges(session).putEvents(request.getEventsList(), clock.millis());
          return request;
        });
    return PutEventsResponse.getDefaultInstance();
  }

  @Override
  public PutExecutionResponse putExecution(PutExecutionRequest request) {
    return connections.write(
        session -> new CompositeWrites(session, clock.millis()).execution(request));
  }

  @Override
  public PutLineageSubgraphResponse putLineageSubgraph(PutLineageSubgraphRequest request) {
    return connections.write(
        session -> new CompositeWrites(session, clock.millis()).subgraph(request));
  }

  @Override
  public PutParentContextsResponse putParentContexts(PutParentContextsRequest request) {
    connections.write(
        session -> {
          new Edges(session).putParents(request.getParentContextsList());
          return request;
        });
    return PutParentContextsResponse.getDefaultInstance();
  }

  private static List<Node> contextsOf(
      Session session, String kind, long id, Map<Long, List<Long>> contexts) {
    if (contexts.isEmpty()) {
      throw MetadataException.notFound(
          kind
              + " id "
              + id
              + ": in no context (expected: a stored "
              + kind
              + " in a context); put it into one first");
    }
    return contexts(session, contexts);
  }

  private static List<Node> contexts(Session session, Map<Long, List<Long>> links) {
    return new Nodes(session).byIds(NodeKind.CONTEXT, ids(links));
  }

  private static Collection<Long> ids(Map<Long, List<Long>> links) {
    return links.values().stream()
        .flatMap(List::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<Long, List<Context>> linked(Function<Session, Map<Long, List<Long>>> query) {
    return connections.read(
        session -> {
          var links = query.apply(session);
          Map<Long, Context> contexts = new HashMap<>();
          contexts(session, links).forEach(node -> contexts.put(node.key(), node.context()));
          Map<Long, List<Context>> linked = new LinkedHashMap<>();
          links.forEach(
              (id, others) -> {
                for (var other : others) {
                  var context = contexts.get(other);
                  if (context != null) {
                    linked.computeIfAbsent(id, key -> new ArrayList<>()).add(context);
                  }
                }
              });
          return linked;
        });
  }
}
