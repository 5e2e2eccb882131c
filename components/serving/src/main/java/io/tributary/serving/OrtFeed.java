package io.tributary.serving;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The inputs of one run in ONNX Runtime's memory, freed together. */
final class OrtFeed implements AutoCloseable {
  private final OrtEnvironment environment = OrtRuntime.environment();
  private final StringBridge strings;
  private final Map<String, OnnxTensor> tensors = new HashMap<>();
  private final List<Runnable> closers = new ArrayList<>();

  OrtFeed(StringBridge strings) {
    this.strings = strings;
  }

  void add(String name, Tensor tensor) throws OrtException {
    if (tensor instanceof BytesTensor bytes) {
      StringBridge.Lent text = strings.toOrt(bytes);
      closers.add(text::close);
      tensors.put(name, text.tensor());
    } else {
      OnnxTensor created = create(tensor);
      closers.add(created::close);
      tensors.put(name, created);
    }
  }

  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  private OnnxTensor create(Tensor tensor) throws OrtException {
    long[] shape = tensor.shape().toArray();
    if (tensor instanceof FloatTensor floats) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.values()), shape);
    } else if (tensor instanceof Int64Tensor longs) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), shape);
    } else if (tensor instanceof DoubleTensor doubles) {
      return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles.values()), shape);
    } else if (tensor instanceof Int32Tensor ints) {
      return OnnxTensor.createTensor(environment, IntBuffer.wrap(ints.values()), shape);
    } else if (tensor instanceof BoolTensor bools) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(bools.size());
      for (boolean value : bools.values()) {
        buffer.put((byte) (value ? 1 : 0));
      }
      return OnnxTensor.createTensor(environment, buffer.flip(), shape, OnnxJavaType.BOOL);
    }
    throw new IllegalStateException("tensor class " + tensor.getClass());
  }

  @Override
  public void close() {
    closers.forEach(Runnable::run);
  }
}
