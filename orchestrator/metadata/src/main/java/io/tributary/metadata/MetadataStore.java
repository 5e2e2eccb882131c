package io.tributary.metadata;

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
 * The operations of ML Metadata's service, one method each, with its requests and answers.
 *
 * <p>Ids are positive, given by the store in order of insertion. Times are milliseconds since the
 * epoch, set by the store. Writes are atomic: after an exception nothing of the request is stored.
 * The {@code transaction_options} of requests are ignored.
 *
 * <p>A list operation without options answers everything in order of id. With options it answers a
 * page: 20 entries unless told otherwise, at most 100, ordered by id unless told otherwise, and a
 * {@code next_page_token} while there is more; a token is valid only with the order it was given
 * for.
 *
 * <p>A {@code filter_query} is a condition over a node's attributes ({@code state = LIVE}), its
 * properties ({@code properties.rows.int_value > 5}, {@code custom_properties.`odd name`...}) and
 * its neighbours by aliases ({@code contexts_a.name = 'x'}, {@code events_0.type = INPUT}; of
 * contexts also {@code parent_contexts_}, {@code child_contexts_}, {@code artifacts_} and {@code
 * executions_}), with {@code = != < <= > >= LIKE IN BETWEEN IS AND OR NOT}, arithmetic, {@code
 * CASE} and the common functions of strings and numbers. Every property and alias that it mentions
 * has to be there for a node to be found. One that is not understood is INVALID_ARGUMENT.
 *
 * <p>Of a number that is put as {@code double_value}, six decimals and fifteen digits are kept, as
 * ML Metadata does.
 *
 * <p>Every method throws {@link MetadataException}: INVALID_ARGUMENT for a request that can never
 * succeed, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION as said at the method, OUT_OF_RANGE for
 * an index beyond its list, ABORTED when another writer held the store for too long (retry).
 *
 * <p>Thread-safe.
 */
public interface MetadataStore {

  // Types

  /**
   * Creates an artifact type, or checks and widens the one of the same name and version. {@code
   * can_add_fields} lets the request bring new properties, {@code can_omit_fields} lets it leave
   * stored ones out; a property never changes its kind.
   */
  PutArtifactTypeResponse putArtifactType(PutArtifactTypeRequest request);

  /** Creates or widens an execution type, by the rules of {@link #putArtifactType}. */
  PutExecutionTypeResponse putExecutionType(PutExecutionTypeRequest request);

  /** Creates or widens a context type, by the rules of {@link #putArtifactType}. */
  PutContextTypeResponse putContextType(PutContextTypeRequest request);

  /**
   * Creates or widens types of all three kinds, all or none, by the rules of {@link
   * #putArtifactType}.
   */
  PutTypesResponse putTypes(PutTypesRequest request);

  /**
   * The artifact type of a name and version (none given: the one without version); NOT_FOUND if
   * there is none.
   */
  GetArtifactTypeResponse getArtifactType(GetArtifactTypeRequest request);

  /** The execution type of a name and version; NOT_FOUND if there is none. */
  GetExecutionTypeResponse getExecutionType(GetExecutionTypeRequest request);

  /** The context type of a name and version; NOT_FOUND if there is none. */
  GetContextTypeResponse getContextType(GetContextTypeRequest request);

  /**
   * The artifact types of the given ids, in the order and as often as given; unknown ids are left
   * out.
   */
  GetArtifactTypesByIDResponse getArtifactTypesByID(GetArtifactTypesByIDRequest request);

  /**
   * The execution types of the given ids, in the order and as often as given; unknown ids are left
   * out.
   */
  GetExecutionTypesByIDResponse getExecutionTypesByID(GetExecutionTypesByIDRequest request);

  /**
   * The context types of the given ids, in the order and as often as given; unknown ids are left
   * out.
   */
  GetContextTypesByIDResponse getContextTypesByID(GetContextTypesByIDRequest request);

  /** All artifact types but the predefined base types, in order of id. */
  GetArtifactTypesResponse getArtifactTypes(GetArtifactTypesRequest request);

  /** All execution types but the predefined base types, in order of id. */
  GetExecutionTypesResponse getExecutionTypes(GetExecutionTypesRequest request);

  /** All context types, in order of id. */
  GetContextTypesResponse getContextTypes(GetContextTypesRequest request);

  /** The artifact types of the given external ids; NOT_FOUND if none of them is known. */
  GetArtifactTypesByExternalIdsResponse getArtifactTypesByExternalIds(
      GetArtifactTypesByExternalIdsRequest request);

  /** The execution types of the given external ids; NOT_FOUND if none of them is known. */
  GetExecutionTypesByExternalIdsResponse getExecutionTypesByExternalIds(
      GetExecutionTypesByExternalIdsRequest request);

  /** The context types of the given external ids; NOT_FOUND if none of them is known. */
  GetContextTypesByExternalIdsResponse getContextTypesByExternalIds(
      GetContextTypesByExternalIdsRequest request);

  // Nodes

  /**
   * Inserts the artifacts without id and updates those with one, all or none; answers their ids in
   * the order of the request. A type is immutable. An update mask limits an update to the named
   * fields and properties.
   */
  PutArtifactsResponse putArtifacts(PutArtifactsRequest request);

  /** Inserts or updates executions, by the rules of {@link #putArtifacts}. */
  PutExecutionsResponse putExecutions(PutExecutionsRequest request);

  /** Inserts or updates contexts, by the rules of {@link #putArtifacts}; a context needs a name. */
  PutContextsResponse putContexts(PutContextsRequest request);

  /** Lists all artifacts, or a page of them where the request has options. */
  GetArtifactsResponse getArtifacts(GetArtifactsRequest request);

  /** Lists all executions, or a page of them where the request has options. */
  GetExecutionsResponse getExecutions(GetExecutionsRequest request);

  /** Lists all contexts, or a page of them where the request has options. */
  GetContextsResponse getContexts(GetContextsRequest request);

  /**
   * The artifacts among the given ids, in order of id, and their types on demand; unknown ids are
   * left out.
   */
  GetArtifactsByIDResponse getArtifactsByID(GetArtifactsByIDRequest request);

  /** The executions among the given ids, in order of id; unknown ids are left out. */
  GetExecutionsByIDResponse getExecutionsByID(GetExecutionsByIDRequest request);

  /** The contexts among the given ids, in order of id; unknown ids are left out. */
  GetContextsByIDResponse getContextsByID(GetContextsByIDRequest request);

  /** Lists the artifacts of one type; none if there is no such type. */
  GetArtifactsByTypeResponse getArtifactsByType(GetArtifactsByTypeRequest request);

  /** Lists the executions of one type; none if there is no such type. */
  GetExecutionsByTypeResponse getExecutionsByType(GetExecutionsByTypeRequest request);

  /** Lists the contexts of one type; none if there is no such type. */
  GetContextsByTypeResponse getContextsByType(GetContextsByTypeRequest request);

  /** The artifact of a type and name; an empty answer if there is none. */
  GetArtifactByTypeAndNameResponse getArtifactByTypeAndName(
      GetArtifactByTypeAndNameRequest request);

  /** The execution of a type and name; an empty answer if there is none. */
  GetExecutionByTypeAndNameResponse getExecutionByTypeAndName(
      GetExecutionByTypeAndNameRequest request);

  /** The context of a type and name; an empty answer if there is none. */
  GetContextByTypeAndNameResponse getContextByTypeAndName(GetContextByTypeAndNameRequest request);

  /** The artifacts at the given URIs. */
  GetArtifactsByURIResponse getArtifactsByURI(GetArtifactsByURIRequest request);

  /** The artifacts of the given external ids; NOT_FOUND if none of them is known. */
  GetArtifactsByExternalIdsResponse getArtifactsByExternalIds(
      GetArtifactsByExternalIdsRequest request);

  /** The executions of the given external ids; NOT_FOUND if none of them is known. */
  GetExecutionsByExternalIdsResponse getExecutionsByExternalIds(
      GetExecutionsByExternalIdsRequest request);

  /** The contexts of the given external ids; NOT_FOUND if none of them is known. */
  GetContextsByExternalIdsResponse getContextsByExternalIds(
      GetContextsByExternalIdsRequest request);

  // Edges

  /**
   * Adds events between stored artifacts and stored executions, all or none; an event is immutable
   * and unique by artifact, execution and type.
   */
  PutEventsResponse putEvents(PutEventsRequest request);

  /** Puts artifacts and executions into contexts, all or none; what is there already stays. */
  PutAttributionsAndAssociationsResponse putAttributionsAndAssociations(
      PutAttributionsAndAssociationsRequest request);

  /** Adds child and parent pairs of contexts, all or none; refuses duplicates and cycles. */
  PutParentContextsResponse putParentContexts(PutParentContextsRequest request);

  /** The events of the given executions, in order of id. */
  GetEventsByExecutionIDsResponse getEventsByExecutionIDs(GetEventsByExecutionIDsRequest request);

  /** The events of the given artifacts, in order of id. */
  GetEventsByArtifactIDsResponse getEventsByArtifactIDs(GetEventsByArtifactIDsRequest request);

  /** The contexts an artifact is in. */
  GetContextsByArtifactResponse getContextsByArtifact(GetContextsByArtifactRequest request);

  /** The contexts an execution is in. */
  GetContextsByExecutionResponse getContextsByExecution(GetContextsByExecutionRequest request);

  /** The parents of one context. */
  GetParentContextsByContextResponse getParentContextsByContext(
      GetParentContextsByContextRequest request);

  /** The children of one context. */
  GetChildrenContextsByContextResponse getChildrenContextsByContext(
      GetChildrenContextsByContextRequest request);

  /** The parents of each given context that has any. */
  GetParentContextsByContextsResponse getParentContextsByContexts(
      GetParentContextsByContextsRequest request);

  /** The children of each given context that has any. */
  GetChildrenContextsByContextsResponse getChildrenContextsByContexts(
      GetChildrenContextsByContextsRequest request);

  /** Lists the artifacts in a context. */
  GetArtifactsByContextResponse getArtifactsByContext(GetArtifactsByContextRequest request);

  /** Lists the executions in a context. */
  GetExecutionsByContextResponse getExecutionsByContext(GetExecutionsByContextRequest request);

  // Several at once

  /**
   * Writes one execution with its artifacts, events and contexts, all or nothing, and puts
   * execution and artifacts into the contexts.
   */
  PutExecutionResponse putExecution(PutExecutionRequest request);

  /**
   * Writes executions, artifacts, contexts and the events between them, all or nothing, and puts
   * every execution and artifact into every context.
   */
  PutLineageSubgraphResponse putLineageSubgraph(PutLineageSubgraphRequest request);

  /**
   * What lies within so many hops of the starting nodes, upstream, downstream or both; the read
   * mask says which parts of it the answer carries.
   */
  GetLineageSubgraphResponse getLineageSubgraph(GetLineageSubgraphRequest request);

  /**
   * What lies within so many hops of the starting artifacts, in both directions; deprecated in
   * favour of {@link #getLineageSubgraph}.
   */
  GetLineageGraphResponse getLineageGraph(GetLineageGraphRequest request);
}
