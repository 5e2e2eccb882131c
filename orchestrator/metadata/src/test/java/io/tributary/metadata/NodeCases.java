package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetArtifactsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsByURIRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetContextsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextsByTypeRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetExecutionByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetExecutionsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetExecutionsByTypeRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store must do with artifacts, executions and contexts. */
abstract class NodeCases extends TypeCases {

  @Test
  void valuesOfEveryKindComeBackAsTheyWere() {
    var struct =
        Struct.newBuilder()
            .putFields(
                "list",
                com.google.protobuf.Value.newBuilder()
                    .setListValue(
                        ListValue.newBuilder()
                            .addValues(
                                com.google.protobuf.Value.newBuilder()
                                    .setNullValue(NullValue.NULL_VALUE)))
                    .build())
            .build();
    Map<String, Value> values =
        Map.of(
            "int", Value.newBuilder().setIntValue(Long.MIN_VALUE).build(),
            "double", Value.newBuilder().setDoubleValue(-0.125).build(),
            "huge", Value.newBuilder().setDoubleValue(1e300).build(),
            "string", text("naïve 'quoted' \" \\ 🚕\n"),
            "empty", text(""),
            "struct", Value.newBuilder().setStructValue(struct).build(),
            "proto",
                Value.newBuilder()
                    .setProtoValue(Any.newBuilder().setTypeUrl("t").setValue(struct.toByteString()))
                    .build(),
            "true", Value.newBuilder().setBoolValue(true).build(),
            "false", Value.newBuilder().setBoolValue(false).build());
    var type = ArtifactType.newBuilder().setName("All");
    values.forEach((name, value) -> type.putProperties(name, kind(value)));
    var id =
        put(
            Artifact.newBuilder()
                .setTypeId(put(type.build()))
                .putAllProperties(values)
                .putAllCustomProperties(values)
                .build());
    var stored = artifact(id);
    assertThat(stored.getPropertiesMap()).isEqualTo(values);
    assertThat(stored.getCustomPropertiesMap()).isEqualTo(values);
  }

  @Test
  void doublesThatAreNoOrdinaryNumbersComeBackAsTheyWere() {
    var values = new HashMap<String, Value>();
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e-6, 0}) {
      values.put(Double.toString(value), Value.newBuilder().setDoubleValue(value).build());
    }
    var id =
        put(
            Artifact.newBuilder()
                .setTypeId(put(artifactType("A")))
                .putAllCustomProperties(values)
                .build());
    assertThat(artifact(id).getCustomPropertiesMap()).isEqualTo(values);
  }

  @Test
  void doublesKeepSixDecimalsAndFifteenDigits() {
    var kept =
        Map.of(
            1.0 / 3,
            0.333333,
            -1.0 / 3,
            -0.333333,
            4e-7,
            0.0,
            -1e-9,
            0.0,
            1.5e-6,
            2e-6,
            0.1 + 0.2,
            0.3,
            123456789.123456789,
            123456789.123457,
            1.2345678901234567e25,
            1.23456789012346e25,
            9007199254740992.0,
            9007199254740990.0,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY);
    var given = Artifact.newBuilder().setTypeId(put(artifactType("A")));
    kept.keySet()
        .forEach(
            value ->
                given.putCustomProperties(
                    "of " + value, Value.newBuilder().setDoubleValue(value).build()));
    var stored = artifact(put(given.build())).getCustomPropertiesMap();
    kept.forEach(
        (value, expected) ->
            assertThat(stored.get("of " + value).getDoubleValue()).isEqualTo(expected));
  }

  @Test
  void artifactIsFoundAsItWasPut() {
    var type = put(artifactType("A"));
    var given =
        Artifact.newBuilder()
            .setTypeId(type)
            .setName("a")
            .setUri("file:///a")
            .setExternalId("x")
            .setState(Artifact.State.LIVE)
            .putCustomProperties("k", number(1))
            .build();
    var id = put(given);
    var stored = artifact(id);
    assertThat(stored)
        .isEqualTo(
            given.toBuilder()
                .setId(id)
                .setType("A")
                .setCreateTimeSinceEpoch(stored.getCreateTimeSinceEpoch())
                .setLastUpdateTimeSinceEpoch(stored.getCreateTimeSinceEpoch())
                .build());
    assertThat(stored.getCreateTimeSinceEpoch()).isPositive();
    assertThat(
            store
                .getArtifactByTypeAndName(
                    GetArtifactByTypeAndNameRequest.newBuilder()
                        .setTypeName("A")
                        .setArtifactName("a")
                        .build())
                .getArtifact())
        .isEqualTo(stored);
    assertThat(
            store
                .getArtifactsByURI(
                    GetArtifactsByURIRequest.newBuilder()
                        .addUris("file:///a")
                        .addUris("none")
                        .build())
                .getArtifactsList())
        .containsExactly(stored);
    assertThat(
            store
                .getArtifactsByExternalIds(
                    GetArtifactsByExternalIdsRequest.newBuilder()
                        .addExternalIds("x")
                        .addExternalIds("none")
                        .build())
                .getArtifactsList())
        .containsExactly(stored);
  }

  @Test
  void artifactsComeWithTheirTypesOnDemand() {
    var first = put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build());
    var second = put(artifactType("B"));
    var ids =
        List.of(put(artifact(first, "x")), put(artifact(second, "y")), put(artifact(first, "z")));
    var answer =
        store.getArtifactsByID(
            GetArtifactsByIDRequest.newBuilder()
                .addAllArtifactIds(ids)
                .addArtifactIds(999)
                .setPopulateArtifactTypes(true)
                .build());
    assertThat(answer.getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactlyElementsOf(ids);
    assertThat(answer.getArtifactTypesList())
        .extracting(ArtifactType::getId)
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void executionIsFoundAsItWasPut() {
    var type = put(executionType("E").toBuilder().putProperties("p", PropertyType.STRING).build());
    var given =
        Execution.newBuilder()
            .setTypeId(type)
            .setName("e")
            .setExternalId("x")
            .setLastKnownState(Execution.State.RUNNING)
            .putProperties("p", text("v"))
            .putCustomProperties("c", number(2))
            .build();
    var id = put(given);
    var stored = execution(id);
    assertThat(
            stored.toBuilder().clearCreateTimeSinceEpoch().clearLastUpdateTimeSinceEpoch().build())
        .isEqualTo(given.toBuilder().setId(id).setType("E").build());
    assertThat(
            store
                .getExecutionByTypeAndName(
                    GetExecutionByTypeAndNameRequest.newBuilder()
                        .setTypeName("E")
                        .setExecutionName("e")
                        .build())
                .getExecution())
        .isEqualTo(stored);
    assertThat(
            store
                .getExecutionsByExternalIds(
                    GetExecutionsByExternalIdsRequest.newBuilder().addExternalIds("x").build())
                .getExecutionsList())
        .containsExactly(stored);
    assertThat(
            store
                .getExecutionsByType(
                    GetExecutionsByTypeRequest.newBuilder().setTypeName("E").build())
                .getExecutionsList())
        .containsExactly(stored);
  }

  @Test
  void contextIsFoundAsItWasPut() {
    var type = put(contextType("C").toBuilder().putProperties("p", PropertyType.INT).build());
    var given =
        Context.newBuilder()
            .setTypeId(type)
            .setName("c")
            .setExternalId("x")
            .putProperties("p", number(1))
            .putCustomProperties("q", text("v"))
            .build();
    var id = put(given);
    var stored = context(id);
    assertThat(
            stored.toBuilder().clearCreateTimeSinceEpoch().clearLastUpdateTimeSinceEpoch().build())
        .isEqualTo(given.toBuilder().setId(id).setType("C").build());
    assertThat(
            store
                .getContextByTypeAndName(
                    GetContextByTypeAndNameRequest.newBuilder()
                        .setTypeName("C")
                        .setContextName("c")
                        .build())
                .getContext())
        .isEqualTo(stored);
    assertThat(
            store
                .getContextsByExternalIds(
                    GetContextsByExternalIdsRequest.newBuilder().addExternalIds("x").build())
                .getContextsList())
        .containsExactly(stored);
    assertThat(
            store
                .getContextsByType(GetContextsByTypeRequest.newBuilder().setTypeName("C").build())
                .getContextsList())
        .containsExactly(stored);
  }

  @Test
  void bareNodesAreStored() {
    assertThat(
            artifact(put(Artifact.newBuilder().setTypeId(put(artifactType("A"))).build()))
                .hasName())
        .isFalse();
    assertThat(
            execution(put(Execution.newBuilder().setTypeId(put(executionType("E"))).build()))
                .hasLastKnownState())
        .isFalse();
  }

  @Test
  void emptyStoreAnswersEmptyLists() {
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsList())
        .isEmpty();
    assertThat(store.getExecutions(GetExecutionsRequest.getDefaultInstance()).getExecutionsList())
        .isEmpty();
    assertThat(store.getContexts(GetContextsRequest.getDefaultInstance()).getContextsList())
        .isEmpty();
    assertThat(
            store
                .getArtifactsByType(
                    GetArtifactsByTypeRequest.newBuilder().setTypeName("none").build())
                .getArtifactsList())
        .isEmpty();
    assertThat(
            store
                .getExecutionsByType(
                    GetExecutionsByTypeRequest.newBuilder().setTypeName("none").build())
                .getExecutionsList())
        .isEmpty();
    assertThat(
            store
                .getContextsByType(
                    GetContextsByTypeRequest.newBuilder().setTypeName("none").build())
                .getContextsList())
        .isEmpty();
    assertThat(
            store
                .getArtifactByTypeAndName(
                    GetArtifactByTypeAndNameRequest.newBuilder()
                        .setTypeName("none")
                        .setArtifactName("x")
                        .build())
                .hasArtifact())
        .isFalse();
    assertThat(
            store.getArtifactsByID(GetArtifactsByIDRequest.getDefaultInstance()).getArtifactsList())
        .isEmpty();
    assertThat(
            store
                .getArtifactsByURI(GetArtifactsByURIRequest.newBuilder().addUris("none").build())
                .getArtifactsList())
        .isEmpty();
  }

  @Test
  void typeWithoutNodesHasNoNodes() {
    put(artifactType("A"));
    put(executionType("E"));
    assertThat(
            store
                .getArtifactsByType(GetArtifactsByTypeRequest.newBuilder().setTypeName("A").build())
                .getArtifactsList())
        .isEmpty();
    assertThat(
            store
                .getExecutionsByType(
                    GetExecutionsByTypeRequest.newBuilder().setTypeName("E").build())
                .getExecutionsList())
        .isEmpty();
  }

  @Test
  void nodesOfOneVersionOfATypeAreNotThoseOfAnother() {
    var plain = put(artifact(put(artifactType("A")), "x"));
    var versioned = put(artifact(put(artifactType("A").toBuilder().setVersion("1").build()), "x"));
    assertThat(
            store
                .getArtifactsByType(GetArtifactsByTypeRequest.newBuilder().setTypeName("A").build())
                .getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(plain);
    assertThat(
            store
                .getArtifactsByType(
                    GetArtifactsByTypeRequest.newBuilder()
                        .setTypeName("A")
                        .setTypeVersion("1")
                        .build())
                .getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(versioned);
  }

  @Test
  void unknownExternalIdsAreNotFoundAndEmptyOnesRefused() {
    fails(
        Code.NOT_FOUND,
        () ->
            store.getArtifactsByExternalIds(
                GetArtifactsByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(
        Code.NOT_FOUND,
        () ->
            store.getExecutionsByExternalIds(
                GetExecutionsByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(
        Code.NOT_FOUND,
        () ->
            store.getContextsByExternalIds(
                GetContextsByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            store.getArtifactsByExternalIds(
                GetArtifactsByExternalIdsRequest.newBuilder().addExternalIds("").build()));
  }

  @Test
  void namesAndExternalIdsAreUnique() {
    var type = put(artifactType("A"));
    put(artifact(type, "a").toBuilder().setExternalId("x").build());
    fails(Code.ALREADY_EXISTS, () -> put(artifact(type, "a")));
    fails(
        Code.ALREADY_EXISTS, () -> put(artifact(type, "b").toBuilder().setExternalId("x").build()));
    var contextType = put(contextType("C"));
    put(context(contextType, "c"));
    fails(Code.ALREADY_EXISTS, () -> put(context(contextType, "c")));
    var executionType = put(executionType("E"));
    put(execution(executionType, "e"));
    fails(Code.ALREADY_EXISTS, () -> put(execution(executionType, "e")));
    put(artifact(put(artifactType("B")), "a"));
  }

  @Test
  void nodesThatBreakTheirTypeAreRefused() {
    var type = put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build());
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            put(
                Artifact.newBuilder()
                    .setTypeId(type)
                    .putProperties("i", text("no number"))
                    .build()));
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            put(Artifact.newBuilder().setTypeId(type).putProperties("unknown", number(1)).build()));
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            put(
                Artifact.newBuilder()
                    .setTypeId(type)
                    .putCustomProperties("void", Value.getDefaultInstance())
                    .build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setUri("no type").build()));
    fails(Code.NOT_FOUND, () -> put(Artifact.newBuilder().setTypeId(777).build()));
    fails(
        Code.NOT_FOUND,
        () -> put(Artifact.newBuilder().setTypeId(put(executionType("E"))).build()));
    fails(
        Code.INVALID_ARGUMENT,
        () -> put(Context.newBuilder().setTypeId(put(contextType("C"))).build()));
  }

  @Test
  void severalNodesArePutTogetherOrNotAtAll() {
    var type = put(artifactType("A"));
    put(artifact(type, "taken"));
    fails(
        Code.ALREADY_EXISTS,
        () ->
            store.putArtifacts(
                PutArtifactsRequest.newBuilder()
                    .addArtifacts(artifact(type, "new"))
                    .addArtifacts(artifact(type, "taken"))
                    .build()));
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount())
        .isEqualTo(1);
  }
}
