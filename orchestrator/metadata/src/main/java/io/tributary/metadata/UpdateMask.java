package io.tributary.metadata;

import com.google.protobuf.FieldMask;
import io.tributary.proto.mlmd.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parts of a node an update replaces. Paths are field names; {@code properties.x} and {@code
 * custom_properties.x} name one property, which is deleted where the request lacks it. Fields that
 * cannot be updated and unknown ones are passed over, as ML Metadata does.
 */
record UpdateMask(List<String> paths) {

  /** Replaces everything; what a request leaves out is deleted. */
  static final UpdateMask EVERYTHING = new UpdateMask(List.of());

  static UpdateMask of(FieldMask mask) {
    return mask.getPathsCount() == 0
        ? EVERYTHING
        : new UpdateMask(List.copyOf(mask.getPathsList()));
  }

  /**
   * What is to be stored in place of the stored node. Artifacts and executions keep their name for
   * good.
   */
  Node apply(Node stored, Node given) {
    var renames = stored.kind() == NodeKind.CONTEXT && replaces("name");
    return new Node(
        stored.kind(),
        stored.id(),
        stored.typeId(),
        renames ? given.name() : stored.name(),
        replaces("external_id") ? given.externalId() : stored.externalId(),
        stored.created(),
        stored.updated(),
        stored.typeName(),
        replaces("uri") ? given.uri() : stored.uri(),
        replaces(stored.kind() == NodeKind.EXECUTION ? "last_known_state" : "state")
            ? given.state()
            : stored.state(),
        merge("properties", stored.properties(), given.properties()),
        merge("custom_properties", stored.customProperties(), given.customProperties()));
  }

  private boolean replaces(String field) {
    return paths.isEmpty() || paths.contains(field);
  }

  private Map<String, Value> merge(
      String field, Map<String, Value> stored, Map<String, Value> given) {
    if (replaces(field)) {
      return given;
    }
    var merged = new HashMap<>(stored);
    for (var path : paths) {
      if (path.startsWith(field + ".")) {
        var name = path.substring(field.length() + 1);
        var value = given.get(name);
        if (value == null) {
          merged.remove(name);
        } else {
          merged.put(name, value);
        }
      }
    }
    return merged;
  }
}
