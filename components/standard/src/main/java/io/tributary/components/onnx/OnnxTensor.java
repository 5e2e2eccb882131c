package io.tributary.components.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Constant tensors, without a name. A shape without extents is a scalar's. */
public final class OnnxTensor {
  private OnnxTensor() {}

  /** FLOAT values in row-major order. */
  public static TensorProto floats(long[] shape, float... values) {
    var buffer = buffer(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return raw(DataType.FLOAT, shape, values.length, buffer);
  }

  /** DOUBLE values in row-major order. */
  public static TensorProto doubles(long[] shape, double... values) {
    var buffer = buffer(values.length * Double.BYTES);
    buffer.asDoubleBuffer().put(values);
    return raw(DataType.DOUBLE, shape, values.length, buffer);
  }

  /** INT64 values in row-major order. */
  public static TensorProto longs(long[] shape, long... values) {
    var buffer = buffer(values.length * Long.BYTES);
    buffer.asLongBuffer().put(values);
    return raw(DataType.INT64, shape, values.length, buffer);
  }

  /** BOOL values in row-major order. */
  public static TensorProto booleans(long[] shape, boolean... values) {
    var buffer = buffer(values.length);
    for (boolean value : values) {
      buffer.put((byte) (value ? 1 : 0));
    }
    return raw(DataType.BOOL, shape, values.length, buffer.flip());
  }

  /** STRING values, as UTF-8, in row-major order. */
  public static TensorProto strings(long[] shape, String... values) {
    var tensor = start(DataType.STRING, shape, values.length);
    for (var value : values) {
      tensor.addStringData(ByteString.copyFromUtf8(value));
    }
    return tensor.build();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The numbers of a tensor of floats or doubles.
   *
   * @throws IllegalArgumentException if it is of something else, or its data lie in another file
   */
  public static double[] numbers(TensorProto tensor) {
    var type = DataType.forNumber(tensor.getDataType());
    if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
      throw new IllegalArgumentException(
          "tensor '" + tensor.getName() + "': in another file (expected: in the model itself)");
    }
    if (type == DataType.FLOAT || type == DataType.DOUBLE) {
      var bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      if (type == DataType.FLOAT) {
        var floats = bytes.asFloatBuffer();
        return tensor.getFloatDataCount() > 0
            ? tensor.getFloatDataList().stream().mapToDouble(Float::doubleValue).toArray()
            : IntStream.range(0, floats.limit()).mapToDouble(floats::get).toArray();
      }
      var doubles = bytes.asDoubleBuffer();
      return tensor.getDoubleDataCount() > 0
          ? tensor.getDoubleDataList().stream().mapToDouble(Double::doubleValue).toArray()
          : IntStream.range(0, doubles.limit()).mapToDouble(doubles::get).toArray();
    }
    throw new IllegalArgumentException(
        "tensor '" + tensor.getName() + "': " + type + " (expected: FLOAT or DOUBLE)");
  }

  private static TensorProto raw(DataType type, long[] shape, int count, ByteBuffer bytes) {
    return start(type, shape, count).setRawData(ByteString.copyFrom(bytes)).build();
  }

  private static TensorProto.Builder start(DataType type, long[] shape, int count) {
    var tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    long elements = 1;
    for (long extent : shape) {
      tensor.addDims(extent);
      elements = Math.multiplyExact(elements, extent);
    }
    if (elements != count) {
      throw new IllegalArgumentException(
          "tensor: "
              + count
              + " values (expected: "
              + elements
              + ", the product of the shape); pass as many values as the shape holds");
    }
    return tensor;
  }
}
