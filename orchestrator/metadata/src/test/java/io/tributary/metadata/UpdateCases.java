package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store must do with updates, masked or whole. */
abstract class UpdateCases extends NodeCases {

  @Test
  void updateReplacesEverythingButTypeAndName() {
    var type =
        put(
            artifactType("A").toBuilder()
                .putProperties("i", PropertyType.INT)
                .putProperties("j", PropertyType.INT)
                .build());
    var id =
        put(
            artifact(type, "a").toBuilder()
                .setUri("old")
                .putProperties("i", number(1))
                .putCustomProperties("c", number(1))
                .build());
    var before = artifact(id);
    put(
        Artifact.newBuilder()
            .setId(id)
            .setName("other")
            .setUri("new")
            .setState(Artifact.State.DELETED)
            .putProperties("j", number(2))
            .build());
    var after = artifact(id);
    assertThat(after.getName()).isEqualTo("a");
    assertThat(after.getUri()).isEqualTo("new");
    assertThat(after.getState()).isEqualTo(Artifact.State.DELETED);
    assertThat(after.getPropertiesMap()).containsOnlyKeys("j");
    assertThat(after.getCustomPropertiesMap()).isEmpty();
    assertThat(after.getCreateTimeSinceEpoch()).isEqualTo(before.getCreateTimeSinceEpoch());
    assertThat(after.getLastUpdateTimeSinceEpoch())
        .isGreaterThan(before.getLastUpdateTimeSinceEpoch());
  }

  @Test
  void updateWithoutChangeKeepsTheUpdateTime() {
    var id =
        put(
            artifact(put(artifactType("A")), "a").toBuilder()
                .putCustomProperties("c", number(1))
                .build());
    var before = artifact(id);
    put(before);
    assertThat(artifact(id)).isEqualTo(before);
    put(before.toBuilder().putCustomProperties("c", number(2)).build());
    assertThat(artifact(id).getLastUpdateTimeSinceEpoch())
        .isGreaterThan(before.getLastUpdateTimeSinceEpoch());
  }

  @Test
  void updateOfWhatIsNotThereOrOfAnotherTypeIsRefused() {
    var type = put(artifactType("A"));
    var other = put(artifactType("B"));
    var id = put(artifact(type, "a"));
    fails(
        Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setId(999).setTypeId(type).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setId(0).setTypeId(type).build()));
    fails(
        Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setId(id).setTypeId(other).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Execution.newBuilder().setId(999).build()));
  }

  @Test
  void executionIsUpdated() {
    var id =
        put(
            execution(put(executionType("E")), "e").toBuilder()
                .setLastKnownState(Execution.State.RUNNING)
                .putCustomProperties("c", number(1))
                .build());
    put(Execution.newBuilder().setId(id).setLastKnownState(Execution.State.COMPLETE).build());
    assertThat(execution(id).getLastKnownState()).isEqualTo(Execution.State.COMPLETE);
    assertThat(execution(id).getName()).isEqualTo("e");
    assertThat(execution(id).getCustomPropertiesMap()).isEmpty();
  }

  @Test
  void contextIsUpdatedAndMayBeRenamed() {
    var type = put(contextType("C").toBuilder().putProperties("p", PropertyType.INT).build());
    var id =
        put(
            context(type, "c").toBuilder()
                .putProperties("p", number(1))
                .putCustomProperties("c", number(1))
                .build());
    put(context(type, "taken"));
    put(
        Context.newBuilder()
            .setId(id)
            .setName("renamed")
            .putProperties("p", number(2))
            .putCustomProperties("d", number(1))
            .build());
    assertThat(context(id).getName()).isEqualTo("renamed");
    assertThat(context(id).getPropertiesMap()).containsExactly(Map.entry("p", number(2)));
    assertThat(context(id).getCustomPropertiesMap()).containsOnlyKeys("d");
    fails(Code.INVALID_ARGUMENT, () -> put(Context.newBuilder().setId(id).build()));
    fails(Code.ALREADY_EXISTS, () -> put(Context.newBuilder().setId(id).setName("taken").build()));
  }

  @Test
  void maskLimitsAnUpdateToWhatItNames() {
    var type =
        put(
            artifactType("A").toBuilder()
                .putProperties("i", PropertyType.INT)
                .putProperties("j", PropertyType.INT)
                .build());
    var id =
        put(
            artifact(type, "a").toBuilder()
                .setUri("old")
                .setState(Artifact.State.LIVE)
                .putProperties("i", number(1))
                .putProperties("j", number(1))
                .putCustomProperties("c", number(1))
                .putCustomProperties("d", number(1))
                .build());
    var change =
        Artifact.newBuilder()
            .setId(id)
            .setUri("new")
            .setState(Artifact.State.DELETED)
            .putProperties("i", number(2))
            .putCustomProperties("e", number(2));
    store.putArtifacts(
        PutArtifactsRequest.newBuilder()
            .addArtifacts(change)
            .setUpdateMask(mask("uri", "properties.i", "properties.j", "custom_properties.e"))
            .build());
    var after = artifact(id);
    assertThat(after.getUri()).isEqualTo("new");
    assertThat(after.getState()).isEqualTo(Artifact.State.LIVE);
    assertThat(after.getPropertiesMap()).containsExactly(Map.entry("i", number(2)));
    assertThat(after.getCustomPropertiesMap()).containsOnlyKeys("c", "d", "e");
    store.putArtifacts(
        PutArtifactsRequest.newBuilder()
            .addArtifacts(Artifact.newBuilder().setId(id))
            .setUpdateMask(mask("custom_properties"))
            .build());
    assertThat(artifact(id).getCustomPropertiesMap()).isEmpty();
    assertThat(artifact(id).getUri()).isEqualTo("new");
  }

  @Test
  void maskIsPassedOverWhenInserting() {
    var type = put(artifactType("A"));
    var id =
        store
            .putArtifacts(
                PutArtifactsRequest.newBuilder()
                    .addArtifacts(
                        artifact(type, "a").toBuilder()
                            .setUri("u")
                            .putCustomProperties("c", number(1)))
                    .setUpdateMask(mask("uri"))
                    .build())
            .getArtifactIds(0);
    assertThat(artifact(id).getName()).isEqualTo("a");
    assertThat(artifact(id).getCustomPropertiesMap()).containsOnlyKeys("c");
  }

  @Test
  void executionsAndContextsTakeMasksToo() {
    var execution =
        put(
            execution(put(executionType("E")), "e").toBuilder()
                .setExternalId("x")
                .setLastKnownState(Execution.State.NEW)
                .build());
    store.putExecutions(
        PutExecutionsRequest.newBuilder()
            .addExecutions(
                Execution.newBuilder().setId(execution).setLastKnownState(Execution.State.FAILED))
            .setUpdateMask(mask("last_known_state"))
            .build());
    assertThat(execution(execution).getLastKnownState()).isEqualTo(Execution.State.FAILED);
    assertThat(execution(execution).getExternalId()).isEqualTo("x");
    var context =
        put(
            context(put(contextType("C")), "c").toBuilder()
                .putCustomProperties("a", number(1))
                .build());
    store.putContexts(
        PutContextsRequest.newBuilder()
            .addContexts(Context.newBuilder().setId(context).putCustomProperties("b", number(2)))
            .setUpdateMask(mask("custom_properties.b"))
            .build());
    assertThat(context(context).getName()).isEqualTo("c");
    assertThat(context(context).getCustomPropertiesMap()).containsOnlyKeys("a", "b");
  }

  @Test
  void staleUpdateIsRefusedOnDemand() {
    var id = put(artifact(put(artifactType("A")), "a"));
    var read = artifact(id);
    put(read.toBuilder().setUri("theirs").build());
    var options = PutArtifactsRequest.Options.newBuilder().setAbortIfLatestUpdatedTimeChanged(true);
    var mine =
        PutArtifactsRequest.newBuilder()
            .addArtifacts(read.toBuilder().setUri("mine"))
            .setOptions(options)
            .build();
    fails(Code.FAILED_PRECONDITION, () -> store.putArtifacts(mine));
    assertThat(artifact(id).getUri()).isEqualTo("theirs");
    store.putArtifacts(
        PutArtifactsRequest.newBuilder()
            .addArtifacts(artifact(id).toBuilder().setUri("mine"))
            .setOptions(options)
            .build());
    assertThat(artifact(id).getUri()).isEqualTo("mine");
  }
}
