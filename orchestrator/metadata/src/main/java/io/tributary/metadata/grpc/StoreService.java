package io.tributary.metadata.grpc;

import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;

/** A store behind the methods of {@code ml_metadata.MetadataStoreService}. */
final class StoreService {
  private StoreService() {}

  static Operations of(MetadataStore store) {
    return new Operations()
        .with(MetadataStoreServiceGrpc.getPutArtifactTypeMethod(), store::putArtifactType)
        .with(MetadataStoreServiceGrpc.getPutExecutionTypeMethod(), store::putExecutionType)
        .with(MetadataStoreServiceGrpc.getPutContextTypeMethod(), store::putContextType)
        .with(MetadataStoreServiceGrpc.getPutTypesMethod(), store::putTypes)
        .with(MetadataStoreServiceGrpc.getGetArtifactTypeMethod(), store::getArtifactType)
        .with(MetadataStoreServiceGrpc.getGetExecutionTypeMethod(), store::getExecutionType)
        .with(MetadataStoreServiceGrpc.getGetContextTypeMethod(), store::getContextType)
        .with(MetadataStoreServiceGrpc.getGetArtifactTypesByIDMethod(), store::getArtifactTypesByID)
        .with(
            MetadataStoreServiceGrpc.getGetExecutionTypesByIDMethod(), store::getExecutionTypesByID)
        .with(MetadataStoreServiceGrpc.getGetContextTypesByIDMethod(), store::getContextTypesByID)
        .with(MetadataStoreServiceGrpc.getGetArtifactTypesMethod(), store::getArtifactTypes)
        .with(MetadataStoreServiceGrpc.getGetExecutionTypesMethod(), store::getExecutionTypes)
        .with(MetadataStoreServiceGrpc.getGetContextTypesMethod(), store::getContextTypes)
        .with(
            MetadataStoreServiceGrpc.getGetArtifactTypesByExternalIdsMethod(),
            store::getArtifactTypesByExternalIds)
        .with(
            MetadataStoreServiceGrpc.getGetExecutionTypesByExternalIdsMethod(),
            store::getExecutionTypesByExternalIds)
        .with(
            MetadataStoreServiceGrpc.getGetContextTypesByExternalIdsMethod(),
            store::getContextTypesByExternalIds)
        .with(MetadataStoreServiceGrpc.getPutArtifactsMethod(), store::putArtifacts)
        .with(MetadataStoreServiceGrpc.getPutExecutionsMethod(), store::putExecutions)
        .with(MetadataStoreServiceGrpc.getPutContextsMethod(), store::putContexts)
        .with(MetadataStoreServiceGrpc.getGetArtifactsMethod(), store::getArtifacts)
        .with(MetadataStoreServiceGrpc.getGetExecutionsMethod(), store::getExecutions)
        .with(MetadataStoreServiceGrpc.getGetContextsMethod(), store::getContexts)
        .with(MetadataStoreServiceGrpc.getGetArtifactsByIDMethod(), store::getArtifactsByID)
        .with(MetadataStoreServiceGrpc.getGetExecutionsByIDMethod(), store::getExecutionsByID)
        .with(MetadataStoreServiceGrpc.getGetContextsByIDMethod(), store::getContextsByID)
        .with(MetadataStoreServiceGrpc.getGetArtifactsByTypeMethod(), store::getArtifactsByType)
        .with(MetadataStoreServiceGrpc.getGetExecutionsByTypeMethod(), store::getExecutionsByType)
        .with(MetadataStoreServiceGrpc.getGetContextsByTypeMethod(), store::getContextsByType)
        .with(
            MetadataStoreServiceGrpc.getGetArtifactByTypeAndNameMethod(),
            store::getArtifactByTypeAndName)
        .with(
            MetadataStoreServiceGrpc.getGetExecutionByTypeAndNameMethod(),
            store::getExecutionByTypeAndName)
        .with(
            MetadataStoreServiceGrpc.getGetContextByTypeAndNameMethod(),
            store::getContextByTypeAndName)
        .with(MetadataStoreServiceGrpc.getGetArtifactsByURIMethod(), store::getArtifactsByURI)
        .with(
            MetadataStoreServiceGrpc.getGetArtifactsByExternalIdsMethod(),
            store::getArtifactsByExternalIds)
        .with(
            MetadataStoreServiceGrpc.getGetExecutionsByExternalIdsMethod(),
            store::getExecutionsByExternalIds)
        .with(
            MetadataStoreServiceGrpc.getGetContextsByExternalIdsMethod(),
            store::getContextsByExternalIds)
        .with(MetadataStoreServiceGrpc.getPutEventsMethod(), store::putEvents)
        .with(
            MetadataStoreServiceGrpc.getPutAttributionsAndAssociationsMethod(),
            store::putAttributionsAndAssociations)
        .with(MetadataStoreServiceGrpc.getPutParentContextsMethod(), store::putParentContexts)
        .with(
            MetadataStoreServiceGrpc.getGetEventsByExecutionIDsMethod(),
            store::getEventsByExecutionIDs)
        .with(
            MetadataStoreServiceGrpc.getGetEventsByArtifactIDsMethod(),
            store::getEventsByArtifactIDs)
        .with(
            MetadataStoreServiceGrpc.getGetContextsByArtifactMethod(), store::getContextsByArtifact)
        .with(
            MetadataStoreServiceGrpc.getGetContextsByExecutionMethod(),
            store::getContextsByExecution)
        .with(
            MetadataStoreServiceGrpc.getGetParentContextsByContextMethod(),
            store::getParentContextsByContext)
        .with(
            MetadataStoreServiceGrpc.getGetChildrenContextsByContextMethod(),
            store::getChildrenContextsByContext)
        .with(
            MetadataStoreServiceGrpc.getGetParentContextsByContextsMethod(),
            store::getParentContextsByContexts)
        .with(
            MetadataStoreServiceGrpc.getGetChildrenContextsByContextsMethod(),
            store::getChildrenContextsByContexts)
        .with(
            MetadataStoreServiceGrpc.getGetArtifactsByContextMethod(), store::getArtifactsByContext)
        .with(
            MetadataStoreServiceGrpc.getGetExecutionsByContextMethod(),
            store::getExecutionsByContext)
        .with(MetadataStoreServiceGrpc.getPutExecutionMethod(), store::putExecution)
        .with(MetadataStoreServiceGrpc.getPutLineageSubgraphMethod(), store::putLineageSubgraph)
        .with(MetadataStoreServiceGrpc.getGetLineageSubgraphMethod(), store::getLineageSubgraph)
        .with(MetadataStoreServiceGrpc.getGetLineageGraphMethod(), store::getLineageGraph);
  }
}
