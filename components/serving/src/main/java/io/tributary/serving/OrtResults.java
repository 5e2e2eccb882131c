package io.tributary.serving;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's types and outputs in terms of ours. */
final class OrtResults {
  private OrtResults() {}

  static @Nullable Datatype datatype(TensorInfo.OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Datatype.BOOL;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Datatype.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Datatype.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Datatype.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> Datatype.UINT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Datatype.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Datatype.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Datatype.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Datatype.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Datatype.FP16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Datatype.FP32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Datatype.FP64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Datatype.BYTES;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> Datatype.BF16;
      default -> null;
    };
  }

  static Tensor read(String name, OnnxTensor value, StringBridge strings) throws OrtException {
    TensorInfo info = value.getInfo();
    Shape shape = Shape.of(info.getShape());
    int size = Math.toIntExact(shape.elements());
    return switch (info.type) {
      case FLOAT -> {
        float[] values = new float[size];
        value.getFloatBuffer().get(values);
        yield new FloatTensor(shape, values);
      }
      case DOUBLE -> {
        double[] values = new double[size];
        value.getDoubleBuffer().get(values);
        yield new DoubleTensor(shape, values);
      }
      case INT64 -> {
        long[] values = new long[size];
        value.getLongBuffer().get(values);
        yield new Int64Tensor(shape, values);
      }
      case INT32 -> {
        int[] values = new int[size];
        value.getIntBuffer().get(values);
        yield new Int32Tensor(shape, values);
      }
      case BOOL -> {
        boolean[] values = new boolean[size];
        ByteBuffer buffer = value.getByteBuffer();
        for (int i = 0; i < size; i++) {
          values[i] = buffer.get(i) != 0;
        }
        yield new BoolTensor(shape, values);
      }
      case STRING -> strings.fromOrt(name, shape, value);
      default -> throw new IllegalStateException(name + ": " + info);
    };
  }
}
