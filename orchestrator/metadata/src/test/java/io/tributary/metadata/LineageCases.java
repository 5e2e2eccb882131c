package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.GetLineageGraphRequest;
import io.tributary.proto.mlmd.GetLineageSubgraphRequest;
import io.tributary.proto.mlmd.LineageGraph;
import io.tributary.proto.mlmd.LineageGraphQueryOptions;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest.EventEdge;
import org.junit.jupiter.api.Test;

/** What a store must do with lineage, written and read. */
abstract class LineageCases extends ExecutionCases {

  @Test
  void subgraphIsPutAndFoundByLineage() {
    var ids = putChain();
    var whole =
        lineage(
            "id = " + ids.getArtifactIds(1),
            LineageSubgraphQueryOptions.Direction.BIDIRECTIONAL,
            20);
    assertThat(whole.getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactlyInAnyOrderElementsOf(ids.getArtifactIdsList());
    assertThat(whole.getExecutionsList())
        .extracting(Execution::getId)
        .containsExactlyInAnyOrderElementsOf(ids.getExecutionIdsList());
    assertThat(whole.getEventsCount()).isEqualTo(4);
    assertThat(whole.getContextsList())
        .extracting(Context::getId)
        .containsExactlyElementsOf(ids.getContextIdsList());
    assertThat(whole.getAttributionsCount()).isEqualTo(3);
    assertThat(whole.getAssociationsCount()).isEqualTo(2);
  }

  @Test
  void lineageFollowsItsDirectionAndLimit() {
    var ids = putChain();
    var middle = "id = " + ids.getArtifactIds(1);
    var up = lineage(middle, LineageSubgraphQueryOptions.Direction.UPSTREAM, 20);
    assertThat(up.getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactlyInAnyOrder(ids.getArtifactIds(0), ids.getArtifactIds(1));
    assertThat(up.getExecutionsList())
        .extracting(Execution::getId)
        .containsExactly(ids.getExecutionIds(0));
    var down = lineage("uri = 'chain-1'", LineageSubgraphQueryOptions.Direction.DOWNSTREAM, 20);
    assertThat(down.getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactlyInAnyOrder(ids.getArtifactIds(1), ids.getArtifactIds(2));
    var oneHop =
        lineage(
            "id IN (" + ids.getArtifactIds(0) + ", 999)",
            LineageSubgraphQueryOptions.Direction.DOWNSTREAM,
            1);
    assertThat(oneHop.getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(ids.getArtifactIds(0));
    assertThat(oneHop.getExecutionsList())
        .extracting(Execution::getId)
        .containsExactly(ids.getExecutionIds(0));
    assertThat(lineage(middle, LineageSubgraphQueryOptions.Direction.UPSTREAM, 0).getEventsList())
        .isEmpty();
  }

  @Test
  void lineageStopsAtEndingNodes() {
    var ids = putChain();
    var options =
        LineageSubgraphQueryOptions.newBuilder()
            .setStartingExecutions(
                LineageSubgraphQueryOptions.StartingNodes.newBuilder()
                    .setFilterQuery("name = 'chain-0'"))
            .setEndingArtifacts(
                LineageSubgraphQueryOptions.EndingNodes.newBuilder()
                    .setFilterQuery("id = " + ids.getArtifactIds(1))
                    .setIncludeEndingNodes(true));
    var kept =
        store
            .getLineageSubgraph(
                GetLineageSubgraphRequest.newBuilder()
                    .setLineageSubgraphQueryOptions(options)
                    .build())
            .getLineageSubgraph();
    assertThat(kept.getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactlyInAnyOrder(ids.getArtifactIds(0), ids.getArtifactIds(1));
    assertThat(kept.getExecutionsCount()).isEqualTo(1);
    options.getEndingArtifactsBuilder().setIncludeEndingNodes(false);
    var cut =
        store
            .getLineageSubgraph(
                GetLineageSubgraphRequest.newBuilder()
                    .setLineageSubgraphQueryOptions(options)
                    .build())
            .getLineageSubgraph();
    assertThat(cut.getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(ids.getArtifactIds(0));
  }

  @Test
  void lineageGivesOnlyWhatItsMaskNames() {
    var ids = putChain();
    var graph =
        store
            .getLineageSubgraph(
                GetLineageSubgraphRequest.newBuilder()
                    .setLineageSubgraphQueryOptions(
                        LineageSubgraphQueryOptions.newBuilder()
                            .setStartingArtifacts(
                                LineageSubgraphQueryOptions.StartingNodes.newBuilder()
                                    .setFilterQuery("id = " + ids.getArtifactIds(0))))
                    .setReadMask(mask("events"))
                    .build())
            .getLineageSubgraph();
    assertThat(graph.getEventsCount()).isEqualTo(4);
    assertThat(graph.toBuilder().clearEvents().build())
        .isEqualTo(LineageGraph.getDefaultInstance());
  }

  @Test
  void lineageGraphHoldsWholeNodes() {
    var ids = putChain();
    var options =
        LineageGraphQueryOptions.newBuilder()
            .setArtifactsOptions(ListOperationOptions.newBuilder().setMaxResultSize(1));
    var graph =
        store
            .getLineageGraph(GetLineageGraphRequest.newBuilder().setOptions(options).build())
            .getSubgraph();
    assertThat(graph.getArtifactsList())
        .extracting(Artifact::getUri)
        .containsExactly("chain-0", "chain-1", "chain-2");
    assertThat(graph.getExecutionsList())
        .extracting(Execution::getId)
        .containsExactlyElementsOf(ids.getExecutionIdsList());
    assertThat(graph.getContextsList()).extracting(Context::getName).containsExactly("chain");
  }

  @Test
  void lineageWithoutStartIsRefused() {
    fails(
        Code.INVALID_ARGUMENT,
        () -> store.getLineageSubgraph(GetLineageSubgraphRequest.getDefaultInstance()));
    fails(
        Code.NOT_FOUND,
        () -> lineage("id = 999", LineageSubgraphQueryOptions.Direction.UPSTREAM, 1));
    fails(
        Code.INVALID_ARGUMENT,
        () -> lineage("", LineageSubgraphQueryOptions.Direction.UPSTREAM, 1));
    fails(
        Code.INVALID_ARGUMENT,
        () -> lineage("id = 1", LineageSubgraphQueryOptions.Direction.UPSTREAM, -1));
  }

  @Test
  void subgraphUpdatesWhatHasAnId() {
    var ids = putChain();
    var first = execution(ids.getExecutionIds(0));
    store.putLineageSubgraph(
        PutLineageSubgraphRequest.newBuilder()
            .addExecutions(first.toBuilder().setLastKnownState(Execution.State.COMPLETE))
            .addArtifacts(artifact(ids.getArtifactIds(0)).toBuilder().setUri("moved"))
            .build());
    assertThat(execution(ids.getExecutionIds(0)).getLastKnownState())
        .isEqualTo(Execution.State.COMPLETE);
    assertThat(artifact(ids.getArtifactIds(0)).getUri()).isEqualTo("moved");
  }

  @Test
  void subgraphReusesContextsAndArtifactsOnDemand() {
    var artifactType = put(artifactType("A"));
    var contextType = put(contextType("C"));
    var artifact = put(Artifact.newBuilder().setTypeId(artifactType).setExternalId("x").build());
    var context = put(context(contextType, "c"));
    var answer =
        store.putLineageSubgraph(
            PutLineageSubgraphRequest.newBuilder()
                .addArtifacts(Artifact.newBuilder().setTypeId(artifactType).setExternalId("x"))
                .addContexts(context(contextType, "c"))
                .setOptions(
                    PutLineageSubgraphRequest.Options.newBuilder()
                        .setReuseContextIfAlreadyExist(true)
                        .setReuseArtifactIfAlreadyExistByExternalId(true))
                .build());
    assertThat(answer.getArtifactIdsList()).containsExactly(artifact);
    assertThat(answer.getContextIdsList()).containsExactly(context);
  }

  @Test
  void subgraphWithAWrongEdgeLeavesNothingBehind() {
    var base =
        PutLineageSubgraphRequest.newBuilder()
            .addExecutions(execution(put(executionType("E")), "e"))
            .addArtifacts(artifact(put(artifactType("A")), "a"));
    var event = Event.newBuilder().setType(Event.Type.OUTPUT);
    fails(
        Code.OUT_OF_RANGE,
        () ->
            store.putLineageSubgraph(
                base.clone()
                    .addEventEdges(
                        EventEdge.newBuilder()
                            .setExecutionIndex(1)
                            .setArtifactIndex(0)
                            .setEvent(event))
                    .build()));
    fails(
        Code.OUT_OF_RANGE,
        () ->
            store.putLineageSubgraph(
                base.clone()
                    .addEventEdges(
                        EventEdge.newBuilder()
                            .setExecutionIndex(0)
                            .setArtifactIndex(-1)
                            .setEvent(event))
                    .build()));
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            store.putLineageSubgraph(
                base.clone()
                    .addEventEdges(EventEdge.newBuilder().setExecutionIndex(0).setArtifactIndex(0))
                    .build()));
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            store.putLineageSubgraph(
                base.clone()
                    .addEventEdges(EventEdge.newBuilder().setExecutionIndex(0).setEvent(event))
                    .build()));
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            store.putLineageSubgraph(
                base.clone()
                    .addEventEdges(
                        EventEdge.newBuilder()
                            .setExecutionIndex(0)
                            .setArtifactIndex(0)
                            .setEvent(event.clone().setArtifactId(999)))
                    .build()));
    assertThat(store.getExecutions(GetExecutionsRequest.getDefaultInstance()).getExecutionsList())
        .isEmpty();
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsList())
        .isEmpty();
  }
}
