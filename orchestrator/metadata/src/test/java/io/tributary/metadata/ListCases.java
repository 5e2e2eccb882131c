package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextsByTypeRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetExecutionsByTypeRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.ListOperationOptions.OrderByField;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store must do with lists and pages. */
abstract class ListCases extends UpdateCases {

  @Test
  void listsComeInPagesInAnyOrder() {
    var type = put(artifactType("A"));
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 7; i++) {
      ids.add(put(artifact(type, "a" + i)));
    }
    put(artifact(ids.get(0)).toBuilder().setUri("touched").build());
    assertThat(pages(OrderByField.Field.ID, true)).containsExactlyElementsOf(ids);
    assertThat(pages(OrderByField.Field.ID, false)).containsExactlyElementsOf(reversed(ids));
    assertThat(pages(OrderByField.Field.CREATE_TIME, true)).containsExactlyElementsOf(ids);
    assertThat(pages(OrderByField.Field.CREATE_TIME, false))
        .containsExactlyElementsOf(reversed(ids));
    assertThat(pages(OrderByField.Field.LAST_UPDATE_TIME, true)).endsWith(ids.get(0)).hasSize(7);
    assertThat(pages(OrderByField.Field.LAST_UPDATE_TIME, false)).startsWith(ids.get(0)).hasSize(7);
  }

  @Test
  void listsOfEveryKindAreCutAtTheirLimit() {
    var execution = put(executionType("E"));
    var context = put(contextType("C"));
    for (int i = 0; i < 3; i++) {
      put(execution(execution, "e" + i));
      put(context(context, "c" + i));
    }
    var options = ListOperationOptions.newBuilder().setMaxResultSize(2);
    var executions =
        store.getExecutions(GetExecutionsRequest.newBuilder().setOptions(options).build());
    assertThat(executions.getExecutionsCount()).isEqualTo(2);
    assertThat(executions.getNextPageToken()).isNotEmpty();
    var rest =
        store.getExecutions(
            GetExecutionsRequest.newBuilder()
                .setOptions(options.clone().setNextPageToken(executions.getNextPageToken()))
                .build());
    assertThat(rest.getExecutionsCount()).isEqualTo(1);
    assertThat(rest.getNextPageToken()).isEmpty();
    assertThat(
            store
                .getContexts(GetContextsRequest.newBuilder().setOptions(options).build())
                .getContextsCount())
        .isEqualTo(2);
    assertThat(
            store
                .getContextsByType(
                    GetContextsByTypeRequest.newBuilder()
                        .setTypeName("C")
                        .setOptions(options)
                        .build())
                .getContextsCount())
        .isEqualTo(2);
    assertThat(
            store
                .getExecutionsByType(
                    GetExecutionsByTypeRequest.newBuilder()
                        .setTypeName("E")
                        .setOptions(options)
                        .build())
                .getExecutionsCount())
        .isEqualTo(2);
  }

  @Test
  void pageHoldsAtMostAHundred() {
    var type = put(artifactType("A"));
    var request = PutArtifactsRequest.newBuilder();
    for (int i = 0; i < 101; i++) {
      request.addArtifacts(artifact(type, "a" + i));
    }
    store.putArtifacts(request.build());
    var answer =
        store.getArtifacts(
            GetArtifactsRequest.newBuilder()
                .setOptions(ListOperationOptions.newBuilder().setMaxResultSize(5000))
                .build());
    assertThat(answer.getArtifactsCount()).isEqualTo(100);
    assertThat(answer.getNextPageToken()).isNotEmpty();
    assertThat(
            store
                .getArtifacts(
                    GetArtifactsRequest.newBuilder()
                        .setOptions(ListOperationOptions.getDefaultInstance())
                        .build())
                .getArtifactsCount())
        .isEqualTo(20);
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount())
        .isEqualTo(101);
  }

  @Test
  void listOptionsThatMakeNoSenseAreRefused() {
    for (var options :
        List.of(
            ListOperationOptions.newBuilder().setMaxResultSize(0),
            ListOperationOptions.newBuilder().setMaxResultSize(-1),
            ListOperationOptions.newBuilder().setNextPageToken("garbage"),
            ListOperationOptions.newBuilder()
                .setOrderByField(
                    OrderByField.newBuilder().setField(OrderByField.Field.FIELD_UNSPECIFIED)))) {
      fails(
          Code.INVALID_ARGUMENT,
          () -> store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options).build()));
    }
  }

  @Test
  void pageTokenIsBoundToItsOrder() {
    var type = put(artifactType("A"));
    put(artifact(type, "a"));
    put(artifact(type, "b"));
    var token =
        store
            .getArtifacts(
                GetArtifactsRequest.newBuilder()
                    .setOptions(ListOperationOptions.newBuilder().setMaxResultSize(1))
                    .build())
            .getNextPageToken();
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            store.getArtifacts(
                GetArtifactsRequest.newBuilder()
                    .setOptions(
                        ListOperationOptions.newBuilder()
                            .setNextPageToken(token)
                            .setOrderByField(
                                OrderByField.newBuilder().setField(OrderByField.Field.CREATE_TIME)))
                    .build()));
  }
}
