package io.tributary.metadata;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An artifact, execution or context: as stored, or as given in a request.
 *
 * @param id null in a request that inserts
 * @param typeId null in a request that leaves it out
 * @param state the number of its state; null for none
 * @param updated the time of the last update; in a request 0 where it is left out
 * @param typeName the name of its type, where it was read
 */
record Node(
    NodeKind kind,
    @Nullable Long id,
    @Nullable Long typeId,
    @Nullable String name,
    @Nullable String externalId,
    long created,
    long updated,
    @Nullable String typeName,
    @Nullable String uri,
    @Nullable Integer state,
    Map<String, Value> properties,
    Map<String, Value> customProperties) {

  static Node of(Artifact artifact) {
    return new Node(
        NodeKind.ARTIFACT,
        artifact.hasId() ? artifact.getId() : null,
        artifact.hasTypeId() ? artifact.getTypeId() : null,
        artifact.hasName() ? artifact.getName() : null,
        artifact.hasExternalId() ? artifact.getExternalId() : null,
        0,
        artifact.getLastUpdateTimeSinceEpoch(),
        null,
        artifact.getUri(),
        artifact.hasState() ? artifact.getState().getNumber() : null,
        artifact.getPropertiesMap(),
        artifact.getCustomPropertiesMap());
  }

  static Node of(Execution execution) {
    return new Node(
        NodeKind.EXECUTION,
        execution.hasId() ? execution.getId() : null,
        execution.hasTypeId() ? execution.getTypeId() : null,
        execution.hasName() ? execution.getName() : null,
        execution.hasExternalId() ? execution.getExternalId() : null,
        0,
        execution.getLastUpdateTimeSinceEpoch(),
        null,
        null,
        execution.hasLastKnownState() ? execution.getLastKnownState().getNumber() : null,
        execution.getPropertiesMap(),
        execution.getCustomPropertiesMap());
  }

  static Node of(Context context) {
    return new Node(
        NodeKind.CONTEXT,
        context.hasId() ? context.getId() : null,
        context.hasTypeId() ? context.getTypeId() : null,
        context.hasName() ? context.getName() : null,
        context.hasExternalId() ? context.getExternalId() : null,
        0,
        context.getLastUpdateTimeSinceEpoch(),
        null,
        null,
        null,
        context.getPropertiesMap(),
        context.getCustomPropertiesMap());
  }

  /** The id of a stored node. */
  long key() {
    if (id == null) {
      throw new IllegalStateException("a node that was read has no id");
    }
    return id;
  }

  Artifact artifact() {
    var message =
        Artifact.newBuilder()
            .setId(key())
            .setCreateTimeSinceEpoch(created)
            .setLastUpdateTimeSinceEpoch(updated)
            .putAllProperties(properties)
            .putAllCustomProperties(customProperties);
    if (typeId != null) {
      message.setTypeId(typeId);
    }
    if (name != null) {
      message.setName(name);
    }
    if (externalId != null) {
      message.setExternalId(externalId);
    }
    if (typeName != null) {
      message.setType(typeName);
    }
    if (uri != null) {
      message.setUri(uri);
    }
    if (state != null) {
      var known = Artifact.State.forNumber(state);
      message.setState(known == null ? Artifact.State.UNKNOWN : known);
    }
    return message.build();
  }

  Execution execution() {
    var message =
        Execution.newBuilder()
            .setId(key())
            .setCreateTimeSinceEpoch(created)
            .setLastUpdateTimeSinceEpoch(updated)
            .putAllProperties(properties)
            .putAllCustomProperties(customProperties);
    if (typeId != null) {
      message.setTypeId(typeId);
    }
    if (name != null) {
      message.setName(name);
    }
    if (externalId != null) {
      message.setExternalId(externalId);
    }
    if (typeName != null) {
      message.setType(typeName);
    }
    if (state != null) {
      var known = Execution.State.forNumber(state);
      message.setLastKnownState(known == null ? Execution.State.UNKNOWN : known);
    }
    return message.build();
  }

  Context context() {
    var message =
        Context.newBuilder()
            .setId(key())
            .setCreateTimeSinceEpoch(created)
            .setLastUpdateTimeSinceEpoch(updated)
            .putAllProperties(properties)
            .putAllCustomProperties(customProperties);
    if (typeId != null) {
      message.setTypeId(typeId);
    }
    if (name != null) {
      message.setName(name);
    }
    if (externalId != null) {
      message.setExternalId(externalId);
    }
    if (typeName != null) {
      message.setType(typeName);
    }
    return message.build();
  }

  /** How messages call it. */
  String words() {
    var words = new StringBuilder(kind.words());
    if (name != null) {
      words.append(" '").append(name).append('\'');
    }
    if (id != null) {
      words.append(" id ").append(id);
    }
    if (typeId != null) {
      words.append(" of type ").append(typeId);
    }
    return words.toString();
  }
}
