package io.tributary.metadata;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Association;
import io.tributary.proto.mlmd.Attribution;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetLineageGraphRequest;
import io.tributary.proto.mlmd.GetLineageSubgraphRequest;
import io.tributary.proto.mlmd.LineageGraph;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions.Direction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks from artifacts to executions and back along events, breadth first: one query per hop. */
final class Lineage {

  private static final int MOST_HOPS = 100;

  private record EventKey(long artifact, long execution, Event.Type type) {}

  /** Nodes from which the walk goes no further; kept in the answer or not. */
  private record Ends(Set<Long> ids, boolean kept) {
    static final Ends NONE = new Ends(Set.of(), true);

    boolean bars(long id) {
      return !kept && ids.contains(id);
    }
  }

  private final Session session;
  private final Edges edges;
  private final Types types;

  private final Set<Long> artifacts = new LinkedHashSet<>();
  private final Set<Long> executions = new LinkedHashSet<>();
  private final Map<EventKey, Event> events = new LinkedHashMap<>();
  private Ends endingArtifacts = Ends.NONE;
  private Ends endingExecutions = Ends.NONE;

  Lineage(Session session) {
    this.session = session;
    this.edges = new Edges(session);
    this.types = new Types(session);
  }

  /** What GetLineageSubgraph answers: nodes carry nothing but their ids, as ML Metadata has it. */
  LineageGraph subgraph(GetLineageSubgraphRequest request) {
    var options = request.getLineageSubgraphQueryOptions();
    var fromArtifacts = options.hasStartingArtifacts();
    if (!fromArtifacts && !options.hasStartingExecutions()) {
      throw MetadataException.invalid(
          "lineage_subgraph_query_options: no starting nodes (expected: starting_artifacts or starting_executions); set one of them");
    }
    var query =
        fromArtifacts
            ? options.getStartingArtifacts().getFilterQuery()
            : options.getStartingExecutions().getFilterQuery();
    if (query.isEmpty()) {
      throw MetadataException.invalid(
          "starting nodes: no filter_query (expected: one, such as id = 7); say where to start");
    }
    var hops = hops(options);
    var start = found(fromArtifacts ? NodeKind.ARTIFACT : NodeKind.EXECUTION, query);
    if (start.isEmpty()) {
      throw MetadataException.notFound(
          "starting nodes: filter_query \""
              + query
              + "\" finds nothing (expected: at least one node); start from a stored node");
    }
    var artifactEnds = options.getEndingArtifacts();
    endingArtifacts =
        ends(
            NodeKind.ARTIFACT, artifactEnds.getFilterQuery(), artifactEnds.getIncludeEndingNodes());
    var executionEnds = options.getEndingExecutions();
    endingExecutions =
        ends(
            NodeKind.EXECUTION,
            executionEnds.getFilterQuery(),
            executionEnds.getIncludeEndingNodes());
    walk(start, fromArtifacts, hops, options.getDirection());
    return answer(request.hasReadMask() ? Set.copyOf(request.getReadMask().getPathsList()) : null);
  }

  private static int hops(LineageSubgraphQueryOptions options) {
    if (options.getMaxNumHops() < 0) {
      throw MetadataException.invalid(
          "max_num_hops: "
              + options.getMaxNumHops()
              + " (expected: >= 0); leave it out for up to "
              + MOST_HOPS);
    }
    return options.hasMaxNumHops() ? (int) Math.min(options.getMaxNumHops(), MOST_HOPS) : MOST_HOPS;
  }

  private List<Long> found(NodeKind kind, String query) {
    return new Listing(session, kind).ids(Listing.Scope.found(kind, query));
  }

  private Ends ends(NodeKind kind, String query, boolean kept) {
    return query.isEmpty() ? Ends.NONE : new Ends(Set.copyOf(found(kind, query)), kept);
  }

  private void walk(Collection<Long> start, boolean fromArtifacts, int hops, Direction direction) {
    var atArtifacts = fromArtifacts;
    Collection<Long> frontier = admit(start, atArtifacts);
    for (int hop = 0; hop < hops && !frontier.isEmpty(); hop++) {
      var wanted = wanted(direction, atArtifacts);
      var next = new LinkedHashSet<Long>();
      for (var event :
          atArtifacts ? edges.eventsOfArtifacts(frontier) : edges.eventsOfExecutions(frontier)) {
        var other = atArtifacts ? event.getExecutionId() : event.getArtifactId();
        if (wanted.test(event.getType()) && !ends(!atArtifacts).bars(other)) {
          events.putIfAbsent(
              new EventKey(event.getArtifactId(), event.getExecutionId(), event.getType()), event);
          next.add(other);
        }
      }
      atArtifacts = !atArtifacts;
      frontier = admit(next, atArtifacts);
    }
  }

  /** Takes nodes in; answers those that are new and to be walked on from. */
  private Collection<Long> admit(Collection<Long> ids, boolean areArtifacts) {
    var found = areArtifacts ? artifacts : executions;
    var fresh = new LinkedHashSet<Long>();
    for (long id : ids) {
      var ends = ends(areArtifacts);
      if (!ends.bars(id) && found.add(id) && !ends.ids().contains(id)) {
        fresh.add(id);
      }
    }
    return fresh;
  }

  private Ends ends(boolean ofArtifacts) {
    return ofArtifacts ? endingArtifacts : endingExecutions;
  }

  /**
   * Upstream goes from an artifact to who made it, and from an execution to what it read;
   * downstream the other way.
   */
  private static Predicate<Event.Type> wanted(Direction direction, boolean atArtifacts) {
    return switch (direction) {
      case DIRECTION_UNSPECIFIED, BIDIRECTIONAL -> type -> true;
      case UPSTREAM -> atArtifacts ? Lineage::isOutput : Lineage::isInput;
      case DOWNSTREAM -> atArtifacts ? Lineage::isInput : Lineage::isOutput;
    };
  }

  private static boolean isInput(Event.Type type) {
    return type == Event.Type.INPUT
        || type == Event.Type.DECLARED_INPUT
        || type == Event.Type.INTERNAL_INPUT;
  }

  private static boolean isOutput(Event.Type type) {
    return type == Event.Type.OUTPUT
        || type == Event.Type.DECLARED_OUTPUT
        || type == Event.Type.INTERNAL_OUTPUT
        || type == Event.Type.PENDING_OUTPUT;
  }

  private LineageGraph answer(@Nullable Set<String> mask) {
    Predicate<String> wants = part -> mask == null || mask.contains(part);
    var graph = LineageGraph.newBuilder();
    if (wants.test("artifacts")) {
      new TreeSet<>(artifacts).forEach(id -> graph.addArtifacts(Artifact.newBuilder().setId(id)));
    }
    if (wants.test("executions")) {
      new TreeSet<>(executions)
          .forEach(id -> graph.addExecutions(Execution.newBuilder().setId(id)));
    }
    if (wants.test("events")) {
      graph.addAllEvents(events.values());
    }
    if (wants.test("contexts") || wants.test("attributions") || wants.test("associations")) {
      var contexts = addContextEdges(graph, wants);
      if (wants.test("contexts")) {
        contexts.forEach(id -> graph.addContexts(Context.newBuilder().setId(id)));
      }
    }
    if (wants.test("artifact_types")) {
      types
          .all(TypeKind.ARTIFACT)
          .forEach(type -> graph.addArtifactTypes(type.listed().withoutBaseType().artifactType()));
    }
    if (wants.test("execution_types")) {
      types
          .all(TypeKind.EXECUTION)
          .forEach(
              type -> graph.addExecutionTypes(type.listed().withoutBaseType().executionType()));
    }
    if (wants.test("context_types")) {
      types
          .all(TypeKind.CONTEXT)
          .forEach(type -> graph.addContextTypes(type.listed().contextType()));
    }
    return graph.build();
  }

  private Set<Long> addContextEdges(LineageGraph.Builder graph, Predicate<String> wants) {
    var contexts = new TreeSet<Long>();
    edges
        .contextsOfArtifacts(artifacts)
        .forEach(
            (artifact, of) ->
                of.forEach(
                    context -> {
                      contexts.add(context);
                      if (wants.test("attributions")) {
                        graph.addAttributions(
                            Attribution.newBuilder().setArtifactId(artifact).setContextId(context));
                      }
                    }));
    edges
        .contextsOfExecutions(executions)
        .forEach(
            (execution, of) ->
                of.forEach(
                    context -> {
                      contexts.add(context);
                      if (wants.test("associations")) {
                        graph.addAssociations(
                            Association.newBuilder()
                                .setExecutionId(execution)
                                .setContextId(context));
                      }
                    }));
    return contexts;
  }

  /**
   * What the deprecated GetLineageGraph answers: whole nodes, reached from a page of artifacts in
   * both directions.
   */
  LineageGraph graph(GetLineageGraphRequest request) {
    var options = request.getOptions();
    if (!options.hasArtifactsOptions()) {
      throw MetadataException.invalid(
          "options.artifacts_options: none (expected: which artifacts to start from); set it");
    }
    var stop = options.getStopConditions();
    var start =
        new Listing(session, NodeKind.ARTIFACT)
            .page(Listing.Scope.ALL, options.getArtifactsOptions()).nodes().stream()
                .map(Node::key)
                .toList();
    if (start.isEmpty()) {
      throw MetadataException.notFound(
          "options.artifacts_options: finds nothing (expected: at least one artifact); start from a stored artifact");
    }
    endingArtifacts = ends(NodeKind.ARTIFACT, stop.getBoundaryArtifacts(), true);
    endingExecutions = ends(NodeKind.EXECUTION, stop.getBoundaryExecutions(), true);
    walk(
        start,
        true,
        stop.hasMaxNumHops()
            ? (int) Math.max(0, Math.min(stop.getMaxNumHops(), MOST_HOPS))
            : MOST_HOPS,
        Direction.BIDIRECTIONAL);
    var graph = answer(null).toBuilder().clearArtifacts().clearExecutions().clearContexts();
    var contextIds = new TreeSet<Long>();
    graph.getAttributionsList().forEach(pair -> contextIds.add(pair.getContextId()));
    graph.getAssociationsList().forEach(pair -> contextIds.add(pair.getContextId()));
    var nodes = new Nodes(session);
    nodes.byIds(NodeKind.ARTIFACT, artifacts).forEach(node -> graph.addArtifacts(node.artifact()));
    nodes
        .byIds(NodeKind.EXECUTION, executions)
        .forEach(node -> graph.addExecutions(node.execution()));
    nodes.byIds(NodeKind.CONTEXT, contextIds).forEach(node -> graph.addContexts(node.context()));
    return graph.build();
  }
}
