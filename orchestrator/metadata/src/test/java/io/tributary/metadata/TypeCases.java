package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.AnyArtifactStructType;
import io.tributary.proto.mlmd.ArtifactStructType;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.ContextType;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByIDRequest;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import io.tributary.proto.mlmd.GetContextTypeRequest;
import io.tributary.proto.mlmd.GetContextTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextTypesByIDRequest;
import io.tributary.proto.mlmd.GetContextTypesRequest;
import io.tributary.proto.mlmd.GetExecutionTypeRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByIDRequest;
import io.tributary.proto.mlmd.GetExecutionTypesRequest;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutTypesRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store must do with types. */
abstract class TypeCases extends StoreFixture {

  @Test
  void freshStoreHasBaseTypesButListsNoTypes() {
    assertThat(
            store
                .getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance())
                .getArtifactTypesList())
        .isEmpty();
    assertThat(
            store
                .getExecutionTypes(GetExecutionTypesRequest.getDefaultInstance())
                .getExecutionTypesList())
        .isEmpty();
    assertThat(
            store
                .getContextTypes(GetContextTypesRequest.getDefaultInstance())
                .getContextTypesList())
        .isEmpty();
    assertThat(
            store
                .getArtifactType(
                    GetArtifactTypeRequest.newBuilder().setTypeName("mlmd.Dataset").build())
                .getArtifactType()
                .getId())
        .isEqualTo(1);
    assertThat(
            store
                .getExecutionType(
                    GetExecutionTypeRequest.newBuilder().setTypeName("mlmd.Deploy").build())
                .getExecutionType()
                .getId())
        .isEqualTo(9);
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
    assertThat(
            store
                .getArtifactType(
                    GetArtifactTypeRequest.newBuilder()
                        .setTypeName("Examples")
                        .setTypeVersion("2")
                        .build())
                .getArtifactType())
        .isEqualTo(type.toBuilder().setId(id).build());
  }

  @Test
  void executionTypeKeepsItsInputAndOutputTypes() {
    var type =
        ExecutionType.newBuilder()
            .setName("Trainer")
            .putProperties("steps", PropertyType.INT)
            .setInputType(
                ArtifactStructType.newBuilder()
                    .setSimple(ArtifactType.newBuilder().setName("Examples")))
            .setOutputType(
                ArtifactStructType.newBuilder().setAny(AnyArtifactStructType.getDefaultInstance()))
            .setBaseType(ExecutionType.SystemDefinedBaseType.TRAIN)
            .build();
    var id =
        store
            .putExecutionType(PutExecutionTypeRequest.newBuilder().setExecutionType(type).build())
            .getTypeId();
    assertThat(
            store
                .getExecutionType(
                    GetExecutionTypeRequest.newBuilder().setTypeName("Trainer").build())
                .getExecutionType())
        .isEqualTo(type.toBuilder().setId(id).build());
    assertThat(
            store
                .getExecutionTypesByID(
                    GetExecutionTypesByIDRequest.newBuilder().addTypeIds(id).build())
                .getExecutionTypes(0)
                .getName())
        .isEqualTo("Trainer");
  }

  @Test
  void contextTypeIsFoundByNameIdAndExternalId() {
    var type =
        ContextType.newBuilder()
            .setName("pipeline")
            .setExternalId("ct")
            .putProperties("owner", PropertyType.STRING)
            .build();
    var id = put(type);
    var stored = type.toBuilder().setId(id).build();
    assertThat(
            store
                .getContextType(GetContextTypeRequest.newBuilder().setTypeName("pipeline").build())
                .getContextType())
        .isEqualTo(stored);
    assertThat(
            store
                .getContextTypesByID(
                    GetContextTypesByIDRequest.newBuilder().addTypeIds(id).addTypeIds(999).build())
                .getContextTypesList())
        .containsExactly(stored);
    assertThat(
            store
                .getContextTypesByExternalIds(
                    GetContextTypesByExternalIdsRequest.newBuilder().addExternalIds("ct").build())
                .getContextTypesList())
        .containsExactly(stored);
  }

  @Test
  void unknownTypesAreNotFound() {
    fails(
        Code.NOT_FOUND,
        () ->
            store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("none").build()));
    fails(
        Code.NOT_FOUND,
        () ->
            store.getExecutionType(
                GetExecutionTypeRequest.newBuilder().setTypeName("none").build()));
    fails(
        Code.NOT_FOUND,
        () -> store.getContextType(GetContextTypeRequest.newBuilder().setTypeName("none").build()));
    put(artifactType("A"));
    fails(
        Code.NOT_FOUND,
        () ->
            store.getArtifactType(
                GetArtifactTypeRequest.newBuilder().setTypeName("A").setTypeVersion("7").build()));
    fails(
        Code.NOT_FOUND,
        () ->
            store.getArtifactTypesByExternalIds(
                GetArtifactTypesByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    fails(
        Code.NOT_FOUND,
        () ->
            store.getExecutionTypesByExternalIds(
                GetExecutionTypesByExternalIdsRequest.newBuilder().addExternalIds("none").build()));
    assertThat(
            store
                .getArtifactTypesByID(
                    GetArtifactTypesByIDRequest.newBuilder().addTypeIds(999).build())
                .getArtifactTypesList())
        .isEmpty();
    assertThat(
            store
                .getExecutionTypesByID(
                    GetExecutionTypesByIDRequest.newBuilder().addTypeIds(999).build())
                .getExecutionTypesList())
        .isEmpty();
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
    assertThat(
            store
                .putArtifactType(
                    PutArtifactTypeRequest.newBuilder()
                        .setArtifactType(wider)
                        .setCanAddFields(true)
                        .build())
                .getTypeId())
        .isEqualTo(id);
    assertThat(
            store
                .getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build())
                .getArtifactType()
                .getPropertiesMap())
        .containsExactly(Map.entry("i", PropertyType.INT));
  }

  @Test
  void omittedPropertyNeedsPermissionAndStays() {
    put(artifactType("A").toBuilder().putProperties("i", PropertyType.INT).build());
    fails(Code.ALREADY_EXISTS, () -> put(artifactType("A")));
    store.putArtifactType(
        PutArtifactTypeRequest.newBuilder()
            .setArtifactType(artifactType("A"))
            .setCanOmitFields(true)
            .build());
    assertThat(
            store
                .getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build())
                .getArtifactType()
                .getPropertiesCount())
        .isEqualTo(1);
  }

  @Test
  void addingAndOmittingTogetherWidensTheType() {
    put(executionType("E").toBuilder().putProperties("a", PropertyType.INT).build());
    store.putExecutionType(
        PutExecutionTypeRequest.newBuilder()
            .setExecutionType(
                executionType("E").toBuilder().putProperties("b", PropertyType.STRING))
            .setCanAddFields(true)
            .setCanOmitFields(true)
            .build());
    assertThat(
            store
                .getExecutionType(GetExecutionTypeRequest.newBuilder().setTypeName("E").build())
                .getExecutionType()
                .getPropertiesMap())
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
                    .setArtifactType(
                        artifactType("A").toBuilder().putProperties("i", PropertyType.STRING))
                    .setCanAddFields(true)
                    .setCanOmitFields(true)
                    .build()));
    fails(
        Code.ALREADY_EXISTS,
        () -> put(executionType("E").toBuilder().putProperties("i", PropertyType.DOUBLE).build()));
  }

  @Test
  void typeNeedsANameAndKnownKinds() {
    fails(Code.INVALID_ARGUMENT, () -> put(ArtifactType.getDefaultInstance()));
    fails(
        Code.INVALID_ARGUMENT,
        () -> put(artifactType("A").toBuilder().putProperties("x", PropertyType.UNKNOWN).build()));
  }

  @Test
  void versionsOfATypeAreTypesOfTheirOwn() {
    var plain = put(artifactType("A"));
    var one =
        put(
            artifactType("A").toBuilder()
                .setVersion("1")
                .putProperties("i", PropertyType.INT)
                .build());
    var two = put(artifactType("A").toBuilder().setVersion("2").build());
    assertThat(List.of(plain, one, two)).doesNotHaveDuplicates();
    assertThat(
            store
                .getArtifactType(
                    GetArtifactTypeRequest.newBuilder()
                        .setTypeName("A")
                        .setTypeVersion("1")
                        .build())
                .getArtifactType()
                .getId())
        .isEqualTo(one);
    fails(
        Code.ALREADY_EXISTS,
        () ->
            put(
                artifactType("A").toBuilder()
                    .setVersion("1")
                    .putProperties("i", PropertyType.INT)
                    .putProperties("j", PropertyType.INT)
                    .build()));
  }

  @Test
  void emptyVersionIsNoVersion() {
    var id = put(artifactType("A"));
    assertThat(put(artifactType("A").toBuilder().setVersion("").build())).isEqualTo(id);
    assertThat(
            store
                .getArtifactType(
                    GetArtifactTypeRequest.newBuilder().setTypeName("A").setTypeVersion("").build())
                .getArtifactType()
                .hasVersion())
        .isFalse();
  }

  @Test
  void baseTypeIsAddedOnceAndNeverChanged() {
    put(artifactType("A"));
    var model =
        artifactType("A").toBuilder().setBaseType(ArtifactType.SystemDefinedBaseType.MODEL).build();
    put(model);
    put(artifactType("A"));
    assertThat(
            store
                .getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build())
                .getArtifactType()
                .getBaseType())
        .isEqualTo(ArtifactType.SystemDefinedBaseType.MODEL);
    fails(
        Code.UNIMPLEMENTED,
        () ->
            put(
                artifactType("A").toBuilder()
                    .setBaseType(ArtifactType.SystemDefinedBaseType.DATASET)
                    .build()));
    fails(
        Code.UNIMPLEMENTED,
        () ->
            put(
                artifactType("A").toBuilder()
                    .setBaseType(ArtifactType.SystemDefinedBaseType.UNSET)
                    .build()));
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
        () ->
            store.putTypes(
                request
                    .clone()
                    .addArtifactTypes(
                        artifactType("Old").toBuilder().putProperties("i", PropertyType.STRING))
                    .build()));
    fails(
        Code.NOT_FOUND,
        () -> store.getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("A").build()));
    var ids = store.putTypes(request.build());
    assertThat(
            store
                .getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance())
                .getArtifactTypesList())
        .extracting(ArtifactType::getName)
        .containsExactly("Old", "A");
    assertThat(
            store
                .getExecutionTypes(GetExecutionTypesRequest.getDefaultInstance())
                .getExecutionTypes(0)
                .getId())
        .isEqualTo(ids.getExecutionTypeIds(0));
    assertThat(
            store
                .getContextTypes(GetContextTypesRequest.getDefaultInstance())
                .getContextTypes(0)
                .getId())
        .isEqualTo(ids.getContextTypeIds(0));
  }
}
