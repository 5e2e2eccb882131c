package io.tributary.cli;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Stored artifacts as text and JSON. */
final class Artifacts {
  private static final int SHORT_DIGEST = 12;

  private Artifacts() {}

  /** The text of a custom property; empty if there is none. */
  static String text(Artifact artifact, String property) {
    var value = artifact.getCustomPropertiesMap().get(property);
    return value == null ? "" : String.valueOf(plain(value));
  }

  static String shortDigest(Artifact artifact) {
    return shortDigest(text(artifact, "content_digest"));
  }

  static String shortDigest(String digest) {
    return digest.length() > SHORT_DIGEST ? digest.substring(0, SHORT_DIGEST) : digest;
  }

  static Map<String, Object> json(Artifact artifact) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", artifact.getId());
    json.put("type", artifact.getType());
    json.put("name", artifact.getName());
    json.put("uri", artifact.getUri());
    json.put("state", artifact.getState().name());
    json.put("created", Instant.ofEpochMilli(artifact.getCreateTimeSinceEpoch()).toString());
    json.put("properties", properties(artifact.getPropertiesMap()));
    json.put("custom_properties", properties(artifact.getCustomPropertiesMap()));
    return json;
  }

  private static Map<String, Object> properties(Map<String, Value> stored) {
    var json = new LinkedHashMap<String, Object>();
    new TreeMap<>(stored).forEach((name, value) -> json.put(name, plain(value)));
    return json;
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
