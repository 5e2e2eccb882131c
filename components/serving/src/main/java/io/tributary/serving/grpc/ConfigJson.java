package io.tributary.serving.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.tributary.proto.inference.ModelConfig;

/** A model's configuration as the JSON that load requests and HTTP answers carry. */
public final class ConfigJson {
  private ConfigJson() {}

  /** The configuration in that text; an {@link IllegalArgumentException} says what is wrong. */
  public static ModelConfig parse(String json) {
    ModelConfig.Builder config = ModelConfig.newBuilder();
    try {
      JsonFormat.parser().merge(json, config);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "load parameter 'config': "
              + e.getMessage()
              + " (expected: the JSON form of a ModelConfig)",
          e);
    }
    return config.build();
  }

  /** The configuration as one line of JSON with the field names of the .proto file. */
  public static String print(ModelConfig config) {
    try {
      return JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(config);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("configuration without JSON form: " + e.getMessage(), e);
    }
  }
}
