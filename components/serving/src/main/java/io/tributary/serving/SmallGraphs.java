package io.tributary.serving;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * ONNX graphs of one node, written field by field: the numbers are those of onnx.proto (ModelProto,
 * GraphProto, NodeProto, TensorProto, ValueInfoProto).
 */
final class SmallGraphs {
  static final String INPUT = "in";
  static final String OTHER = "other";
  private static final String OUTPUT = "out";
  private static final int IR_VERSION = 9;
  private static final int OPSET = 20;
  private static final int TYPE_STRING = 8;
  private static final int TYPE_BOOL = 9;
  private static final int ATTRIBUTE_STRING = 3;

  private SmallGraphs() {}

  /** No inputs; the output is a tensor of these byte strings. */
  static byte[] literal(BytesTensor values) {
    byte[] tensor =
        message(
            values.data().length + 2 * values.size() + 64,
            out -> {
              for (long dim : values.shape().dims()) {
                out.writeInt64(1, dim);
              }
              out.writeInt32(2, TYPE_STRING);
              for (int i = 0; i < values.size(); i++) {
                out.writeTag(6, 2);
                out.writeUInt32NoTag(values.length(i));
                out.write(values.data(), values.offsets()[i], values.length(i));
              }
              out.writeString(8, INPUT);
            });
    byte[] node =
        message(
            64,
            out -> {
              out.writeString(1, INPUT);
              out.writeString(2, OUTPUT);
              out.writeString(4, "Identity");
            });
    return model(
        tensor.length,
        out -> {
          out.writeByteArray(1, node);
          out.writeString(2, "literal");
          out.writeByteArray(5, tensor);
          out.writeByteArray(12, value(OUTPUT, TYPE_STRING));
        });
  }

  /** From strings to whether each matches the pattern (RE2 syntax) as a whole. */
  static byte[] fullMatch(String pattern) {
    byte[] attribute =
        message(
            64,
            out -> {
              out.writeString(1, "pattern");
              out.writeString(4, pattern);
              out.writeInt32(20, ATTRIBUTE_STRING);
            });
    byte[] node =
        message(
            128,
            out -> {
              out.writeString(1, INPUT);
              out.writeString(2, OUTPUT);
              out.writeString(4, "RegexFullMatch");
              out.writeByteArray(5, attribute);
            });
    return model(
        256,
        out -> {
          out.writeByteArray(1, node);
          out.writeString(2, "fullMatch");
          out.writeByteArray(11, value(INPUT, TYPE_STRING));
          out.writeByteArray(12, value(OUTPUT, TYPE_BOOL));
        });
  }

  /** From strings to these with a text behind each. */
  static byte[] append(String end) {
    byte[] tensor =
        message(
            end.length() + 64,
            out -> {
              out.writeInt32(2, TYPE_STRING);
              out.writeString(6, end);
              out.writeString(8, OTHER);
            });
    byte[] node =
        message(
            64,
            out -> {
              out.writeString(1, INPUT);
              out.writeString(1, OTHER);
              out.writeString(2, OUTPUT);
              out.writeString(4, "StringConcat");
            });
    return model(
        tensor.length + 256,
        out -> {
          out.writeByteArray(1, node);
          out.writeString(2, "append");
          out.writeByteArray(5, tensor);
          out.writeByteArray(11, value(INPUT, TYPE_STRING));
          out.writeByteArray(12, value(OUTPUT, TYPE_STRING));
        });
  }

  /** From strings, and others of the same shape, to whether each is equal to the other. */
  static byte[] equal() {
    byte[] node =
        message(
            64,
            out -> {
              out.writeString(1, INPUT);
              out.writeString(1, OTHER);
              out.writeString(2, OUTPUT);
              out.writeString(4, "Equal");
            });
    return model(
        256,
        out -> {
          out.writeByteArray(1, node);
          out.writeString(2, "equal");
          out.writeByteArray(11, value(INPUT, TYPE_STRING));
          out.writeByteArray(11, value(OTHER, TYPE_STRING));
          out.writeByteArray(12, value(OUTPUT, TYPE_BOOL));
        });
  }

  private static byte[] value(String name, int type) {
    byte[] tensorType = message(8, out -> out.writeInt32(1, type));
    byte[] typeProto = message(16, out -> out.writeByteArray(1, tensorType));
    return message(
        32,
        out -> {
          out.writeString(1, name);
          out.writeByteArray(2, typeProto);
        });
  }

  private static byte[] model(int sizeHint, Fields graphFields) {
    byte[] graph = message(sizeHint + 256, graphFields);
    byte[] opset = message(8, out -> out.writeInt64(2, OPSET));
    return message(
        graph.length + 32,
        out -> {
          out.writeInt64(1, IR_VERSION);
          out.writeByteArray(7, graph);
          out.writeByteArray(8, opset);
        });
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(int sizeHint, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeHint);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
