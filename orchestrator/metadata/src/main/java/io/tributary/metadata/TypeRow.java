package io.tributary.metadata;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.ArtifactStructType;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.ContextType;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.PropertyType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of any kind, as stored.
 *
 * @param id 0 while it is not stored
 * @param version null for none; the empty text counts as none
 * @param inputType an ArtifactStructType in JSON
 * @param outputType an ArtifactStructType in JSON
 * @param baseType the name of its base type; null for none, empty for a base type that is unset on
 *     purpose
 */
record TypeRow(
    TypeKind kind,
    long id,
    String name,
    @Nullable String version,
    @Nullable String description,
    @Nullable String externalId,
    @Nullable String inputType,
    @Nullable String outputType,
    Map<String, PropertyType> properties,
    @Nullable String baseType) {

  TypeRow {
    version = version == null || version.isEmpty() ? null : version;
    properties = Map.copyOf(properties);
  }

  static TypeRow of(ArtifactType type) {
    return new TypeRow(
        TypeKind.ARTIFACT,
        type.getId(),
        type.getName(),
        type.getVersion(),
        type.hasDescription() ? type.getDescription() : null,
        type.hasExternalId() ? type.getExternalId() : null,
        null,
        null,
        type.getPropertiesMap(),
        type.hasBaseType() ? baseName(TypeKind.ARTIFACT, type.getBaseType().getNumber()) : null);
  }

  static TypeRow of(ExecutionType type) {
    return new TypeRow(
        TypeKind.EXECUTION,
        type.getId(),
        type.getName(),
        type.getVersion(),
        type.hasDescription() ? type.getDescription() : null,
        type.hasExternalId() ? type.getExternalId() : null,
        type.hasInputType() ? json(type.getInputType()) : null,
        type.hasOutputType() ? json(type.getOutputType()) : null,
        type.getPropertiesMap(),
        type.hasBaseType() ? baseName(TypeKind.EXECUTION, type.getBaseType().getNumber()) : null);
  }

  static TypeRow of(ContextType type) {
    return new TypeRow(
        TypeKind.CONTEXT,
        type.getId(),
        type.getName(),
        type.getVersion(),
        type.hasDescription() ? type.getDescription() : null,
        type.hasExternalId() ? type.getExternalId() : null,
        null,
        null,
        type.getPropertiesMap(),
        type.hasBaseType() ? "" : null);
  }

  ArtifactType artifactType() {
    var message = ArtifactType.newBuilder().setId(id).setName(name).putAllProperties(properties);
    if (version != null) {
      message.setVersion(version);
    }
    if (description != null) {
      message.setDescription(description);
    }
    if (externalId != null) {
      message.setExternalId(externalId);
    }
    if (baseType != null) {
      message.setBaseType(BaseTypes.artifact(baseType));
    }
    return message.build();
  }

  ExecutionType executionType() {
    var message = ExecutionType.newBuilder().setId(id).setName(name).putAllProperties(properties);
    if (version != null) {
      message.setVersion(version);
    }
    if (description != null) {
      message.setDescription(description);
    }
    if (externalId != null) {
      message.setExternalId(externalId);
    }
    if (inputType != null) {
      message.setInputType(struct(inputType));
    }
    if (outputType != null) {
      message.setOutputType(struct(outputType));
    }
    if (baseType != null) {
      message.setBaseType(BaseTypes.execution(baseType));
    }
    return message.build();
  }

  ContextType contextType() {
    var message = ContextType.newBuilder().setId(id).setName(name).putAllProperties(properties);
    if (version != null) {
      message.setVersion(version);
    }
    if (description != null) {
      message.setDescription(description);
    }
    if (externalId != null) {
      message.setExternalId(externalId);
    }
    return message.build();
  }

  /** The type without what ML Metadata leaves out of lists: external ids. */
  TypeRow listed() {
    return new TypeRow(
        kind, id, name, version, description, null, inputType, outputType, properties, baseType);
  }

  /** The type without what ML Metadata leaves out when it looks types up by id: base types. */
  TypeRow withoutBaseType() {
    return new TypeRow(
        kind, id, name, version, description, externalId, inputType, outputType, properties, null);
  }

  /**
   * The type without what ML Metadata leaves out when it looks types up by external id: base types,
   * input and output types.
   */
  TypeRow withoutStructure() {
    return new TypeRow(
        kind, id, name, version, description, externalId, null, null, properties, null);
  }

  /** How messages call it. */
  String words() {
    return kind.words() + " '" + name + "'" + (version == null ? "" : " version '" + version + "'");
  }

  private static String baseName(TypeKind kind, int number) {
    return number == 0 ? "" : BaseTypes.name(kind, number);
  }

  private static String json(ArtifactStructType type) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(type);
    } catch (InvalidProtocolBufferException e) {
      throw new MetadataException(
          Code.INVALID_ARGUMENT,
          "execution type: its input or output type cannot be written as JSON; leave it out",
          e);
    }
  }

  private ArtifactStructType struct(String json) {
    try {
      var message = ArtifactStructType.newBuilder();
      JsonFormat.parser().merge(json, message);
      return message.build();
    } catch (InvalidProtocolBufferException e) {
      throw new MetadataException(
          Code.DATA_LOSS,
          words()
              + ": input or output type "
              + json
              + " (expected: an ArtifactStructType in JSON); restore the database from a backup",
          e);
    }
  }
}
