package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.FieldMask;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.AnyArtifactStructType;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactStructType;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Association;
import io.tributary.proto.mlmd.Attribution;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.ContextType;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.GetArtifactByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByIDRequest;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import io.tributary.proto.mlmd.GetArtifactsByContextRequest;
import io.tributary.proto.mlmd.GetArtifactsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsByURIRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextRequest;
import io.tributary.proto.mlmd.GetChildrenContextsByContextsRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetContextTypeRequest;
import io.tributary.proto.mlmd.GetContextTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextTypesByIDRequest;
import io.tributary.proto.mlmd.GetContextTypesRequest;
import io.tributary.proto.mlmd.GetContextsByArtifactRequest;
import io.tributary.proto.mlmd.GetContextsByExecutionRequest;
import io.tributary.proto.mlmd.GetContextsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextsByIDRequest;
import io.tributary.proto.mlmd.GetContextsByTypeRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetExecutionTypeRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByIDRequest;
import io.tributary.proto.mlmd.GetExecutionTypesRequest;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.GetExecutionsByExternalIdsRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.proto.mlmd.GetExecutionsByTypeRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.GetLineageGraphRequest;
import io.tributary.proto.mlmd.GetLineageSubgraphRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextsRequest;
import io.tributary.proto.mlmd.LineageGraph;
import io.tributary.proto.mlmd.LineageGraphQueryOptions;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.ParentContext;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsRequest;
import io.tributary.proto.mlmd.PutContextTypeRequest;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.PutEventsRequest;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphResponse;
import io.tributary.proto.mlmd.PutParentContextsRequest;
import io.tributary.proto.mlmd.PutTypesRequest;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.mlmd.ListOperationOptions.OrderByField;
import io.tributary.proto.mlmd.PutExecutionRequest.ArtifactAndEvent;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest.EventEdge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every metadata store must do, in the intent of ML Metadata's own suite, and what must hold when many write at once. An implementation's test extends this
 * class. Filter queries are not asked for.
 */
public abstract class MetadataStoreContract {

  /** The store under test. */
  protected MetadataStore store;

  /** Makes an empty store; called before each case. */
  protected abstract MetadataStore createStore() throws Exception;

  /** Closes the store and opens it again on what it holds. */
  protected abstract MetadataStore reopenStore() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = createStore();
  }

  // Types

  @Test
  void freshStoreHasBaseTypesButListsNoTypes() {
    assertThat(store.getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance()).getArtifactTypesList()).isEmpty();
    assertThat(store.getExecutionTypes(GetExecutionTypesRequest.getDefaultInstance()).getExecutionTypesList()).isEmpty();
    assertThat(store.getContextTypes(GetContextTypesRequest.getDefaultInstance()).getContextTypesList()).isEmpty();
    assertThat(store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("mlmd.Dataset").build()).getArtifactType().getId()).isEqualTo(1);
    assertThat(store.getExecutionType(GetExecutionTypeRequest.newBuilder().setTypeName("mlmd.Deploy").build()).getExecutionType().getId()).isEqualTo(9);
  }

  @Test
  void artifactTypeIsFoundAsItWasPut() {
    var type =
        ArtifactType.newBuilder()
            .setName("Examples")
            .setVersion("2")
            .setDescription("rows")
            .setExternalId("examples-2")
            .putProperties("span", PropertyType.INT)
            .putProperties("schema", PropertyType.STRUCT)
            .setBaseType(ArtifactType.SystemDefinedBaseType.DATASET)
            .build();
    var id = put(type);
    assertThat(store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("Examples").setTypeVersion("2").build()).getArtifactType())
        .isEqualTo(type.toBuilder().setId(id).build());
  }

  @Test
  void executionTypeKeepsItsInputAndOutputTypes() {
    var type =
        ExecutionType.newBuilder()
            .setName("Trainer")
            .putProperties("steps", PropertyType.INT)
            .setInputType(ArtifactStructType.newBuilder().setSimple(ArtifactType.newBuilder().setName("Examples")))
            .setOutputType(ArtifactStructType.newBuilder().setAny(AnyArtifactStructType.getDefaultInstance()))
            .setBaseType(ExecutionType.SystemDefinedBaseType.TRAIN)
            .build();
    var id = store.putExecutionType(PutExecutionTypeRequest.newBuilder().setExecutionType(type).build()).getTypeId();
    assertThat(store.getExecutionType(GetExecutionTypeRequest.newBuilder().setTypeName("Trainer").build()).getExecutionType())
        .isEqualTo(type.toBuilder().setId(id).build());
    assertThat(store.getExecutionTypesByID(GetExecutionTypesByIDRequest.newBuilder().addTypeIds(id).build()).getExecutionTypes(0).getName()).isEqualTo("Trainer");
  }

  @Test
  void contextTypeIsFoundByNameIdAndExternalId() {
    var type = ContextType.newBuilder().setName("pipeline").setExternalId("ct").putProperties("owner", PropertyType.STRING).build();
    var id = put(type);
    var stored = type.toBuilder().setId(id).build();
    assertThat(store.getContextType(GetContextTypeRequest.newBuilder().setTypeName("pipeline").build()).getContextType()).isEqualTo(stored);
    assertThat(store.getContextTypesByID(GetContextTypesByIDRequest.newBuilder().addTypeIds(id).addTypeIds(999).build()).getContextTypesList())
        .containsExactly(stored);
    assertThat(store.getContextTypesByExternalIds(GetContextTypesByExternalIdsRequest.newBuilder().addExternalIds("ct").build()).getContextTypesList())
        .containsExactly(stored);
  }

  @Test
  void unknownTypesAreNotFound() {
    fails(Code.NOT_FOUND, () -> store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("none").build()));
    fails(Code.NOT_FOUND, () -> store.getExecutionType(GetExecutionTypeRequest.newBuilder().setTypeName("none").build()));
    fails(Code.NOT_FOUND, () -> store.getContextType(GetContextTypeRequest.newBuilder().setTypeName("none").build()));
    put(artifactType("A"));
    fails(Code.NOT_FOUND, () -> store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").setTypeVersion("7").build()));
    fails(
        Code.NOT_FOUND, () -> store.getArtifactTypesByExternalIds(GetArtifactTypesByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(
        Code.NOT_FOUND, () -> store.getExecutionTypesByExternalIds(GetExecutionTypesByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    assertThat(store.getArtifactTypesByID(GetArtifactTypesByIDRequest.newBuilder().addTypeIds(999).build()).getArtifactTypesList()).isEmpty();
    assertThat(store.getExecutionTypesByID(GetExecutionTypesByIDRequest.newBuilder().addTypeIds(999).build()).getExecutionTypesList()).isEmpty();
  }

  @Test
  void typesOfDifferentKindsMayShareAName() {
    var artifact = put(artifactType("Same"));
    var execution = put(executionType("Same"));
    var context = put(contextType("Same"));
    assertThat(List.of(artifact, execution, context)).doesNotHaveDuplicates();
  }

  @Test
  void sameTypePutTwiceKeepsItsId() {
    var type = artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build();
    assertThat(put(type)).isEqualTo(put(type));
  }

  @Test
  void newPropertyNeedsPermission() {
    var id = put(artifactType("A"));
    var wider = artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build();
    fails(Code.ALREADY_EXISTS, () -> put(wider));
    assertThat(store.putArtifactType(PutArtifactTypeRequest.newBuilder().setArtifactType(wider).setCanAddFields(true).build()).getTypeId()).isEqualTo(id);
    assertThat(store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build()).getArtifactType().getPropertiesMap())
        .containsExactly(Map.entry("i", PropertyType.INT));
  }

  @Test
  void omittedPropertyNeedsPermissionAndStays() {
    put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build());
    fails(Code.ALREADY_EXISTS, () -> put(artifactType("A")));
    store.putArtifactType(PutArtifactTypeRequest.newBuilder().setArtifactType(artifactType("A")).setCanOmitFields(true).build());
    assertThat(store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build()).getArtifactType().getPropertiesCount()).isEqualTo(1);
  }

  @Test
  void addingAndOmittingTogetherWidensTheType() {
    put(executionType("E").toBuilder().putProperties("a", PropertyType.INT).build());
    store.putExecutionType(
        PutExecutionTypeRequest.newBuilder()
            .setExecutionType(executionType("E").toBuilder().putProperties("b", PropertyType.STRING))
            .setCanAddFields(true)
            .setCanOmitFields(true)
            .build());
    assertThat(store.getExecutionType(GetExecutionTypeRequest.newBuilder().setTypeName("E").build()).getExecutionType().getPropertiesMap())
        .containsOnlyKeys("a", "b");
  }

  @Test
  void propertyNeverChangesItsKind() {
    put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build());
    put(executionType("E").toBuilder().putProperties("i", PropertyType.INT).build());
    fails(
        Code.ALREADY_EXISTS,
        () ->
            store.putArtifactType(
                PutArtifactTypeRequest.newBuilder()
                    .setArtifactType(artifactType("A").toBuilder().putProperties("i", PropertyType.STRING))
                    .setCanAddFields(true)
                    .setCanOmitFields(true)
                    .build()));
    fails(Code.ALREADY_EXISTS, () -> put(executionType("E").toBuilder().putProperties("i", PropertyType.DOUBLE).build()));
  }

  @Test
  void typeNeedsANameAndKnownKinds() {
    fails(Code.INVALID_ARGUMENT, () -> put(ArtifactType.getDefaultInstance()));
    fails(Code.INVALID_ARGUMENT, () -> put(artifactType("A").toBuilder().putProperties("x", PropertyType.UNKNOWN).build()));
  }

  @Test
  void versionsOfATypeAreTypesOfTheirOwn() {
    var plain = put(artifactType("A"));
    var one = put(artifactType("A").toBuilder().setVersion("1").putProperties("i", PropertyType.INT).build());
    var two = put(artifactType("A").toBuilder().setVersion("2").build());
    assertThat(List.of(plain, one, two)).doesNotHaveDuplicates();
    assertThat(store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").setTypeVersion("1").build()).getArtifactType().getId()).isEqualTo(one);
    fails(
        Code.ALREADY_EXISTS,
        () -> put(artifactType("A").toBuilder().setVersion("1").putProperties("i", PropertyType.INT).putProperties("j", PropertyType.INT).build()));
  }

  @Test
  void emptyVersionIsNoVersion() {
    var id = put(artifactType("A"));
    assertThat(put(artifactType("A").toBuilder().setVersion("").build())).isEqualTo(id);
    assertThat(store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").setTypeVersion("").build()).getArtifactType().hasVersion()).isFalse();
  }

  @Test
  void baseTypeIsAddedOnceAndNeverChanged() {
    put(artifactType("A"));
    var model = artifactType("A").toBuilder().setBaseType(ArtifactType.SystemDefinedBaseType.MODEL).build();
    put(model);
    put(artifactType("A"));
    assertThat(store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build()).getArtifactType().getBaseType())
        .isEqualTo(ArtifactType.SystemDefinedBaseType.MODEL);
    fails(Code.UNIMPLEMENTED, () -> put(artifactType("A").toBuilder().setBaseType(ArtifactType.SystemDefinedBaseType.DATASET).build()));
    fails(Code.UNIMPLEMENTED, () -> put(artifactType("A").toBuilder().setBaseType(ArtifactType.SystemDefinedBaseType.UNSET).build()));
  }

  @Test
  void typesOfAllKindsArePutTogetherOrNotAtAll() {
    put(artifactType("Old").toBuilder().putProperties("i", PropertyType.INT).build());
    var request =
        PutTypesRequest.newBuilder()
            .addArtifactTypes(artifactType("A"))
            .addExecutionTypes(executionType("E"))
            .addContextTypes(contextType("C"));
    fails(
        Code.ALREADY_EXISTS,
        () -> store.putTypes(request.clone().addArtifactTypes(artifactType("Old").toBuilder().putProperties("i", PropertyType.STRING)).build()));
    fails(Code.NOT_FOUND, () -> store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build()));
    var ids = store.putTypes(request.build());
    assertThat(store.getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance()).getArtifactTypesList())
        .extracting(ArtifactType::getName)
        .containsExactly("Old", "A");
    assertThat(store.getExecutionTypes(GetExecutionTypesRequest.getDefaultInstance()).getExecutionTypes(0).getId()).isEqualTo(ids.getExecutionTypeIds(0));
    assertThat(store.getContextTypes(GetContextTypesRequest.getDefaultInstance()).getContextTypes(0).getId()).isEqualTo(ids.getContextTypeIds(0));
  }

  // Artifacts, executions, contexts

  @Test
  void valuesOfEveryKindComeBackAsTheyWere() {
    var struct =
        Struct.newBuilder()
            .putFields(
                "list",
                com.google.protobuf.Value.newBuilder()
                    .setListValue(ListValue.newBuilder().addValues(com.google.protobuf.Value.newBuilder().setNullValue(NullValue.NULL_VALUE)))
                    .build())
            .build();
    Map<String, Value> values =
        Map.of(
            "int", Value.newBuilder().setIntValue(Long.MIN_VALUE).build(),
            "double", Value.newBuilder().setDoubleValue(1.0 / 3).build(),
            "huge", Value.newBuilder().setDoubleValue(1e300).build(),
            "string", text("naïve 'quoted' \" \\ 🚕\n"),
            "empty", text(""),
            "struct", Value.newBuilder().setStructValue(struct).build(),
            "proto", Value.newBuilder().setProtoValue(Any.newBuilder().setTypeUrl("t").setValue(struct.toByteString())).build(),
            "true", Value.newBuilder().setBoolValue(true).build(),
            "false", Value.newBuilder().setBoolValue(false).build());
    var type = ArtifactType.newBuilder().setName("All");
    values.forEach((name, value) -> type.putProperties(name, kind(value)));
    var id = put(Artifact.newBuilder().setTypeId(put(type.build())).putAllProperties(values).putAllCustomProperties(values).build());
    var stored = artifact(id);
    assertThat(stored.getPropertiesMap()).isEqualTo(values);
    assertThat(stored.getCustomPropertiesMap()).isEqualTo(values);
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
    assertThat(store.getArtifactByTypeAndName(GetArtifactByTypeAndNameRequest.newBuilder().setTypeName("A").setArtifactName("a").build()).getArtifact())
        .isEqualTo(stored);
    assertThat(store.getArtifactsByURI(GetArtifactsByURIRequest.newBuilder().addUris("file:///a").addUris("none").build()).getArtifactsList())
        .containsExactly(stored);
    assertThat(store.getArtifactsByExternalIds(GetArtifactsByExternalIdsRequest.newBuilder().addExternalIds("x").addExternalIds("none").build()).getArtifactsList())
        .containsExactly(stored);
  }

  @Test
  void artifactsComeWithTheirTypesOnDemand() {
    var first = put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build());
    var second = put(artifactType("B"));
    var ids = List.of(put(artifact(first, "x")), put(artifact(second, "y")), put(artifact(first, "z")));
    var answer = store.getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addAllArtifactIds(ids).addArtifactIds(999).setPopulateArtifactTypes(true).build());
    assertThat(answer.getArtifactsList()).extracting(Artifact::getId).containsExactlyElementsOf(ids);
    assertThat(answer.getArtifactTypesList()).extracting(ArtifactType::getId).containsExactlyInAnyOrder(first, second);
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
    assertThat(stored.toBuilder().clearCreateTimeSinceEpoch().clearLastUpdateTimeSinceEpoch().build())
        .isEqualTo(given.toBuilder().setId(id).setType("E").build());
    assertThat(store.getExecutionByTypeAndName(GetExecutionByTypeAndNameRequest.newBuilder().setTypeName("E").setExecutionName("e").build()).getExecution())
        .isEqualTo(stored);
    assertThat(store.getExecutionsByExternalIds(GetExecutionsByExternalIdsRequest.newBuilder().addExternalIds("x").build()).getExecutionsList())
        .containsExactly(stored);
    assertThat(store.getExecutionsByType(GetExecutionsByTypeRequest.newBuilder().setTypeName("E").build()).getExecutionsList()).containsExactly(stored);
  }

  @Test
  void contextIsFoundAsItWasPut() {
    var type = put(contextType("C").toBuilder().putProperties("p", PropertyType.INT).build());
    var given = Context.newBuilder().setTypeId(type).setName("c").setExternalId("x").putProperties("p", number(1)).putCustomProperties("q", text("v")).build();
    var id = put(given);
    var stored = context(id);
    assertThat(stored.toBuilder().clearCreateTimeSinceEpoch().clearLastUpdateTimeSinceEpoch().build())
        .isEqualTo(given.toBuilder().setId(id).setType("C").build());
    assertThat(store.getContextByTypeAndName(GetContextByTypeAndNameRequest.newBuilder().setTypeName("C").setContextName("c").build()).getContext())
        .isEqualTo(stored);
    assertThat(store.getContextsByExternalIds(GetContextsByExternalIdsRequest.newBuilder().addExternalIds("x").build()).getContextsList()).containsExactly(stored);
    assertThat(store.getContextsByType(GetContextsByTypeRequest.newBuilder().setTypeName("C").build()).getContextsList()).containsExactly(stored);
  }

  @Test
  void bareNodesAreStored() {
    assertThat(artifact(put(Artifact.newBuilder().setTypeId(put(artifactType("A"))).build())).hasName()).isFalse();
    assertThat(execution(put(Execution.newBuilder().setTypeId(put(executionType("E"))).build())).hasLastKnownState()).isFalse();
  }

  @Test
  void emptyStoreAnswersEmptyLists() {
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsList()).isEmpty();
    assertThat(store.getExecutions(GetExecutionsRequest.getDefaultInstance()).getExecutionsList()).isEmpty();
    assertThat(store.getContexts(GetContextsRequest.getDefaultInstance()).getContextsList()).isEmpty();
    assertThat(store.getArtifactsByType(GetArtifactsByTypeRequest.newBuilder().setTypeName("none").build()).getArtifactsList()).isEmpty();
    assertThat(store.getExecutionsByType(GetExecutionsByTypeRequest.newBuilder().setTypeName("none").build()).getExecutionsList()).isEmpty();
    assertThat(store.getContextsByType(GetContextsByTypeRequest.newBuilder().setTypeName("none").build()).getContextsList()).isEmpty();
    assertThat(store.getArtifactByTypeAndName(GetArtifactByTypeAndNameRequest.newBuilder().setTypeName("none").setArtifactName("x").build()).hasArtifact()).isFalse();
    assertThat(store.getArtifactsByID(GetArtifactsByIDRequest.getDefaultInstance()).getArtifactsList()).isEmpty();
    assertThat(store.getArtifactsByURI(GetArtifactsByURIRequest.newBuilder().addUris("none").build()).getArtifactsList()).isEmpty();
  }

  @Test
  void typeWithoutNodesHasNoNodes() {
    put(artifactType("A"));
    put(executionType("E"));
    assertThat(store.getArtifactsByType(GetArtifactsByTypeRequest.newBuilder().setTypeName("A").build()).getArtifactsList()).isEmpty();
    assertThat(store.getExecutionsByType(GetExecutionsByTypeRequest.newBuilder().setTypeName("E").build()).getExecutionsList()).isEmpty();
  }

  @Test
  void nodesOfOneVersionOfATypeAreNotThoseOfAnother() {
    var plain = put(artifact(put(artifactType("A")), "x"));
    var versioned = put(artifact(put(artifactType("A").toBuilder().setVersion("1").build()), "x"));
    assertThat(store.getArtifactsByType(GetArtifactsByTypeRequest.newBuilder().setTypeName("A").build()).getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(plain);
    assertThat(store.getArtifactsByType(GetArtifactsByTypeRequest.newBuilder().setTypeName("A").setTypeVersion("1").build()).getArtifactsList())
        .extracting(Artifact::getId)
        .containsExactly(versioned);
  }

  @Test
  void unknownExternalIdsAreNotFoundAndEmptyOnesRefused() {
    fails(Code.NOT_FOUND, () -> store.getArtifactsByExternalIds(GetArtifactsByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(Code.NOT_FOUND, () -> store.getExecutionsByExternalIds(GetExecutionsByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(Code.NOT_FOUND, () -> store.getContextsByExternalIds(GetContextsByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(Code.INVALID_ARGUMENT, () -> store.getArtifactsByExternalIds(GetArtifactsByExternalIdsRequest.newBuilder().addExternalIds("").build()));
  }

  @Test
  void namesAndExternalIdsAreUnique() {
    var type = put(artifactType("A"));
    put(artifact(type, "a").toBuilder().setExternalId("x").build());
    fails(Code.ALREADY_EXISTS, () -> put(artifact(type, "a")));
    fails(Code.ALREADY_EXISTS, () -> put(artifact(type, "b").toBuilder().setExternalId("x").build()));
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
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setTypeId(type).putProperties("i", text("no number")).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setTypeId(type).putProperties("unknown", number(1)).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setTypeId(type).putCustomProperties("void", Value.getDefaultInstance()).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setUri("no type").build()));
    fails(Code.NOT_FOUND, () -> put(Artifact.newBuilder().setTypeId(777).build()));
    fails(Code.NOT_FOUND, () -> put(Artifact.newBuilder().setTypeId(put(executionType("E"))).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Context.newBuilder().setTypeId(put(contextType("C"))).build()));
  }

  @Test
  void severalNodesArePutTogetherOrNotAtAll() {
    var type = put(artifactType("A"));
    put(artifact(type, "taken"));
    fails(
        Code.ALREADY_EXISTS,
        () -> store.putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(artifact(type, "new")).addArtifacts(artifact(type, "taken")).build()));
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount()).isEqualTo(1);
  }

  @Test
  void updateReplacesEverythingButTypeAndName() {
    var type = put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).putProperties("j", PropertyType.INT).build());
    var id = put(artifact(type, "a").toBuilder().setUri("old").putProperties("i", number(1)).putCustomProperties("c", number(1)).build());
    var before = artifact(id);
    put(Artifact.newBuilder().setId(id).setName("other").setUri("new").setState(Artifact.State.DELETED).putProperties("j", number(2)).build());
    var after = artifact(id);
    assertThat(after.getName()).isEqualTo("a");
    assertThat(after.getUri()).isEqualTo("new");
    assertThat(after.getState()).isEqualTo(Artifact.State.DELETED);
    assertThat(after.getPropertiesMap()).containsOnlyKeys("j");
    assertThat(after.getCustomPropertiesMap()).isEmpty();
    assertThat(after.getCreateTimeSinceEpoch()).isEqualTo(before.getCreateTimeSinceEpoch());
    assertThat(after.getLastUpdateTimeSinceEpoch()).isGreaterThan(before.getLastUpdateTimeSinceEpoch());
  }

  @Test
  void updateWithoutChangeKeepsTheUpdateTime() {
    var id = put(artifact(put(artifactType("A")), "a").toBuilder().putCustomProperties("c", number(1)).build());
    var before = artifact(id);
    put(before);
    assertThat(artifact(id)).isEqualTo(before);
    put(before.toBuilder().putCustomProperties("c", number(2)).build());
    assertThat(artifact(id).getLastUpdateTimeSinceEpoch()).isGreaterThan(before.getLastUpdateTimeSinceEpoch());
  }

  @Test
  void updateOfWhatIsNotThereOrOfAnotherTypeIsRefused() {
    var type = put(artifactType("A"));
    var other = put(artifactType("B"));
    var id = put(artifact(type, "a"));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setId(999).setTypeId(type).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setId(0).setTypeId(type).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Artifact.newBuilder().setId(id).setTypeId(other).build()));
    fails(Code.INVALID_ARGUMENT, () -> put(Execution.newBuilder().setId(999).build()));
  }

  @Test
  void executionIsUpdated() {
    var id = put(execution(put(executionType("E")), "e").toBuilder().setLastKnownState(Execution.State.RUNNING).putCustomProperties("c", number(1)).build());
    put(Execution.newBuilder().setId(id).setLastKnownState(Execution.State.COMPLETE).build());
    assertThat(execution(id).getLastKnownState()).isEqualTo(Execution.State.COMPLETE);
    assertThat(execution(id).getName()).isEqualTo("e");
    assertThat(execution(id).getCustomPropertiesMap()).isEmpty();
  }

  @Test
  void contextIsUpdatedAndMayBeRenamed() {
    var type = put(contextType("C").toBuilder().putProperties("p", PropertyType.INT).build());
    var id = put(context(type, "c").toBuilder().putProperties("p", number(1)).putCustomProperties("c", number(1)).build());
    put(context(type, "taken"));
    put(Context.newBuilder().setId(id).setName("renamed").putProperties("p", number(2)).putCustomProperties("d", number(1)).build());
    assertThat(context(id).getName()).isEqualTo("renamed");
    assertThat(context(id).getPropertiesMap()).containsExactly(Map.entry("p", number(2)));
    assertThat(context(id).getCustomPropertiesMap()).containsOnlyKeys("d");
    fails(Code.INVALID_ARGUMENT, () -> put(Context.newBuilder().setId(id).build()));
    fails(Code.ALREADY_EXISTS, () -> put(Context.newBuilder().setId(id).setName("taken").build()));
  }

  @Test
  void maskLimitsAnUpdateToWhatItNames() {
    var type = put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).putProperties("j", PropertyType.INT).build());
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
    var change = Artifact.newBuilder().setId(id).setUri("new").setState(Artifact.State.DELETED).putProperties("i", number(2)).putCustomProperties("e", number(2));
    store.putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(change).setUpdateMask(mask("uri", "properties.i", "properties.j", "custom_properties.e")).build());
    var after = artifact(id);
    assertThat(after.getUri()).isEqualTo("new");
    assertThat(after.getState()).isEqualTo(Artifact.State.LIVE);
    assertThat(after.getPropertiesMap()).containsExactly(Map.entry("i", number(2)));
    assertThat(after.getCustomPropertiesMap()).containsOnlyKeys("c", "d", "e");
    store.putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(Artifact.newBuilder().setId(id)).setUpdateMask(mask("custom_properties")).build());
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
                    .addArtifacts(artifact(type, "a").toBuilder().setUri("u").putCustomProperties("c", number(1)))
                    .setUpdateMask(mask("uri"))
                    .build())
            .getArtifactIds(0);
    assertThat(artifact(id).getName()).isEqualTo("a");
    assertThat(artifact(id).getCustomPropertiesMap()).containsOnlyKeys("c");
  }

  @Test
  void executionsAndContextsTakeMasksToo() {
    var execution = put(execution(put(executionType("E")), "e").toBuilder().setExternalId("x").setLastKnownState(Execution.State.NEW).build());
    store.putExecutions(
        PutExecutionsRequest.newBuilder()
            .addExecutions(Execution.newBuilder().setId(execution).setLastKnownState(Execution.State.FAILED))
            .setUpdateMask(mask("last_known_state"))
            .build());
    assertThat(execution(execution).getLastKnownState()).isEqualTo(Execution.State.FAILED);
    assertThat(execution(execution).getExternalId()).isEqualTo("x");
    var context = put(context(put(contextType("C")), "c").toBuilder().putCustomProperties("a", number(1)).build());
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
    var mine = PutArtifactsRequest.newBuilder().addArtifacts(read.toBuilder().setUri("mine")).setOptions(options).build();
    fails(Code.FAILED_PRECONDITION, () -> store.putArtifacts(mine));
    assertThat(artifact(id).getUri()).isEqualTo("theirs");
    store.putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(artifact(id).toBuilder().setUri("mine")).setOptions(options).build());
    assertThat(artifact(id).getUri()).isEqualTo("mine");
  }

  // Lists

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
    assertThat(pages(OrderByField.Field.CREATE_TIME, false)).containsExactlyElementsOf(reversed(ids));
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
    var executions = store.getExecutions(GetExecutionsRequest.newBuilder().setOptions(options).build());
    assertThat(executions.getExecutionsCount()).isEqualTo(2);
    assertThat(executions.getNextPageToken()).isNotEmpty();
    var rest = store.getExecutions(GetExecutionsRequest.newBuilder().setOptions(options.clone().setNextPageToken(executions.getNextPageToken())).build());
    assertThat(rest.getExecutionsCount()).isEqualTo(1);
    assertThat(rest.getNextPageToken()).isEmpty();
    assertThat(store.getContexts(GetContextsRequest.newBuilder().setOptions(options).build()).getContextsCount()).isEqualTo(2);
    assertThat(store.getContextsByType(GetContextsByTypeRequest.newBuilder().setTypeName("C").setOptions(options).build()).getContextsCount()).isEqualTo(2);
    assertThat(store.getExecutionsByType(GetExecutionsByTypeRequest.newBuilder().setTypeName("E").setOptions(options).build()).getExecutionsCount()).isEqualTo(2);
  }

  @Test
  void pageHoldsAtMostAHundred() {
    var type = put(artifactType("A"));
    var request = PutArtifactsRequest.newBuilder();
    for (int i = 0; i < 101; i++) {
      request.addArtifacts(artifact(type, "a" + i));
    }
    store.putArtifacts(request.build());
    var answer = store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(ListOperationOptions.newBuilder().setMaxResultSize(5000)).build());
    assertThat(answer.getArtifactsCount()).isEqualTo(100);
    assertThat(answer.getNextPageToken()).isNotEmpty();
    assertThat(store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(ListOperationOptions.getDefaultInstance()).build()).getArtifactsCount()).isEqualTo(20);
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount()).isEqualTo(101);
  }

  @Test
  void listOptionsThatMakeNoSenseAreRefused() {
    for (var options :
        List.of(
            ListOperationOptions.newBuilder().setMaxResultSize(0),
            ListOperationOptions.newBuilder().setMaxResultSize(-1),
            ListOperationOptions.newBuilder().setNextPageToken("garbage"),
            ListOperationOptions.newBuilder().setOrderByField(OrderByField.newBuilder().setField(OrderByField.Field.FIELD_UNSPECIFIED)))) {
      fails(Code.INVALID_ARGUMENT, () -> store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options).build()));
    }
  }

  @Test
  void pageTokenIsBoundToItsOrder() {
    var type = put(artifactType("A"));
    put(artifact(type, "a"));
    put(artifact(type, "b"));
    var token = store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(ListOperationOptions.newBuilder().setMaxResultSize(1)).build()).getNextPageToken();
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            store.getArtifacts(
                GetArtifactsRequest.newBuilder()
                    .setOptions(
                        ListOperationOptions.newBuilder()
                            .setNextPageToken(token)
                            .setOrderByField(OrderByField.newBuilder().setField(OrderByField.Field.CREATE_TIME)))
                    .build()));
  }

  // Events, contexts

  @Test
  void eventsAreFoundFromBothEnds() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var execution = put(execution(put(executionType("E")), "e"));
    var path = Event.Path.newBuilder().addSteps(Event.Path.Step.newBuilder().setKey("out")).addSteps(Event.Path.Step.newBuilder().setIndex(0)).build();
    var output = event(artifact, execution, Event.Type.OUTPUT).toBuilder().setPath(path).setMillisecondsSinceEpoch(77).build();
    store.putEvents(PutEventsRequest.newBuilder().addEvents(output).addEvents(event(artifact, execution, Event.Type.INPUT)).build());
    var byExecution = store.getEventsByExecutionIDs(GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(execution).build()).getEventsList();
    assertThat(byExecution).hasSize(2).contains(output);
    assertThat(byExecution.get(1).getMillisecondsSinceEpoch()).isPositive();
    assertThat(store.getEventsByArtifactIDs(GetEventsByArtifactIDsRequest.newBuilder().addArtifactIds(artifact).build()).getEventsList())
        .containsExactlyInAnyOrderElementsOf(byExecution);
    assertThat(store.getEventsByArtifactIDs(GetEventsByArtifactIDsRequest.newBuilder().addArtifactIds(999).build()).getEventsList()).isEmpty();
  }

  @Test
  void eventsThatMakeNoSenseAreRefusedTogether() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var execution = put(execution(put(executionType("E")), "e"));
    var good = event(artifact, execution, Event.Type.OUTPUT);
    store.putEvents(PutEventsRequest.newBuilder().addEvents(good).build());
    fails(Code.ALREADY_EXISTS, () -> store.putEvents(PutEventsRequest.newBuilder().addEvents(good).build()));
    for (var bad :
        List.of(
            event(999, execution, Event.Type.INPUT),
            event(artifact, 999, Event.Type.INPUT),
            event(artifact, execution, Event.Type.UNKNOWN),
            Event.newBuilder().setArtifactId(artifact).setType(Event.Type.INPUT).build(),
            Event.newBuilder().setExecutionId(execution).setType(Event.Type.INPUT).build())) {
      fails(
          Code.INVALID_ARGUMENT,
          () -> store.putEvents(PutEventsRequest.newBuilder().addEvents(event(artifact, execution, Event.Type.DECLARED_INPUT)).addEvents(bad).build()));
    }
    assertThat(store.getEventsByArtifactIDs(GetEventsByArtifactIDsRequest.newBuilder().addArtifactIds(artifact).build()).getEventsCount()).isEqualTo(1);
  }

  @Test
  void attributionsAndAssociationsLinkNodesToContexts() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var execution = put(execution(put(executionType("E")), "e"));
    var context = put(context(put(contextType("C")), "c"));
    var request =
        PutAttributionsAndAssociationsRequest.newBuilder()
            .addAttributions(Attribution.newBuilder().setArtifactId(artifact).setContextId(context))
            .addAssociations(Association.newBuilder().setExecutionId(execution).setContextId(context))
            .build();
    store.putAttributionsAndAssociations(request);
    store.putAttributionsAndAssociations(request);
    assertThat(store.getArtifactsByContext(GetArtifactsByContextRequest.newBuilder().setContextId(context).build()).getArtifactsList())
        .containsExactly(artifact(artifact));
    assertThat(store.getExecutionsByContext(GetExecutionsByContextRequest.newBuilder().setContextId(context).build()).getExecutionsList())
        .containsExactly(execution(execution));
    assertThat(store.getContextsByArtifact(GetContextsByArtifactRequest.newBuilder().setArtifactId(artifact).build()).getContextsList())
        .containsExactly(context(context));
    assertThat(store.getContextsByExecution(GetContextsByExecutionRequest.newBuilder().setExecutionId(execution).build()).getContextsList())
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
                      .addAttributions(Attribution.newBuilder().setArtifactId(artifact).setContextId(context))
                      .addAssociations(bad)
                      .build()));
    }
    assertThat(store.getArtifactsByContext(GetArtifactsByContextRequest.newBuilder().setContextId(context).build()).getArtifactsList()).isEmpty();
    fails(Code.NOT_FOUND, () -> store.getContextsByArtifact(GetContextsByArtifactRequest.newBuilder().setArtifactId(artifact).build()));
    fails(Code.NOT_FOUND, () -> store.getContextsByExecution(GetContextsByExecutionRequest.newBuilder().setExecutionId(999).build()));
  }

  @Test
  void nodesOfAContextComeInPages() {
    var artifactType = put(artifactType("A"));
    var executionType = put(executionType("E"));
    var context = put(context(put(contextType("C")), "c"));
    var links = PutAttributionsAndAssociationsRequest.newBuilder();
    for (int i = 0; i < 3; i++) {
      links.addAttributions(Attribution.newBuilder().setArtifactId(put(artifact(artifactType, "a" + i))).setContextId(context));
      links.addAssociations(Association.newBuilder().setExecutionId(put(execution(executionType, "e" + i))).setContextId(context));
    }
    put(artifact(artifactType, "outside"));
    store.putAttributionsAndAssociations(links.build());
    var options = ListOperationOptions.newBuilder().setMaxResultSize(2).setOrderByField(OrderByField.newBuilder().setIsAsc(false));
    var artifacts = store.getArtifactsByContext(GetArtifactsByContextRequest.newBuilder().setContextId(context).setOptions(options).build());
    assertThat(artifacts.getArtifactsList()).extracting(Artifact::getName).containsExactly("a2", "a1");
    var rest =
        store.getArtifactsByContext(
            GetArtifactsByContextRequest.newBuilder().setContextId(context).setOptions(options.clone().setNextPageToken(artifacts.getNextPageToken())).build());
    assertThat(rest.getArtifactsList()).extracting(Artifact::getName).containsExactly("a0");
    assertThat(rest.getNextPageToken()).isEmpty();
    assertThat(
            store.getExecutionsByContext(GetExecutionsByContextRequest.newBuilder().setContextId(context).setOptions(options).build()).getExecutionsList())
        .extracting(Execution::getName)
        .containsExactly("e2", "e1");
  }

  @Test
  void parentContextsAreFoundFromBothEnds() {
    var type = put(contextType("C"));
    var parent = put(context(type, "parent"));
    var child = put(context(type, "child"));
    var other = put(context(type, "other"));
    store.putParentContexts(PutParentContextsRequest.newBuilder().addParentContexts(parent(child, parent)).addParentContexts(parent(other, parent)).build());
    assertThat(store.getParentContextsByContext(GetParentContextsByContextRequest.newBuilder().setContextId(child).build()).getContextsList())
        .containsExactly(context(parent));
    assertThat(store.getChildrenContextsByContext(GetChildrenContextsByContextRequest.newBuilder().setContextId(parent).build()).getContextsList())
        .containsExactly(context(child), context(other));
    assertThat(store.getParentContextsByContext(GetParentContextsByContextRequest.newBuilder().setContextId(parent).build()).getContextsList()).isEmpty();
    var parents = store.getParentContextsByContexts(GetParentContextsByContextsRequest.newBuilder().addContextIds(child).addContextIds(parent).build());
    assertThat(parents.getContextsMap()).containsOnlyKeys(child);
    assertThat(parents.getContextsMap().get(child).getParentContextsList()).containsExactly(context(parent));
    var children = store.getChildrenContextsByContexts(GetChildrenContextsByContextsRequest.newBuilder().addContextIds(child).addContextIds(parent).build());
    assertThat(children.getContextsMap()).containsOnlyKeys(parent);
    assertThat(children.getContextsMap().get(parent).getChildrenContextsList()).containsExactly(context(child), context(other));
  }

  @Test
  void parentContextsThatMakeNoSenseAreRefused() {
    var type = put(contextType("C"));
    var one = put(context(type, "1"));
    var two = put(context(type, "2"));
    var three = put(context(type, "3"));
    store.putParentContexts(PutParentContextsRequest.newBuilder().addParentContexts(parent(one, two)).addParentContexts(parent(two, three)).build());
    fails(Code.ALREADY_EXISTS, () -> store.putParentContexts(PutParentContextsRequest.newBuilder().addParentContexts(parent(one, two)).build()));
    for (var bad :
        List.of(
            parent(three, one), parent(one, one), parent(one, 999), parent(999, one), ParentContext.newBuilder().setChildId(one).build())) {
      fails(Code.INVALID_ARGUMENT, () -> store.putParentContexts(PutParentContextsRequest.newBuilder().addParentContexts(bad).build()));
    }
  }

  // Several at once

  @Test
  void executionIsPutWithArtifactsEventsAndContexts() {
    var artifactType = put(artifactType("A"));
    var input = put(artifact(artifactType, "in"));
    var answer =
        store.putExecution(
            PutExecutionRequest.newBuilder()
                .setExecution(execution(put(executionType("E")), "e").toBuilder().setLastKnownState(Execution.State.COMPLETE))
                .addArtifactEventPairs(pair(artifact(artifactType, "out"), Event.Type.OUTPUT))
                .addArtifactEventPairs(ArtifactAndEvent.newBuilder().setEvent(Event.newBuilder().setArtifactId(input).setType(Event.Type.INPUT)))
                .addContexts(context(put(contextType("C")), "c"))
                .build());
    assertThat(answer.getArtifactIdsList()).hasSize(2).endsWith(input);
    assertThat(store.getEventsByExecutionIDs(GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(answer.getExecutionId()).build()).getEventsList())
        .extracting(Event::getType)
        .containsExactly(Event.Type.OUTPUT, Event.Type.INPUT);
    assertThat(store.getArtifactsByContext(GetArtifactsByContextRequest.newBuilder().setContextId(answer.getContextIds(0)).build()).getArtifactsCount()).isEqualTo(2);
    assertThat(store.getExecutionsByContext(GetExecutionsByContextRequest.newBuilder().setContextId(answer.getContextIds(0)).build()).getExecutionsCount())
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
    assertThat(store.getExecutions(GetExecutionsRequest.getDefaultInstance()).getExecutionsList()).isEmpty();
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsList()).isEmpty();
    assertThat(store.getContexts(GetContextsRequest.getDefaultInstance()).getContextsCount()).isEqualTo(1);
  }

  @Test
  void contextIsReusedOnDemand() {
    var executionType = put(executionType("E"));
    var contextType = put(contextType("C"));
    var stored = put(context(contextType, "c").toBuilder().putCustomProperties("k", number(1)).build());
    var request = PutExecutionRequest.newBuilder().setExecution(Execution.newBuilder().setTypeId(executionType)).addContexts(context(contextType, "c"));
    fails(Code.ALREADY_EXISTS, () -> store.putExecution(request.build()));
    var reusing = request.clone().setOptions(PutExecutionRequest.Options.newBuilder().setReuseContextIfAlreadyExist(true)).build();
    assertThat(store.putExecution(reusing).getContextIdsList()).containsExactly(stored);
    assertThat(context(stored).getCustomPropertiesMap()).containsOnlyKeys("k");
    assertThat(store.getExecutionsByContext(GetExecutionsByContextRequest.newBuilder().setContextId(stored).build()).getExecutionsCount()).isEqualTo(1);
  }

  @Test
  void contextIsReusedByIdWhenForced() {
    var executionType = put(executionType("E"));
    var contextType = put(contextType("C"));
    var stored = put(context(contextType, "c"));
    var force = PutExecutionRequest.Options.newBuilder().setForceReuseContext(true);
    var request = PutExecutionRequest.newBuilder().setExecution(Execution.newBuilder().setTypeId(executionType)).setOptions(force);
    assertThat(store.putExecution(request.clone().addContexts(Context.newBuilder().setId(stored)).build()).getContextIdsList()).containsExactly(stored);
    fails(Code.NOT_FOUND, () -> store.putExecution(request.clone().addContexts(Context.newBuilder().setId(999)).build()));
    fails(Code.ALREADY_EXISTS, () -> store.putExecution(request.clone().addContexts(context(contextType, "c")).build()));
    var both = request.clone().setOptions(force.clone().setReuseContextIfAlreadyExist(true));
    assertThat(store.putExecution(both.clone().addContexts(context(contextType, "c")).addContexts(Context.newBuilder().setId(stored)).build()).getContextIdsList())
        .containsExactly(stored, stored);
  }

  @Test
  void artifactIsReusedByExternalIdOnDemandAndUpdated() {
    var executionType = put(executionType("E"));
    var artifactType = put(artifactType("A"));
    var stored = put(artifact(artifactType, "a").toBuilder().setExternalId("x").build());
    var again = Artifact.newBuilder().setTypeId(artifactType).setExternalId("x").setUri("new").build();
    var request =
        PutExecutionRequest.newBuilder().setExecution(Execution.newBuilder().setTypeId(executionType)).addArtifactEventPairs(pair(again, Event.Type.OUTPUT));
    fails(Code.ALREADY_EXISTS, () -> store.putExecution(request.build()));
    var reusing = request.clone().setOptions(PutExecutionRequest.Options.newBuilder().setReuseArtifactIfAlreadyExistByExternalId(true)).build();
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
                .setOptions(PutExecutionRequest.Options.newBuilder().setReuseArtifactIfAlreadyExistByExternalId(true))
                .build());
    assertThat(answer.getArtifactIds(0)).isEqualTo(answer.getArtifactIds(1));
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount()).isEqualTo(1);
  }

  @Test
  void executionAlreadyStoredIsUpdatedWithItsOutputs() {
    var execution = put(execution(put(executionType("E")), "e").toBuilder().setLastKnownState(Execution.State.RUNNING).build());
    store.putExecution(
        PutExecutionRequest.newBuilder()
            .setExecution(Execution.newBuilder().setId(execution).setLastKnownState(Execution.State.COMPLETE))
            .addArtifactEventPairs(pair(artifact(put(artifactType("A")), "out"), Event.Type.OUTPUT))
            .build());
    assertThat(execution(execution).getLastKnownState()).isEqualTo(Execution.State.COMPLETE);
    assertThat(store.getEventsByExecutionIDs(GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(execution).build()).getEventsCount()).isEqualTo(1);
  }

  @Test
  void updateTimeOfAnExecutionIsForcedOnDemand() {
    var id = put(execution(put(executionType("E")), "e"));
    var before = execution(id);
    store.putExecution(PutExecutionRequest.newBuilder().setExecution(before).build());
    assertThat(execution(id)).isEqualTo(before);
    store.putExecution(PutExecutionRequest.newBuilder().setExecution(before).setOptions(PutExecutionRequest.Options.newBuilder().setForceUpdateTime(true)).build());
    assertThat(execution(id).getLastUpdateTimeSinceEpoch()).isGreaterThan(before.getLastUpdateTimeSinceEpoch());
  }

  @Test
  void eventThatContradictsItsExecutionOrArtifactIsRefused() {
    var artifact = put(artifact(put(artifactType("A")), "a"));
    var type = put(executionType("E"));
    for (var event :
        List.of(
            Event.newBuilder().setArtifactId(999).setType(Event.Type.INPUT).build(), Event.newBuilder().setExecutionId(999).setType(Event.Type.INPUT).build())) {
      fails(
          Code.INVALID_ARGUMENT,
          () ->
              store.putExecution(
                  PutExecutionRequest.newBuilder()
                      .setExecution(Execution.newBuilder().setTypeId(type))
                      .addArtifactEventPairs(ArtifactAndEvent.newBuilder().setArtifact(Artifact.newBuilder().setId(artifact)).setEvent(event))
                      .build()));
    }
    fails(Code.INVALID_ARGUMENT, () -> store.putExecution(PutExecutionRequest.getDefaultInstance()));
  }

  @Test
  void subgraphIsPutAndFoundByLineage() {
    var ids = putChain();
    var whole = lineage("id = " + ids.getArtifactIds(1), LineageSubgraphQueryOptions.Direction.BIDIRECTIONAL, 20);
    assertThat(whole.getArtifactsList()).extracting(Artifact::getId).containsExactlyInAnyOrderElementsOf(ids.getArtifactIdsList());
    assertThat(whole.getExecutionsList()).extracting(Execution::getId).containsExactlyInAnyOrderElementsOf(ids.getExecutionIdsList());
    assertThat(whole.getEventsCount()).isEqualTo(4);
    assertThat(whole.getContextsList()).extracting(Context::getId).containsExactlyElementsOf(ids.getContextIdsList());
    assertThat(whole.getAttributionsCount()).isEqualTo(3);
    assertThat(whole.getAssociationsCount()).isEqualTo(2);
  }

  @Test
  void lineageFollowsItsDirectionAndLimit() {
    var ids = putChain();
    var middle = "id = " + ids.getArtifactIds(1);
    var up = lineage(middle, LineageSubgraphQueryOptions.Direction.UPSTREAM, 20);
    assertThat(up.getArtifactsList()).extracting(Artifact::getId).containsExactlyInAnyOrder(ids.getArtifactIds(0), ids.getArtifactIds(1));
    assertThat(up.getExecutionsList()).extracting(Execution::getId).containsExactly(ids.getExecutionIds(0));
    var down = lineage("uri = 'chain-1'", LineageSubgraphQueryOptions.Direction.DOWNSTREAM, 20);
    assertThat(down.getArtifactsList()).extracting(Artifact::getId).containsExactlyInAnyOrder(ids.getArtifactIds(1), ids.getArtifactIds(2));
    var oneHop = lineage("id IN (" + ids.getArtifactIds(0) + ", 999)", LineageSubgraphQueryOptions.Direction.DOWNSTREAM, 1);
    assertThat(oneHop.getArtifactsList()).extracting(Artifact::getId).containsExactly(ids.getArtifactIds(0));
    assertThat(oneHop.getExecutionsList()).extracting(Execution::getId).containsExactly(ids.getExecutionIds(0));
    assertThat(lineage(middle, LineageSubgraphQueryOptions.Direction.UPSTREAM, 0).getEventsList()).isEmpty();
  }

  @Test
  void lineageStopsAtEndingNodes() {
    var ids = putChain();
    var options =
        LineageSubgraphQueryOptions.newBuilder()
            .setStartingExecutions(LineageSubgraphQueryOptions.StartingNodes.newBuilder().setFilterQuery("name = 'chain-0'"))
            .setEndingArtifacts(LineageSubgraphQueryOptions.EndingNodes.newBuilder().setFilterQuery("id = " + ids.getArtifactIds(1)).setIncludeEndingNodes(true));
    var kept = store.getLineageSubgraph(GetLineageSubgraphRequest.newBuilder().setLineageSubgraphQueryOptions(options).build()).getLineageSubgraph();
    assertThat(kept.getArtifactsList()).extracting(Artifact::getId).containsExactlyInAnyOrder(ids.getArtifactIds(0), ids.getArtifactIds(1));
    assertThat(kept.getExecutionsCount()).isEqualTo(1);
    options.getEndingArtifactsBuilder().setIncludeEndingNodes(false);
    var cut = store.getLineageSubgraph(GetLineageSubgraphRequest.newBuilder().setLineageSubgraphQueryOptions(options).build()).getLineageSubgraph();
    assertThat(cut.getArtifactsList()).extracting(Artifact::getId).containsExactly(ids.getArtifactIds(0));
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
                            .setStartingArtifacts(LineageSubgraphQueryOptions.StartingNodes.newBuilder().setFilterQuery("id = " + ids.getArtifactIds(0))))
                    .setReadMask(mask("events"))
                    .build())
            .getLineageSubgraph();
    assertThat(graph.getEventsCount()).isEqualTo(4);
    assertThat(graph.toBuilder().clearEvents().build()).isEqualTo(LineageGraph.getDefaultInstance());
  }

  @Test
  void lineageGraphHoldsWholeNodes() {
    var ids = putChain();
    var options = LineageGraphQueryOptions.newBuilder().setArtifactsOptions(ListOperationOptions.newBuilder().setMaxResultSize(1));
    var graph = store.getLineageGraph(GetLineageGraphRequest.newBuilder().setOptions(options).build()).getSubgraph();
    assertThat(graph.getArtifactsList()).extracting(Artifact::getUri).containsExactly("chain-0", "chain-1", "chain-2");
    assertThat(graph.getExecutionsList()).extracting(Execution::getId).containsExactlyElementsOf(ids.getExecutionIdsList());
    assertThat(graph.getContextsList()).extracting(Context::getName).containsExactly("chain");
  }

  @Test
  void lineageWithoutStartIsRefused() {
    fails(Code.INVALID_ARGUMENT, () -> store.getLineageSubgraph(GetLineageSubgraphRequest.getDefaultInstance()));
    fails(Code.NOT_FOUND, () -> lineage("id = 999", LineageSubgraphQueryOptions.Direction.UPSTREAM, 1));
    fails(Code.INVALID_ARGUMENT, () -> lineage("", LineageSubgraphQueryOptions.Direction.UPSTREAM, 1));
    fails(Code.INVALID_ARGUMENT, () -> lineage("id = 1", LineageSubgraphQueryOptions.Direction.UPSTREAM, -1));
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
    assertThat(execution(ids.getExecutionIds(0)).getLastKnownState()).isEqualTo(Execution.State.COMPLETE);
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
                    PutLineageSubgraphRequest.Options.newBuilder().setReuseContextIfAlreadyExist(true).setReuseArtifactIfAlreadyExistByExternalId(true))
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
    fails(Code.OUT_OF_RANGE, () -> store.putLineageSubgraph(base.clone().addEventEdges(EventEdge.newBuilder().setExecutionIndex(1).setArtifactIndex(0).setEvent(event)).build()));
    fails(Code.OUT_OF_RANGE, () -> store.putLineageSubgraph(base.clone().addEventEdges(EventEdge.newBuilder().setExecutionIndex(0).setArtifactIndex(-1).setEvent(event)).build()));
    fails(Code.INVALID_ARGUMENT, () -> store.putLineageSubgraph(base.clone().addEventEdges(EventEdge.newBuilder().setExecutionIndex(0).setArtifactIndex(0)).build()));
    fails(Code.INVALID_ARGUMENT, () -> store.putLineageSubgraph(base.clone().addEventEdges(EventEdge.newBuilder().setExecutionIndex(0).setEvent(event)).build()));
    fails(
        Code.INVALID_ARGUMENT,
        () ->
            store.putLineageSubgraph(
                base.clone().addEventEdges(EventEdge.newBuilder().setExecutionIndex(0).setArtifactIndex(0).setEvent(event.clone().setArtifactId(999))).build()));
    assertThat(store.getExecutions(GetExecutionsRequest.getDefaultInstance()).getExecutionsList()).isEmpty();
    assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsList()).isEmpty();
  }

  // Life

  @Test
  void everythingIsThereAfterReopening() throws Exception {
    var ids = putChain();
    var before = artifact(ids.getArtifactIds(2));
    store = reopenStore();
    assertThat(artifact(ids.getArtifactIds(2))).isEqualTo(before);
    assertThat(lineage("id = " + before.getId(), LineageSubgraphQueryOptions.Direction.UPSTREAM, 20).getEventsCount()).isEqualTo(4);
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
                    .addArtifactEventPairs(pair(artifact(artifactType, thread + "/" + i), Event.Type.OUTPUT))
                    .addContexts(context(contextType, "shared"))
                    .setOptions(PutExecutionRequest.Options.newBuilder().setReuseContextIfAlreadyExist(true))
                    .build());
            assertThat(store.getArtifactsByType(GetArtifactsByTypeRequest.newBuilder().setTypeName("A").build()).getArtifactsCount()).isPositive();
          }
          return thread;
        });
    var context =
        store.getContextByTypeAndName(GetContextByTypeAndNameRequest.newBuilder().setTypeName("C").setContextName("shared").build()).getContext().getId();
    assertThat(store.getContexts(GetContextsRequest.getDefaultInstance()).getContextsCount()).isEqualTo(1);
    assertThat(store.getExecutionsByContext(GetExecutionsByContextRequest.newBuilder().setContextId(context).build()).getExecutionsCount()).isEqualTo(threads * each);
    var artifacts = store.getArtifactsByContext(GetArtifactsByContextRequest.newBuilder().setContextId(context).build()).getArtifactsList();
    assertThat(artifacts).extracting(Artifact::getId).doesNotHaveDuplicates().hasSize(threads * each);
  }

  @Test
  void oneOfManyWinsANameAndOneOfManyUpdatesWins() throws Exception {
    var type = put(contextType("C"));
    var created = inParallel(6, thread -> codeOf(() -> put(context(type, "one"))));
    assertThat(created).containsOnlyOnce(Optional.empty()).contains(Optional.of(Code.ALREADY_EXISTS));
    var id = put(artifact(put(artifactType("A")), "a"));
    var read = artifact(id);
    var options = PutArtifactsRequest.Options.newBuilder().setAbortIfLatestUpdatedTimeChanged(true);
    var updated =
        inParallel(
            6,
            thread ->
                codeOf(() -> store.putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(read.toBuilder().setUri("by " + thread)).setOptions(options).build())));
    assertThat(updated).containsOnlyOnce(Optional.empty()).contains(Optional.of(Code.FAILED_PRECONDITION));
  }

  // Short hands

  private interface Numbered<T> {
    T run(int thread) throws Exception;
  }

  private static <T> List<T> inParallel(int threads, Numbered<T> work) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var start = new CyclicBarrier(threads);
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < threads; i++) {
        var thread = i;
        Callable<T> task =
            () -> {
              start.await(30, TimeUnit.SECONDS);
              return work.run(thread);
            };
        futures.add(pool.submit(task));
      }
      var results = new ArrayList<T>();
      for (var future : futures) {
        results.add(result(future));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    }
  }

  private static Optional<Code> codeOf(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (MetadataException e) {
      return Optional.of(e.code());
    }
  }

  private static void fails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private PutLineageSubgraphResponse putChain() {
    var artifactType = put(artifactType("ChainA"));
    var executionType = put(executionType("ChainE"));
    var request = PutLineageSubgraphRequest.newBuilder().addContexts(context(put(contextType("ChainC")), "chain"));
    for (int i = 0; i < 3; i++) {
      request.addArtifacts(artifact(artifactType, "chain-" + i).toBuilder().setUri("chain-" + i));
    }
    for (int i = 0; i < 2; i++) {
      request
          .addExecutions(execution(executionType, "chain-" + i))
          .addEventEdges(EventEdge.newBuilder().setExecutionIndex(i).setArtifactIndex(i).setEvent(Event.newBuilder().setType(Event.Type.INPUT)))
          .addEventEdges(EventEdge.newBuilder().setExecutionIndex(i).setArtifactIndex(i + 1).setEvent(Event.newBuilder().setType(Event.Type.OUTPUT)));
    }
    return store.putLineageSubgraph(request.build());
  }

  private LineageGraph lineage(String query, LineageSubgraphQueryOptions.Direction direction, int hops) {
    var options =
        LineageSubgraphQueryOptions.newBuilder()
            .setStartingArtifacts(LineageSubgraphQueryOptions.StartingNodes.newBuilder().setFilterQuery(query))
            .setDirection(direction)
            .setMaxNumHops(hops);
    return store.getLineageSubgraph(GetLineageSubgraphRequest.newBuilder().setLineageSubgraphQueryOptions(options).build()).getLineageSubgraph();
  }

  private List<Long> pages(OrderByField.Field field, boolean ascending) {
    var options = ListOperationOptions.newBuilder().setMaxResultSize(3).setOrderByField(OrderByField.newBuilder().setField(field).setIsAsc(ascending));
    var ids = new ArrayList<Long>();
    while (true) {
      var page = store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options).build());
      page.getArtifactsList().forEach(artifact -> ids.add(artifact.getId()));
      if (page.getNextPageToken().isEmpty()) {
        return ids;
      }
      options.setNextPageToken(page.getNextPageToken());
    }
  }

  private static List<Long> reversed(List<Long> ids) {
    var reversed = new ArrayList<>(ids);
    Collections.reverse(reversed);
    return reversed;
  }

  private static ArtifactType artifactType(String name) {
    return ArtifactType.newBuilder().setName(name).build();
  }

  private static ExecutionType executionType(String name) {
    return ExecutionType.newBuilder().setName(name).build();
  }

  private static ContextType contextType(String name) {
    return ContextType.newBuilder().setName(name).build();
  }

  private static Artifact artifact(long typeId, String name) {
    return Artifact.newBuilder().setTypeId(typeId).setName(name).build();
  }

  private static Execution execution(long typeId, String name) {
    return Execution.newBuilder().setTypeId(typeId).setName(name).build();
  }

  private static Context context(long typeId, String name) {
    return Context.newBuilder().setTypeId(typeId).setName(name).build();
  }

  private static Event event(long artifact, long execution, Event.Type type) {
    return Event.newBuilder().setArtifactId(artifact).setExecutionId(execution).setType(type).build();
  }

  private static ArtifactAndEvent pair(Artifact artifact, Event.Type type) {
    return ArtifactAndEvent.newBuilder().setArtifact(artifact).setEvent(Event.newBuilder().setType(type)).build();
  }

  private static ParentContext parent(long child, long parent) {
    return ParentContext.newBuilder().setChildId(child).setParentId(parent).build();
  }

  private static Value number(long value) {
    return Value.newBuilder().setIntValue(value).build();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  private static PropertyType kind(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> PropertyType.INT;
      case DOUBLE_VALUE -> PropertyType.DOUBLE;
      case STRING_VALUE -> PropertyType.STRING;
      case STRUCT_VALUE -> PropertyType.STRUCT;
      case PROTO_VALUE -> PropertyType.PROTO;
      case BOOL_VALUE -> PropertyType.BOOLEAN;
      case VALUE_NOT_SET -> PropertyType.UNKNOWN;
    };
  }

  private static FieldMask mask(String... paths) {
    return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
  }

  private long put(ArtifactType type) {
    return store.putArtifactType(PutArtifactTypeRequest.newBuilder().setArtifactType(type).build()).getTypeId();
  }

  private long put(ExecutionType type) {
    return store.putExecutionType(PutExecutionTypeRequest.newBuilder().setExecutionType(type).build()).getTypeId();
  }

  private long put(ContextType type) {
    return store.putContextType(PutContextTypeRequest.newBuilder().setContextType(type).build()).getTypeId();
  }

  private long put(Artifact artifact) {
    return store.putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(artifact).build()).getArtifactIds(0);
  }

  private long put(Execution execution) {
    return store.putExecutions(PutExecutionsRequest.newBuilder().addExecutions(execution).build()).getExecutionIds(0);
  }

  private long put(Context context) {
    return store.putContexts(PutContextsRequest.newBuilder().addContexts(context).build()).getContextIds(0);
  }

  private Artifact artifact(long id) {
    return store.getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addArtifactIds(id).build()).getArtifacts(0);
  }

  private Execution execution(long id) {
    return store.getExecutionsByID(GetExecutionsByIDRequest.newBuilder().addExecutionIds(id).build()).getExecutions(0);
  }

  private Context context(long id) {
    return store.getContextsByID(GetContextsByIDRequest.newBuilder().addContextIds(id).build()).getContexts(0);
  }
}
