package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsByContextRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionRequest.ArtifactAndEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store must do with an execution written together with its artifacts and contexts. */
abstract class ExecutionCases extends EdgeCases {

  @Test
  void executionIsPutWithArtifactsEventsAndContexts() {
    var artifactType = put(artifactType("A"));
    var input = put(artifact(artifactType, "in"));
    var answer =
        store.putExecution(
            PutExecutionRequest.newBuilder()
                .setExecution(
                    execution(put(executionType("E")), "e").toBuilder()
                        .setLastKnownState(Execution.State.COMPLETE))
                .addArtifactEventPairs(pair(artifact(artifactType, "out"), Event.Type.OUTPUT))
                .addArtifactEventPairs(
                    ArtifactAndEvent.newBuilder()
                        .setEvent(
                            Event.newBuilder().setArtifactId(input).setType(Event.Type.INPUT)))
                .addContexts(context(put(contextType("C")), "c"))
                .build());
    assertThat(answer.getArtifactIdsList()).hasSize(2).endsWith(input);
    assertThat(
            store
                .getEventsByExecutionIDs(
                    GetEventsByExecutionIDsRequest.newBuilder()
                        .addExecutionIds(answer.getExecutionId())
                        .build())
                .getEventsList())
        .extracting(Event::getType)
        .containsExactly(Event.Type.OUTPUT, Event.Type.INPUT);
    assertThat(
            store
                .getArtifactsByContext(
                    GetArtifactsByContextRequest.newBuilder()
                        .setContextId(answer.getContextIds(0))
                        .build())
                .getArtifactsCount())
        .isEqualTo(2);
    assertThat(
            store
                .getExecutionsByContext(
                    GetExecutionsByContextRequest.newBuilder()
                        .setContextId(answer.getContextIds(0))
                        .build())
                .getExecutionsCount())
        .isEqualTo(1);
  }

  @Test
  void executionThatFailsLeavesNothingBehind() {
    var artifactType = put(artifactType("A"));
    var contextType = put(contextType("C"));
    put(context(contextType, "taken"));
    var request =
        PutExecutionRequest.newBuilder()
            .setExecution(execution(put(executionType("E")), "e"))
            .addArtifactEventPairs(pair(artifact(artifactType, "out"), Event.Type.OUTPUT))
            .addContexts(context(contextType, "fresh"))
            .addContexts(context(contextType, "taken"))
            .build();
    fails(Code.ALREADY_EXISTS, () -> store.putExecution(request));
    assertThat(store.getExecutions(GetExecutionsRequest.getDefaultInstance()).getExecutionsList())
        .isEmpty();
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsList())
        .isEmpty();
    assertThat(store.getContexts(GetContextsRequest.getDefaultInstance()).getContextsCount())
        .isEqualTo(1);
  }

  @Test
  void contextIsReusedOnDemand() {
    var executionType = put(executionType("E"));
    var contextType = put(contextType("C"));
    var stored =
        put(context(contextType, "c").toBuilder().putCustomProperties("k", number(1)).build());
    var request =
        PutExecutionRequest.newBuilder()
            .setExecution(Execution.newBuilder().setTypeId(executionType))
            .addContexts(context(contextType, "c"));
    fails(Code.ALREADY_EXISTS, () -> store.putExecution(request.build()));
    var reusing =
        request
            .clone()
            .setOptions(
                PutExecutionRequest.Options.newBuilder().setReuseContextIfAlreadyExist(true))
            .build();
    assertThat(store.putExecution(reusing).getContextIdsList()).containsExactly(stored);
    assertThat(context(stored).getCustomPropertiesMap()).containsOnlyKeys("k");
    assertThat(
            store
                .getExecutionsByContext(
                    GetExecutionsByContextRequest.newBuilder().setContextId(stored).build())
                .getExecutionsCount())
        .isEqualTo(1);
  }

  @Test
  void contextIsReusedByIdWhenForced() {
    var executionType = put(executionType("E"));
    var contextType = put(contextType("C"));
    var stored = put(context(contextType, "c"));
    var force = PutExecutionRequest.Options.newBuilder().setForceReuseContext(true);
    var request =
        PutExecutionRequest.newBuilder()
            .setExecution(Execution.newBuilder().setTypeId(executionType))
            .setOptions(force);
    assertThat(
            store
                .putExecution(
                    request.clone().addContexts(Context.newBuilder().setId(stored)).build())
                .getContextIdsList())
        .containsExactly(stored);
    fails(
        Code.NOT_FOUND,
        () ->
            store.putExecution(
                request.clone().addContexts(Context.newBuilder().setId(999)).build()));
    fails(
        Code.ALREADY_EXISTS,
        () -> store.putExecution(request.clone().addContexts(context(contextType, "c")).build()));
    var both = request.clone().setOptions(force.clone().setReuseContextIfAlreadyExist(true));
    assertThat(
            store
                .putExecution(
                    both.clone()
                        .addContexts(context(contextType, "c"))
                        .addContexts(Context.newBuilder().setId(stored))
                        .build())
                .getContextIdsList())
        .containsExactly(stored, stored);
  }

  @Test
  void artifactIsReusedByExternalIdOnDemandAndUpdated() {
    var executionType = put(executionType("E"));
    var artifactType = put(artifactType("A"));
    var stored = put(artifact(artifactType, "a").toBuilder().setExternalId("x").build());
    var again =
        Artifact.newBuilder().setTypeId(artifactType).setExternalId("x").setUri("new").build();
    var request =
        PutExecutionRequest.newBuilder()
            .setExecution(Execution.newBuilder().setTypeId(executionType))
            .addArtifactEventPairs(pair(again, Event.Type.OUTPUT));
    fails(Code.ALREADY_EXISTS, () -> store.putExecution(request.build()));
    var reusing =
        request
            .clone()
            .setOptions(
                PutExecutionRequest.Options.newBuilder()
                    .setReuseArtifactIfAlreadyExistByExternalId(true))
            .build();
    assertThat(store.putExecution(reusing).getArtifactIdsList()).containsExactly(stored);
    assertThat(artifact(stored).getUri()).isEqualTo("new");
  }

  @Test
  void oneArtifactMayAppearTwiceInAnExecution() {
    var artifactType = put(artifactType("A"));
    var fresh = Artifact.newBuilder().setTypeId(artifactType).setExternalId("x").build();
    var answer =
        store.putExecution(
            PutExecutionRequest.newBuilder()
                .setExecution(execution(put(executionType("E")), "e"))
                .addArtifactEventPairs(pair(fresh, Event.Type.INPUT))
                .addArtifactEventPairs(pair(fresh, Event.Type.OUTPUT))
                .setOptions(
                    PutExecutionRequest.Options.newBuilder()
                        .setReuseArtifactIfAlreadyExistByExternalId(true))
                .build());
    assertThat(answer.getArtifactIds(0)).isEqualTo(answer.getArtifactIds(1));
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount())
        .isEqualTo(1);
  }

  @Test
  void executionAlreadyStoredIsUpdatedWithItsOutputs() {
    var execution =
        put(
            execution(put(executionType("E")), "e").toBuilder()
                .setLastKnownState(Execution.State.RUNNING)
                .build());
    store.putExecution(
        PutExecutionRequest.newBuilder()
            .setExecution(
                Execution.newBuilder().setId(execution).setLastKnownState(Execution.State.COMPLETE))
            .addArtifactEventPairs(pair(artifact(put(artifactType("A")), "out"), Event.Type.OUTPUT))
            .build());
    assertThat(execution(execution).getLastKnownState()).isEqualTo(Execution.State.COMPLETE);
    assertThat(
            store
                .getEventsByExecutionIDs(
                    GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(execution).build())
                .getEventsCount())
        .isEqualTo(1);
  }

  @Test
  void updateTimeOfAnExecutionIsForcedOnDemand() {
    var id = put(execution(put(executionType("E")), "e"));
    var before = execution(id);
    store.putExecution(PutExecutionRequest.newBuilder().setExecution(before).build());
    assertThat(execution(id)).isEqualTo(before);
    store.putExecution(
        PutExecutionRequest.newBuilder()
            .setExecution(before)
            .setOptions(PutExecutionRequest.Options.newBuilder().setForceUpdateTime(true))
            .build());
    assertThat(execution(id).getLastUpdateTimeSinceEpoch())
        .isGreaterThan(before.getLastUpdateTimeSinceEpoch());
  }

  @Test
  void eventThatContradictsItsExecutionOrArtifactIsRefused() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var type = put(executionType("E"));
    for (var event :
        List.of(
            Event.newBuilder().setArtifactId(999).setType(Event.Type.INPUT).build(),
            Event.newBuilder().setExecutionId(999).setType(Event.Type.INPUT).build())) {
      fails(
          Code.INVALID_ARGUMENT,
          () ->
              store.putExecution(
                  PutExecutionRequest.newBuilder()
                      .setExecution(Execution.newBuilder().setTypeId(type))
                      .addArtifactEventPairs(
                          ArtifactAndEvent.newBuilder()
                              .setArtifact(Artifact.newBuilder().setId(artifact))
                              .setEvent(event))
                      .build()));
    }
    fails(
        Code.INVALID_ARGUMENT, () -> store.putExecution(PutExecutionRequest.getDefaultInstance()));
  }
}
