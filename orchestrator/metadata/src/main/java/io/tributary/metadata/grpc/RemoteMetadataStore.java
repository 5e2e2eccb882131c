package io.tributary.metadata.grpc;

import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.GetArtifactByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetArtifactByTypeAndNameResponse;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactTypeResponse;
import io.tributary.proto.mlmd.GetArtifactTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByExternalIdsResponse;
import io.tributary.proto.mlmd.GetArtifactTypesByIDRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByIDResponse;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import io.tributary.proto.mlmd.GetArtifactTypesResponse;
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
import io.tributary.proto.mlmd.GetChildrenContextsByContextRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextResponse;
import io.tributary.proto.mlmd.GetChildrenContextsByContextsRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextsResponse;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameResponse;
import io.tributary.proto.mlmd.GetContextTypeRequest;
import io.tributary.proto.mlmd.GetContextTypeResponse;
import io.tributary.proto.mlmd.GetContextTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextTypesByExternalIdsResponse;
import io.tributary.proto.mlmd.GetContextTypesByIDRequest;
import io.tributary.proto.mlmd.GetContextTypesByIDResponse;
import io.tributary.proto.mlmd.GetContextTypesRequest;
import io.tributary.proto.mlmd.GetContextTypesResponse;
import io.tributary.proto.mlmd.GetContextsByArtifactRequest;
import io.tributary.proto.mlmd.GetContextsByArtifactResponse;
import io.tributary.proto.mlmd.GetContextsByExecutionRequest;
import io.tributary.proto.mlmd.GetContextsByExecutionResponse;
import io.tributary.proto.mlmd.GetContextsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextsByExternalIdsResponse;
import io.tributary.proto.mlmd.GetContextsByIDRequest;
import io.tributary.proto.mlmd.GetContextsByIDResponse;
import io.tributary.proto.mlmd.GetContextsByTypeRequest;
import io.tributary.proto.mlmd.GetContextsByTypeResponse;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetContextsResponse;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsRequest;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsResponse;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsResponse;
import io.tributary.proto.mlmd.GetExecutionByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetExecutionByTypeAndNameResponse;
import io.tributary.proto.mlmd.GetExecutionTypeRequest;
import io.tributary.proto.mlmd.GetExecutionTypeResponse;
import io.tributary.proto.mlmd.GetExecutionTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByExternalIdsResponse;
import io.tributary.proto.mlmd.GetExecutionTypesByIDRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByIDResponse;
import io.tributary.proto.mlmd.GetExecutionTypesRequest;
import io.tributary.proto.mlmd.GetExecutionTypesResponse;
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
import io.tributary.proto.mlmd.GetLineageGraphRequest;
import io.tributary.proto.mlmd.GetLineageGraphResponse;
import io.tributary.proto.mlmd.GetLineageSubgraphRequest;
import io.tributary.proto.mlmd.GetLineageSubgraphResponse;
import io.tributary.proto.mlmd.GetParentContextsByContextRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextResponse;
import io.tributary.proto.mlmd.GetParentContextsByContextsRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextsResponse;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactTypeResponse;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutArtifactsResponse;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsRequest;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsResponse;
import io.tributary.proto.mlmd.PutContextTypeRequest;
import io.tributary.proto.mlmd.PutContextTypeResponse;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.PutContextsResponse;
import io.tributary.proto.mlmd.PutEventsRequest;
import io.tributary.proto.mlmd.PutEventsResponse;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionResponse;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutExecutionTypeResponse;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import io.tributary.proto.mlmd.PutExecutionsResponse;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphResponse;
import io.tributary.proto.mlmd.PutParentContextsRequest;
import io.tributary.proto.mlmd.PutParentContextsResponse;
import io.tributary.proto.mlmd.PutTypesRequest;
import io.tributary.proto.mlmd.PutTypesResponse;

/**
 * A metadata store in another process, reached over gRPC: ours, or ML Metadata's own server.
 * Failures are {@link MetadataException}s with the code and the message of the other side;
 * UNAVAILABLE if it cannot be reached. Thread-safe.
 */
public final class RemoteMetadataStore implements MetadataStore, AutoCloseable {
  private final Calls calls;

  RemoteMetadataStore(Calls calls) {
    this.calls = calls;
  }

  @Override
  public PutArtifactTypeResponse putArtifactType(PutArtifactTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutArtifactTypeMethod(), request);
  }

  @Override
  public PutExecutionTypeResponse putExecutionType(PutExecutionTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutExecutionTypeMethod(), request);
  }

  @Override
  public PutContextTypeResponse putContextType(PutContextTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutContextTypeMethod(), request);
  }

  @Override
  public PutTypesResponse putTypes(PutTypesRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutTypesMethod(), request);
  }

  @Override
  public GetArtifactTypeResponse getArtifactType(GetArtifactTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactTypeMethod(), request);
  }

  @Override
  public GetExecutionTypeResponse getExecutionType(GetExecutionTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionTypeMethod(), request);
  }

  @Override
  public GetContextTypeResponse getContextType(GetContextTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextTypeMethod(), request);
  }

  @Override
  public GetArtifactTypesByIDResponse getArtifactTypesByID(GetArtifactTypesByIDRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactTypesByIDMethod(), request);
  }

  @Override
  public GetExecutionTypesByIDResponse getExecutionTypesByID(GetExecutionTypesByIDRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionTypesByIDMethod(), request);
  }

  @Override
  public GetContextTypesByIDResponse getContextTypesByID(GetContextTypesByIDRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextTypesByIDMethod(), request);
  }

  @Override
  public GetArtifactTypesResponse getArtifactTypes(GetArtifactTypesRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactTypesMethod(), request);
  }

  @Override
  public GetExecutionTypesResponse getExecutionTypes(GetExecutionTypesRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionTypesMethod(), request);
  }

  @Override
  public GetContextTypesResponse getContextTypes(GetContextTypesRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextTypesMethod(), request);
  }

  @Override
  public GetArtifactTypesByExternalIdsResponse getArtifactTypesByExternalIds(
      GetArtifactTypesByExternalIdsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactTypesByExternalIdsMethod(), request);
  }

  @Override
  public GetExecutionTypesByExternalIdsResponse getExecutionTypesByExternalIds(
      GetExecutionTypesByExternalIdsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionTypesByExternalIdsMethod(), request);
  }

  @Override
  public GetContextTypesByExternalIdsResponse getContextTypesByExternalIds(
      GetContextTypesByExternalIdsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextTypesByExternalIdsMethod(), request);
  }

  @Override
  public PutArtifactsResponse putArtifacts(PutArtifactsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutArtifactsMethod(), request);
  }

  @Override
  public PutExecutionsResponse putExecutions(PutExecutionsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutExecutionsMethod(), request);
  }

  @Override
  public PutContextsResponse putContexts(PutContextsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutContextsMethod(), request);
  }

  @Override
  public GetArtifactsResponse getArtifacts(GetArtifactsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactsMethod(), request);
  }

  @Override
  public GetExecutionsResponse getExecutions(GetExecutionsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionsMethod(), request);
  }

  @Override
  public GetContextsResponse getContexts(GetContextsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextsMethod(), request);
  }

  @Override
  public GetArtifactsByIDResponse getArtifactsByID(GetArtifactsByIDRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactsByIDMethod(), request);
  }

  @Override
  public GetExecutionsByIDResponse getExecutionsByID(GetExecutionsByIDRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionsByIDMethod(), request);
  }

  @Override
  public GetContextsByIDResponse getContextsByID(GetContextsByIDRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextsByIDMethod(), request);
  }

  @Override
  public GetArtifactsByTypeResponse getArtifactsByType(GetArtifactsByTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactsByTypeMethod(), request);
  }

  @Override
  public GetExecutionsByTypeResponse getExecutionsByType(GetExecutionsByTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionsByTypeMethod(), request);
  }

  @Override
  public GetContextsByTypeResponse getContextsByType(GetContextsByTypeRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextsByTypeMethod(), request);
  }

  @Override
  public GetArtifactByTypeAndNameResponse getArtifactByTypeAndName(
      GetArtifactByTypeAndNameRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactByTypeAndNameMethod(), request);
  }

  @Override
  public GetExecutionByTypeAndNameResponse getExecutionByTypeAndName(
      GetExecutionByTypeAndNameRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionByTypeAndNameMethod(), request);
  }

  @Override
  public GetContextByTypeAndNameResponse getContextByTypeAndName(
      GetContextByTypeAndNameRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextByTypeAndNameMethod(), request);
  }

  @Override
  public GetArtifactsByURIResponse getArtifactsByURI(GetArtifactsByURIRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactsByURIMethod(), request);
  }

  @Override
  public GetArtifactsByExternalIdsResponse getArtifactsByExternalIds(
      GetArtifactsByExternalIdsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactsByExternalIdsMethod(), request);
  }

  @Override
  public GetExecutionsByExternalIdsResponse getExecutionsByExternalIds(
      GetExecutionsByExternalIdsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionsByExternalIdsMethod(), request);
  }

  @Override
  public GetContextsByExternalIdsResponse getContextsByExternalIds(
      GetContextsByExternalIdsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextsByExternalIdsMethod(), request);
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutEventsMethod(), request);
  }

  @Override
  public PutAttributionsAndAssociationsResponse putAttributionsAndAssociations(
      PutAttributionsAndAssociationsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutAttributionsAndAssociationsMethod(), request);
  }

  @Override
  public PutParentContextsResponse putParentContexts(PutParentContextsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutParentContextsMethod(), request);
  }

  @Override
  public GetEventsByExecutionIDsResponse getEventsByExecutionIDs(
      GetEventsByExecutionIDsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetEventsByExecutionIDsMethod(), request);
  }

  @Override
  public GetEventsByArtifactIDsResponse getEventsByArtifactIDs(
      GetEventsByArtifactIDsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetEventsByArtifactIDsMethod(), request);
  }

  @Override
  public GetContextsByArtifactResponse getContextsByArtifact(GetContextsByArtifactRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextsByArtifactMethod(), request);
  }

  @Override
  public GetContextsByExecutionResponse getContextsByExecution(
      GetContextsByExecutionRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetContextsByExecutionMethod(), request);
  }

  @Override
  public GetParentContextsByContextResponse getParentContextsByContext(
      GetParentContextsByContextRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetParentContextsByContextMethod(), request);
  }

  @Override
  public GetChildrenContextsByContextResponse getChildrenContextsByContext(
      GetChildrenContextsByContextRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetChildrenContextsByContextMethod(), request);
  }

  @Override
  public GetParentContextsByContextsResponse getParentContextsByContexts(
      GetParentContextsByContextsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetParentContextsByContextsMethod(), request);
  }

  @Override
  public GetChildrenContextsByContextsResponse getChildrenContextsByContexts(
      GetChildrenContextsByContextsRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetChildrenContextsByContextsMethod(), request);
  }

  @Override
  public GetArtifactsByContextResponse getArtifactsByContext(GetArtifactsByContextRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetArtifactsByContextMethod(), request);
  }

  @Override
  public GetExecutionsByContextResponse getExecutionsByContext(
      GetExecutionsByContextRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetExecutionsByContextMethod(), request);
  }

  @Override
  public PutExecutionResponse putExecution(PutExecutionRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutExecutionMethod(), request);
  }

  @Override
  public PutLineageSubgraphResponse putLineageSubgraph(PutLineageSubgraphRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getPutLineageSubgraphMethod(), request);
  }

  @Override
  public GetLineageSubgraphResponse getLineageSubgraph(GetLineageSubgraphRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetLineageSubgraphMethod(), request);
  }

  @Override
  public GetLineageGraphResponse getLineageGraph(GetLineageGraphRequest request) {
    return calls.call(MetadataStoreServiceGrpc.getGetLineageGraphMethod(), request);
  }

  /** Ends the connection; calls under way fail with UNAVAILABLE. */
  @Override
  public void close() {
    calls.close();
  }
}
