package io.tributary.metadata;

import io.tributary.metadata.Listing.Page;
import io.tributary.metadata.Listing.Scope;
import io.tributary.proto.mlmd.GetArtifactByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetArtifactByTypeAndNameResponse;
import io.tributary.proto.mlmd.GetArtifactsByContextRequest;
import io.tributary.proto.mlmd.GetArtifactsByContextResponse;
import io.tributary.proto.mlmd.GetArtifactsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetArtifactsByExternalIdsResponse;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsByIDResponse;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsByTypeResponse;
import io.tributary.proto.mlmd.GetArtifactsByURIRequest;
import io.tributary.proto.mlmd.GetArtifactsByURIResponse;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetArtifactsResponse;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameResponse;
import io.tributary.proto.mlmd.GetContextsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextsByExternalIdsResponse;
import io.tributary.proto.mlmd.GetContextsByIDRequest;
import io.tributary.proto.mlmd.GetContextsByIDResponse;
import io.tributary.proto.mlmd.GetContextsByTypeRequest;
import io.tributary.proto.mlmd.GetContextsByTypeResponse;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetContextsResponse;
import io.tributary.proto.mlmd.GetExecutionByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetExecutionByTypeAndNameResponse;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.GetExecutionsByContextResponse;
import io.tributary.proto.mlmd.GetExecutionsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetExecutionsByExternalIdsResponse;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDResponse;
import io.tributary.proto.mlmd.GetExecutionsByTypeRequest;
import io.tributary.proto.mlmd.GetExecutionsByTypeResponse;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.GetExecutionsResponse;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutArtifactsResponse;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.PutContextsResponse;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import io.tributary.proto.mlmd.PutExecutionsResponse;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;

/** The operations on artifacts, executions and contexts. Thread-safe. */
abstract class NodeOperations extends TypeOperations {

  NodeOperations(Connections connections, Clock clock) {
    super(connections, clock);
  }

  @Override
  public GetArtifactByTypeAndNameResponse getArtifactByTypeAndName(
      GetArtifactByTypeAndNameRequest request) {
    return answer(
            session ->
                byTypeAndName(
                    session,
                    NodeKind.ARTIFACT,
                    request.getTypeName(),
                    request.getTypeVersion(),
                    request.getArtifactName()),
            GetArtifactByTypeAndNameResponse.newBuilder(),
            (answer, node) -> answer.setArtifact(node.artifact()))
        .build();
  }

  @Override
  public GetArtifactsResponse getArtifacts(GetArtifactsRequest request) {
    var page = list(NodeKind.ARTIFACT, Scope.ALL, request.hasOptions(), request.getOptions());
    var answer = GetArtifactsResponse.newBuilder();
    page.nodes().forEach(node -> answer.addArtifacts(node.artifact()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public GetArtifactsByContextResponse getArtifactsByContext(GetArtifactsByContextRequest request) {
    var page =
        list(
            NodeKind.ARTIFACT,
            Scope.inContext(NodeKind.ARTIFACT, request.getContextId()),
            request.hasOptions(),
            request.getOptions());
    var answer = GetArtifactsByContextResponse.newBuilder();
    page.nodes().forEach(node -> answer.addArtifacts(node.artifact()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public GetArtifactsByExternalIdsResponse getArtifactsByExternalIds(
      GetArtifactsByExternalIdsRequest request) {
    return answer(
            session -> byExternalIds(session, NodeKind.ARTIFACT, request.getExternalIdsList()),
            GetArtifactsByExternalIdsResponse.newBuilder(),
            (answer, node) -> answer.addArtifacts(node.artifact()))
        .build();
  }

  @Override
  public GetArtifactsByIDResponse getArtifactsByID(GetArtifactsByIDRequest request) {
    return connections.read(
        session -> {
          var answer = GetArtifactsByIDResponse.newBuilder();
          var typeIds = new TreeSet<Long>();
          for (var node :
              new Nodes(session).byIds(NodeKind.ARTIFACT, request.getArtifactIdsList())) {
            var artifact = node.artifact();
            typeIds.add(artifact.getTypeId());
            answer.addArtifacts(artifact);
          }
          if (request.getPopulateArtifactTypes()) {
            new Types(session)
                .byIds(TypeKind.ARTIFACT, typeIds)
                .forEach(type -> answer.addArtifactTypes(type.withoutBaseType().artifactType()));
          }
          return answer.build();
        });
  }

  @Override
  public GetArtifactsByTypeResponse getArtifactsByType(GetArtifactsByTypeRequest request) {
    var page =
        listOfType(
            NodeKind.ARTIFACT,
            request.getTypeName(),
            request.getTypeVersion(),
            request.hasOptions(),
            request.getOptions());
    var answer = GetArtifactsByTypeResponse.newBuilder();
    page.nodes().forEach(node -> answer.addArtifacts(node.artifact()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public GetArtifactsByURIResponse getArtifactsByURI(GetArtifactsByURIRequest request) {
    return answer(
            session -> new Nodes(session).byUris(request.getUrisList()),
            GetArtifactsByURIResponse.newBuilder(),
            (answer, node) -> answer.addArtifacts(node.artifact()))
        .build();
  }

  @Override
  public GetContextByTypeAndNameResponse getContextByTypeAndName(
      GetContextByTypeAndNameRequest request) {
    return answer(
            session ->
                byTypeAndName(
                    session,
                    NodeKind.CONTEXT,
                    request.getTypeName(),
                    request.getTypeVersion(),
                    request.getContextName()),
            GetContextByTypeAndNameResponse.newBuilder(),
            (answer, node) -> answer.setContext(node.context()))
        .build();
  }

  @Override
  public GetContextsResponse getContexts(GetContextsRequest request) {
    var page = list(NodeKind.CONTEXT, Scope.ALL, request.hasOptions(), request.getOptions());
    var answer = GetContextsResponse.newBuilder();
    page.nodes().forEach(node -> answer.addContexts(node.context()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public GetContextsByExternalIdsResponse getContextsByExternalIds(
      GetContextsByExternalIdsRequest request) {
    return answer(
            session -> byExternalIds(session, NodeKind.CONTEXT, request.getExternalIdsList()),
            GetContextsByExternalIdsResponse.newBuilder(),
            (answer, node) -> answer.addContexts(node.context()))
        .build();
  }

  @Override
  public GetContextsByIDResponse getContextsByID(GetContextsByIDRequest request) {
    return answer(
            session -> new Nodes(session).byIds(NodeKind.CONTEXT, request.getContextIdsList()),
            GetContextsByIDResponse.newBuilder(),
            (answer, node) -> answer.addContexts(node.context()))
        .build();
  }

  @Override
  public GetContextsByTypeResponse getContextsByType(GetContextsByTypeRequest request) {
    var page =
        listOfType(
            NodeKind.CONTEXT,
            request.getTypeName(),
            request.getTypeVersion(),
            request.hasOptions(),
            request.getOptions());
    var answer = GetContextsByTypeResponse.newBuilder();
    page.nodes().forEach(node -> answer.addContexts(node.context()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public GetExecutionByTypeAndNameResponse getExecutionByTypeAndName(
      GetExecutionByTypeAndNameRequest request) {
    return answer(
            session ->
                byTypeAndName(
                    session,
                    NodeKind.EXECUTION,
                    request.getTypeName(),
                    request.getTypeVersion(),
                    request.getExecutionName()),
            GetExecutionByTypeAndNameResponse.newBuilder(),
            (answer, node) -> answer.setExecution(node.execution()))
        .build();
  }

  @Override
  public GetExecutionsResponse getExecutions(GetExecutionsRequest request) {
    var page = list(NodeKind.EXECUTION, Scope.ALL, request.hasOptions(), request.getOptions());
    var answer = GetExecutionsResponse.newBuilder();
    page.nodes().forEach(node -> answer.addExecutions(node.execution()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public GetExecutionsByContextResponse getExecutionsByContext(
      GetExecutionsByContextRequest request) {
    var page =
        list(
            NodeKind.EXECUTION,
            Scope.inContext(NodeKind.EXECUTION, request.getContextId()),
            request.hasOptions(),
            request.getOptions());
    var answer = GetExecutionsByContextResponse.newBuilder();
    page.nodes().forEach(node -> answer.addExecutions(node.execution()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public GetExecutionsByExternalIdsResponse getExecutionsByExternalIds(
      GetExecutionsByExternalIdsRequest request) {
    return answer(
            session -> byExternalIds(session, NodeKind.EXECUTION, request.getExternalIdsList()),
            GetExecutionsByExternalIdsResponse.newBuilder(),
            (answer, node) -> answer.addExecutions(node.execution()))
        .build();
  }

  @Override
  public GetExecutionsByIDResponse getExecutionsByID(GetExecutionsByIDRequest request) {
    return answer(
            session -> new Nodes(session).byIds(NodeKind.EXECUTION, request.getExecutionIdsList()),
            GetExecutionsByIDResponse.newBuilder(),
            (answer, node) -> answer.addExecutions(node.execution()))
        .build();
  }

  @Override
  public GetExecutionsByTypeResponse getExecutionsByType(GetExecutionsByTypeRequest request) {
    var page =
        listOfType(
            NodeKind.EXECUTION,
            request.getTypeName(),
            request.getTypeVersion(),
            request.hasOptions(),
            request.getOptions());
    var answer = GetExecutionsByTypeResponse.newBuilder();
    page.nodes().forEach(node -> answer.addExecutions(node.execution()));
    return page.isLast() ? answer.build() : answer.setNextPageToken(page.nextPageToken()).build();
  }

  @Override
  public PutArtifactsResponse putArtifacts(PutArtifactsRequest request) {
    var mask = UpdateMask.of(request.getUpdateMask());
    return connections.write(
        session -> {
          var writer = new NodeWriter(session, clock.millis());
          var answer = PutArtifactsResponse.newBuilder();
          for (var artifact : request.getArtifactsList()) {
            var given = Node.of(artifact);
            if (request.getOptions().getAbortIfLatestUpdatedTimeChanged() && artifact.hasId()) {
              checkUnchanged(given, writer.stored(given));
            }
            answer.addArtifactIds(writer.put(given, mask));
          }
          return answer.build();
        });
  }

  @Override
  public PutContextsResponse putContexts(PutContextsRequest request) {
    var mask = UpdateMask.of(request.getUpdateMask());
    return connections.write(
        session -> {
          var writer = new NodeWriter(session, clock.millis());
          var answer = PutContextsResponse.newBuilder();
          request
              .getContextsList()
              .forEach(context -> answer.addContextIds(writer.put(Node.of(context), mask)));
          return answer.build();
        });
  }

  @Override
  public PutExecutionsResponse putExecutions(PutExecutionsRequest request) {
    var mask = UpdateMask.of(request.getUpdateMask());
    return connections.write(
        session -> {
          var writer = new NodeWriter(session, clock.millis());
          var answer = PutExecutionsResponse.newBuilder();
          request
              .getExecutionsList()
              .forEach(execution -> answer.addExecutionIds(writer.put(Node.of(execution), mask)));
          return answer.build();
        });
  }

  private static void checkUnchanged(Node given, Node stored) {
    if (given.updated() != stored.updated()) {
      throw MetadataException.precondition(
          given.words()
              + ": last_update_time_since_epoch "
              + given.updated()
              + " (expected: "
              + stored.updated()
              + " as stored); somebody changed it meanwhile, read it again");
    }
  }

  private static List<Node> byExternalIds(
      Session session, NodeKind kind, List<String> externalIds) {
    checkExternalIds(externalIds);
    var found = new Nodes(session).byExternalIds(kind, externalIds);
    if (found.isEmpty() && !externalIds.isEmpty()) {
      throw MetadataException.notFound(
          "external_ids: "
              + externalIds
              + " (expected: at least one of a stored "
              + kind.words()
              + "); put it first");
    }
    return found;
  }

  private Page list(NodeKind kind, Scope scope, boolean paged, ListOperationOptions options) {
    return connections.read(session -> list(session, kind, scope, paged, options));
  }

  private static Page list(
      Session session, NodeKind kind, Scope scope, boolean paged, ListOperationOptions options) {
    var listing = new Listing(session, kind);
    return paged ? listing.page(scope, options) : listing.all(scope);
  }

  private Page listOfType(
      NodeKind kind,
      String typeName,
      String typeVersion,
      boolean paged,
      ListOperationOptions options) {
    return connections.read(
        session ->
            new Types(session)
                .byName(kind.typeKind(), typeName, typeVersion)
                .map(type -> list(session, kind, Scope.ofType(type.id()), paged, options))
                .orElse(Page.EMPTY));
  }

  private static List<Node> byTypeAndName(
      Session session, NodeKind kind, String typeName, String typeVersion, String name) {
    return new Types(session)
        .byName(kind.typeKind(), typeName, typeVersion)
        .map(type -> new Nodes(session).byTypeAndName(kind, type.id(), name))
        .orElse(List.of());
  }
}
