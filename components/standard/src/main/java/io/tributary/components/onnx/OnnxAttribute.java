package io.tributary.components.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.List;

/** A named constant that a node is configured with. Immutable. */
public final class OnnxAttribute {
  private final AttributeProto proto;

  private OnnxAttribute(AttributeProto.Builder builder) {
    this.proto = builder.build();
  }

  private static AttributeProto.Builder of(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  public static OnnxAttribute ofInt(String name, long value) {
    return new OnnxAttribute(of(name, AttributeType.INT).setI(value));
  }

  public static OnnxAttribute ofFloat(String name, float value) {
    return new OnnxAttribute(of(name, AttributeType.FLOAT).setF(value));
  }

  public static OnnxAttribute ofString(String name, String value) {
    return new OnnxAttribute(of(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
  }

  public static OnnxAttribute ofInts(String name, long... values) {
    var builder = of(name, AttributeType.INTS);
    for (long value : values) {
      builder.addInts(value);
    }
    return new OnnxAttribute(builder);
  }

  public static OnnxAttribute ofFloats(String name, float... values) {
    var builder = of(name, AttributeType.FLOATS);
    for (float value : values) {
      builder.addFloats(value);
    }
    return new OnnxAttribute(builder);
  }

  /** Strings as UTF-8, which is what runtimes compare with, whatever the characters. */
  public static OnnxAttribute ofStrings(String name, List<String> values) {
    var builder = of(name, AttributeType.STRINGS);
    for (var value : values) {
      builder.addStrings(ByteString.copyFromUtf8(value));
    }
    return new OnnxAttribute(builder);
  }

  public static OnnxAttribute ofTensor(String name, TensorProto value) {
    return new OnnxAttribute(of(name, AttributeType.TENSOR).setT(value));
  }

  AttributeProto proto() {
    return proto;
  }
}
