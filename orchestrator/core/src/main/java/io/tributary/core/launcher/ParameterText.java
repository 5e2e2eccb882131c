package io.tributary.core.launcher;

import com.google.protobuf.ByteString;
import io.tributary.core.compiler.Scalars;
import io.tributary.proto.pipeline.SecretReference;
import io.tributary.proto.pipeline.Value;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Parameters as people read them, and as the metadata store keeps them. */
final class ParameterText {
  private final Map<String, String> runtimeValues;

  /**
   * @param runtimeValues values of runtime parameters in this run, by name
   */
  ParameterText(Map<String, String> runtimeValues) {
    this.runtimeValues = runtimeValues;
  }

  /** The stored form: numbers as numbers, everything else as text. */
  io.tributary.proto.mlmd.Value stored(Value value) {
    var stored = io.tributary.proto.mlmd.Value.newBuilder();
    return switch (value.getKindCase()) {
      case INT_VALUE -> stored.setIntValue(value.getIntValue()).build();
      case DOUBLE_VALUE -> stored.setDoubleValue(value.getDoubleValue()).build();
      default -> stored.setStringValue(of(value)).build();
    };
  }

  String of(Value value) {
    return switch (value.getKindCase()) {
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case STRING_VALUE -> value.getStringValue();
      case DURATION_VALUE -> Scalars.fromProto(value.getDurationValue()).toString();
      case TIMESTAMP_VALUE ->
          Instant.ofEpochSecond(
                  value.getTimestampValue().getSeconds(), value.getTimestampValue().getNanos())
              .toString();
      case OPTIONAL_VALUE ->
          value.getOptionalValue().hasValue() ? of(value.getOptionalValue().getValue()) : "";
      case LIST_VALUE -> list(value);
      case MAP_VALUE -> map(value);
      case RECORD_VALUE -> record(value);
      case MESSAGE_VALUE ->
          value.getMessageValue().getTypeUrl() + " " + base64(value.getMessageValue().getValue());
      case RUNTIME_PARAMETER -> runtimeValue(value.getRuntimeParameter().getName());
      case SECRET -> secret(value.getSecret());
      case KIND_NOT_SET -> "";
    };
  }

  /** Text of a runtime parameter's value in this run. */
  String runtimeValue(String name) {
    return runtimeValues.getOrDefault(name, "");
  }

  private String list(Value value) {
    var text = new StringBuilder("[");
    for (var element : value.getListValue().getValuesList()) {
      text.append(text.length() > 1 ? ", " : "").append(of(element));
    }
    return text.append(']').toString();
  }

  private String map(Value value) {
    var text = new StringBuilder("{");
    for (var entry : value.getMapValue().getEntriesList()) {
      text.append(text.length() > 1 ? ", " : "");
      text.append(of(entry.getKey())).append('=').append(of(entry.getValue()));
    }
    return text.append('}').toString();
  }

  private String record(Value value) {
    var name = value.getRecordValue().getType();
    var text = new StringBuilder(name.substring(name.lastIndexOf('.') + 1)).append('(');
    var before = "";
    for (var field : value.getRecordValue().getFieldsList()) {
      text.append(before).append(field.getName()).append('=').append(of(field.getValue()));
      before = ", ";
    }
    return text.append(')').toString();
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String secret(SecretReference secret) {
    return secret.hasEnvironmentVariable()
        ? "secret in environment variable " + secret.getEnvironmentVariable()
        : "secret in file " + secret.getFile();
  }
}
