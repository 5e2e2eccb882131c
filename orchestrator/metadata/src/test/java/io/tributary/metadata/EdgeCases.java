package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Association;
import io.tributary.proto.mlmd.Attribution;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsByContextRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextsRequest;
import io.tributary.proto.mlmd.GetContextsByArtifactRequest;
import io.tributary.proto.mlmd.GetContextsByExecutionRequest;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.ListOperationOptions.OrderByField;
import io.tributary.proto.mlmd.ParentContext;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsRequest;
import io.tributary.proto.mlmd.PutEventsRequest;
import io.tributary.proto.mlmd.PutParentContextsRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store must do with events and with the contexts of things. */
abstract class EdgeCases extends ListCases {

  @Test
  void eventsAreFoundFromBothEnds() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var execution = put(execution(put(executionType("E")), "e"));
    var path =
        Event.Path.newBuilder()
            .addSteps(Event.Path.Step.newBuilder().setKey("out"))
            .addSteps(Event.Path.Step.newBuilder().setIndex(0))
            .build();
    var output =
        event(artifact, execution, Event.Type.OUTPUT).toBuilder()
            .setPath(path)
            .setMillisecondsSinceEpoch(77)
            .build();
    store.putEvents(
        PutEventsRequest.newBuilder()
            .addEvents(output)
            .addEvents(event(artifact, execution, Event.Type.INPUT))
            .build());
    var byExecution =
        store
            .getEventsByExecutionIDs(
                GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(execution).build())
            .getEventsList();
    assertThat(byExecution).hasSize(2).contains(output);
    assertThat(byExecution.get(1).getMillisecondsSinceEpoch()).isPositive();
    assertThat(
            store
                .getEventsByArtifactIDs(
                    GetEventsByArtifactIDsRequest.newBuilder().addArtifactIds(artifact).build())
                .getEventsList())
        .containsExactlyInAnyOrderElementsOf(byExecution);
    assertThat(
            store
                .getEventsByArtifactIDs(
                    GetEventsByArtifactIDsRequest.newBuilder().addArtifactIds(999).build())
                .getEventsList())
        .isEmpty();
  }

  @Test
  void eventsThatMakeNoSenseAreRefusedTogether() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var execution = put(execution(put(executionType("E")), "e"));
    var good = event(artifact, execution, Event.Type.OUTPUT);
    store.putEvents(PutEventsRequest.newBuilder().addEvents(good).build());
    fails(
        Code.ALREADY_EXISTS,
        () -> store.putEvents(PutEventsRequest.newBuilder().addEvents(good).build()));
    for (var bad :
        List.of(
            event(999, execution, Event.Type.INPUT),
            event(artifact, 999, Event.Type.INPUT),
            event(artifact, execution, Event.Type.UNKNOWN),
            Event.newBuilder().setArtifactId(artifact).setType(Event.Type.INPUT).build(),
            Event.newBuilder().setExecutionId(execution).setType(Event.Type.INPUT).build())) {
      fails(
          Code.INVALID_ARGUMENT,
          () ->
              store.putEvents(
                  PutEventsRequest.newBuilder()
                      .addEvents(event(artifact, execution, Event.Type.DECLARED_INPUT))
                      .addEvents(bad)
                      .build()));
    }
    assertThat(
            store
                .getEventsByArtifactIDs(
                    GetEventsByArtifactIDsRequest.newBuilder().addArtifactIds(artifact).build())
                .getEventsCount())
        .isEqualTo(1);
  }

  @Test
  void attributionsAndAssociationsLinkNodesToContexts() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var execution = put(execution(put(executionType("E")), "e"));
    var context = put(context(put(contextType("C")), "c"));
    var request =
        PutAttributionsAndAssociationsRequest.newBuilder()
            .addAttributions(Attribution.newBuilder().setArtifactId(artifact).setContextId(context))
            .addAssociations(
                Association.newBuilder().setExecutionId(execution).setContextId(context))
            .build();
    store.putAttributionsAndAssociations(request);
    store.putAttributionsAndAssociations(request);
    assertThat(
            store
                .getArtifactsByContext(
                    GetArtifactsByContextRequest.newBuilder().setContextId(context).build())
                .getArtifactsList())
        .containsExactly(artifact(artifact));
    assertThat(
            store
                .getExecutionsByContext(
                    GetExecutionsByContextRequest.newBuilder().setContextId(context).build())
                .getExecutionsList())
        .containsExactly(execution(execution));
    assertThat(
            store
                .getContextsByArtifact(
                    GetContextsByArtifactRequest.newBuilder().setArtifactId(artifact).build())
                .getContextsList())
        .containsExactly(context(context));
    assertThat(
            store
                .getContextsByExecution(
                    GetContextsByExecutionRequest.newBuilder().setExecutionId(execution).build())
                .getContextsList())
        .containsExactly(context(context));
  }

  @Test
  void linksToWhatIsNotThereAreRefusedTogether() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var context = put(context(put(contextType("C")), "c"));
    for (var bad :
        List.of(
            Association.newBuilder().setExecutionId(999).setContextId(context).build(),
            Association.newBuilder().setContextId(context).build(),
            Association.newBuilder().setExecutionId(1).build())) {
      fails(
          Code.INVALID_ARGUMENT,
          () ->
              store.putAttributionsAndAssociations(
                  PutAttributionsAndAssociationsRequest.newBuilder()
                      .addAttributions(
                          Attribution.newBuilder().setArtifactId(artifact).setContextId(context))
                      .addAssociations(bad)
                      .build()));
    }
    assertThat(
            store
                .getArtifactsByContext(
                    GetArtifactsByContextRequest.newBuilder().setContextId(context).build())
                .getArtifactsList())
        .isEmpty();
    fails(
        Code.NOT_FOUND,
        () ->
            store.getContextsByArtifact(
                GetContextsByArtifactRequest.newBuilder().setArtifactId(artifact).build()));
    fails(
        Code.NOT_FOUND,
        () ->
            store.getContextsByExecution(
                GetContextsByExecutionRequest.newBuilder().setExecutionId(999).build()));
  }

  @Test
  void nodesOfAContextComeInPages() {
    var artifactType = put(artifactType("A"));
    var executionType = put(executionType("E"));
    var context = put(context(put(contextType("C")), "c"));
    var links = PutAttributionsAndAssociationsRequest.newBuilder();
    for (int i = 0; i < 3; i++) {
      links.addAttributions(
          Attribution.newBuilder()
              .setArtifactId(put(artifact(artifactType, "a" + i)))
              .setContextId(context));
      links.addAssociations(
          Association.newBuilder()
              .setExecutionId(put(execution(executionType, "e" + i)))
              .setContextId(context));
    }
    put(artifact(artifactType, "outside"));
    store.putAttributionsAndAssociations(links.build());
    var options =
        ListOperationOptions.newBuilder()
            .setMaxResultSize(2)
            .setOrderByField(OrderByField.newBuilder().setIsAsc(false));
    var artifacts =
        store.getArtifactsByContext(
            GetArtifactsByContextRequest.newBuilder()
                .setContextId(context)
                .setOptions(options)
                .build());
    assertThat(artifacts.getArtifactsList())
        .extracting(Artifact::getName)
        .containsExactly("a2", "a1");
    var rest =
        store.getArtifactsByContext(
            GetArtifactsByContextRequest.newBuilder()
                .setContextId(context)
                .setOptions(options.clone().setNextPageToken(artifacts.getNextPageToken()))
                .build());
    assertThat(rest.getArtifactsList()).extracting(Artifact::getName).containsExactly("a0");
    assertThat(rest.getNextPageToken()).isEmpty();
    assertThat(
            store
                .getExecutionsByContext(
                    GetExecutionsByContextRequest.newBuilder()
                        .setContextId(context)
                        .setOptions(options)
                        .build())
                .getExecutionsList())
        .extracting(Execution::getName)
        .containsExactly("e2", "e1");
  }

  @Test
  void parentContextsAreFoundFromBothEnds() {
    var type = put(contextType("C"));
    var parent = put(context(type, "parent"));
    var child = put(context(type, "child"));
    var other = put(context(type, "other"));
    store.putParentContexts(
        PutParentContextsRequest.newBuilder()
            .addParentContexts(parent(child, parent))
            .addParentContexts(parent(other, parent))
            .build());
    assertThat(
            store
                .getParentContextsByContext(
                    GetParentContextsByContextRequest.newBuilder().setContextId(child).build())
                .getContextsList())
        .containsExactly(context(parent));
    assertThat(
            store
                .getChildrenContextsByContext(
                    GetChildrenContextsByContextRequest.newBuilder().setContextId(parent).build())
                .getContextsList())
        .containsExactly(context(child), context(other));
    assertThat(
            store
                .getParentContextsByContext(
                    GetParentContextsByContextRequest.newBuilder().setContextId(parent).build())
                .getContextsList())
        .isEmpty();
    var parents =
        store.getParentContextsByContexts(
            GetParentContextsByContextsRequest.newBuilder()
                .addContextIds(child)
                .addContextIds(parent)
                .build());
    assertThat(parents.getContextsMap()).containsOnlyKeys(child);
    assertThat(parents.getContextsOrThrow(child).getParentContextsList())
        .containsExactly(context(parent));
    var children =
        store.getChildrenContextsByContexts(
            GetChildrenContextsByContextsRequest.newBuilder()
                .addContextIds(child)
                .addContextIds(parent)
                .build());
    assertThat(children.getContextsMap()).containsOnlyKeys(parent);
    assertThat(children.getContextsOrThrow(parent).getChildrenContextsList())
        .containsExactly(context(child), context(other));
  }

  @Test
  void parentContextsThatMakeNoSenseAreRefused() {
    var type = put(contextType("C"));
    var one = put(context(type, "1"));
    var two = put(context(type, "2"));
    var three = put(context(type, "3"));
    store.putParentContexts(
        PutParentContextsRequest.newBuilder()
            .addParentContexts(parent(one, two))
            .addParentContexts(parent(two, three))
            .build());
    fails(
        Code.ALREADY_EXISTS,
        () ->
            store.putParentContexts(
                PutParentContextsRequest.newBuilder().addParentContexts(parent(one, two)).build()));
    for (var bad :
        List.of(
            parent(three, one),
            parent(one, one),
            parent(one, 999),
            parent(999, one),
            ParentContext.newBuilder().setChildId(one).build())) {
      fails(
          Code.INVALID_ARGUMENT,
          () ->
              store.putParentContexts(
                  PutParentContextsRequest.newBuilder().addParentContexts(bad).build()));
    }
  }
}
