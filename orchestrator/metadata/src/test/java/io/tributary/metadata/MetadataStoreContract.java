package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.GetArtifactsByContextRequest;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutExecutionRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every metadata store must do, in the intent of ML Metadata's own suite, and what must hold
 * when many write at once. An implementation's test extends this class.
 */
public abstract class MetadataStoreContract extends FilterCases {

  @Test
  void everythingIsThereAfterReopening() throws Exception {
    var ids = putChain();
    var before = artifact(ids.getArtifactIds(2));
    store = reopenStore();
    assertThat(artifact(ids.getArtifactIds(2))).isEqualTo(before);
    assertThat(
            lineage("id = " + before.getId(), LineageSubgraphQueryOptions.Direction.UPSTREAM, 20)
                .getEventsCount())
        .isEqualTo(4);
  }

  @Test
  void nothingIsLostWhenManyWriteAtOnce() throws Exception {
    var artifactType = put(artifactType("A"));
    var executionType = put(executionType("E"));
    var contextType = put(contextType("C"));
    var threads = 8;
    var each = 12;
    inParallel(
        threads,
        thread -> {
          for (int i = 0; i < each; i++) {
            store.putExecution(
                PutExecutionRequest.newBuilder()
                    .setExecution(execution(executionType, thread + "/" + i))
                    .addArtifactEventPairs(
                        pair(artifact(artifactType, thread + "/" + i), Event.Type.OUTPUT))
                    .addContexts(context(contextType, "shared"))
                    .setOptions(
                        PutExecutionRequest.Options.newBuilder()
                            .setReuseContextIfAlreadyExist(true))
                    .build());
            assertThat(
                    store
                        .getArtifactsByType(
                            GetArtifactsByTypeRequest.newBuilder().setTypeName("A").build())
                        .getArtifactsCount())
                .isPositive();
          }
          return thread;
        });
    var context =
        store
            .getContextByTypeAndName(
                GetContextByTypeAndNameRequest.newBuilder()
                    .setTypeName("C")
                    .setContextName("shared")
                    .build())
            .getContext()
            .getId();
    assertThat(store.getContexts(GetContextsRequest.getDefaultInstance()).getContextsCount())
        .isEqualTo(1);
    assertThat(
            store
                .getExecutionsByContext(
                    GetExecutionsByContextRequest.newBuilder().setContextId(context).build())
                .getExecutionsCount())
        .isEqualTo(threads * each);
    var artifacts =
        store
            .getArtifactsByContext(
                GetArtifactsByContextRequest.newBuilder().setContextId(context).build())
            .getArtifactsList();
    assertThat(artifacts)
        .extracting(Artifact::getId)
        .doesNotHaveDuplicates()
        .hasSize(threads * each);
  }

  @Test
  void oneOfManyWinsANameAndOneOfManyUpdatesWins() throws Exception {
    var type = put(contextType("C"));
    var created = inParallel(6, thread -> codeOf(() -> put(context(type, "one"))));
    assertThat(created)
        .containsOnlyOnce(Optional.empty())
        .contains(Optional.of(Code.ALREADY_EXISTS));
    var id = put(artifact(put(artifactType("A")), "a"));
    var read = artifact(id);
    var options = PutArtifactsRequest.Options.newBuilder().setAbortIfLatestUpdatedTimeChanged(true);
    var updated =
        inParallel(
            6,
            thread ->
                codeOf(
                    () ->
                        store.putArtifacts(
                            PutArtifactsRequest.newBuilder()
                                .addArtifacts(read.toBuilder().setUri("by " + thread))
                                .setOptions(options)
                                .build())));
    assertThat(updated)
        .containsOnlyOnce(Optional.empty())
        .contains(Optional.of(Code.FAILED_PRECONDITION));
  }
}
