package io.tributary.server.view;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** An artifact. */
public record ArtifactView(
    long id,
    String type,
    String name,
    String uri,
    Artifact.State state,
    Instant created,
    Map<String, Object> properties,
    Map<String, Object> customProperties) {

  public static ArtifactView of(Artifact artifact) {
    return new ArtifactView(
        artifact.getId(),
        artifact.getType(),
        artifact.getName(),
        artifact.getUri(),
        artifact.getState(),
        Instant.ofEpochMilli(artifact.getCreateTimeSinceEpoch()),
        properties(artifact.getPropertiesMap()),
        properties(artifact.getCustomPropertiesMap()));
  }

  /** The text of a custom property; empty if there is none. */
  public static String text(Artifact artifact, String property) {
    var value = artifact.getCustomPropertiesMap().get(property);
    return value == null ? "" : String.valueOf(plain(value));
  }

  private static Map<String, Object> properties(Map<String, Value> stored) {
    var properties = new LinkedHashMap<String, Object>();
    new TreeMap<>(stored).forEach((name, value) -> properties.put(name, plain(value)));
    return properties;
  }

  private static Object plain(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      case STRING_VALUE -> value.getStringValue();
      default -> value.toString();
    };
  }
}
