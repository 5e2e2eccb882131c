package io.tributary.serving.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tributary.proto.inference.InferTensorContents;
import io.tributary.serving.BoolTensor;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.Datatype;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int32Tensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tensors in the two forms of the protocol: raw (little-endian elements one after the other; each
 * byte string behind its length in four bytes) and typed lists.
 */
final class TensorMessages {
  private TensorMessages() {}

  static ByteString toRaw(Tensor tensor) {
    if (tensor instanceof BytesTensor bytes) {
      return bytesToRaw(bytes);
    }
    ByteBuffer raw = littleEndian(tensor.size() * tensor.datatype().byteSize());
    if (tensor instanceof FloatTensor floats) {
      raw.asFloatBuffer().put(floats.values());
    } else if (tensor instanceof DoubleTensor doubles) {
      raw.asDoubleBuffer().put(doubles.values());
    } else if (tensor instanceof Int64Tensor longs) {
      raw.asLongBuffer().put(longs.values());
    } else if (tensor instanceof Int32Tensor ints) {
      raw.asIntBuffer().put(ints.values());
    } else if (tensor instanceof BoolTensor bools) {
      for (boolean value : bools.values()) {
        raw.put((byte) (value ? 1 : 0));
      }
    }
    return UnsafeByteOperations.unsafeWrap(raw.position(0));
  }

  private static ByteString bytesToRaw(BytesTensor bytes) {
    int size = bytes.size();
    int[] offsets = bytes.offsets();
    int length = offsets[size] - offsets[0];
    ByteBuffer raw = littleEndian(Math.addExact(length, Math.multiplyExact(size, Integer.BYTES)));
    for (int i = 0; i < size; i++) {
      raw.putInt(bytes.length(i));
      raw.put(bytes.data(), offsets[i], bytes.length(i));
    }
    return UnsafeByteOperations.unsafeWrap(raw.flip());
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the raw form; an {@link IllegalArgumentException} says what does not fit. */
  static Tensor fromRaw(String name, Datatype datatype, Shape shape, ByteString raw) {
    int size = size(name, shape);
    ByteBuffer in = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (datatype == Datatype.BYTES) {
      return bytesFromRaw(name, shape, size, in);
    }
    long expected = (long) size * datatype.byteSize();
    if (in.remaining() != expected) {
      throw new IllegalArgumentException(
          "tensor '"
              + name
              + "' has "
              + in.remaining()
              + " raw bytes (expected: "
              + expected
              + " for "
              + datatype
              + " "
              + shape
              + ")");
    }
    return switch (datatype) {
      case FP32 -> {
        float[] values = new float[size];
        in.asFloatBuffer().get(values);
        yield new FloatTensor(shape, values);
      }
      case FP64 -> {
        double[] values = new double[size];
        in.asDoubleBuffer().get(values);
        yield new DoubleTensor(shape, values);
      }
      case INT64 -> {
        long[] values = new long[size];
        in.asLongBuffer().get(values);
        yield new Int64Tensor(shape, values);
      }
      case INT32 -> {
        int[] values = new int[size];
        in.asIntBuffer().get(values);
        yield new Int32Tensor(shape, values);
      }
      case BOOL -> {
        boolean[] values = new boolean[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.get() != 0;
        }
        yield new BoolTensor(shape, values);
      }
      case BYTES, UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 ->
          throw unsupported(name, datatype);
    };
  }

  private static Tensor bytesFromRaw(String name, Shape shape, int size, ByteBuffer in) {
    long textBytes = in.remaining() - (long) size * Integer.BYTES;
    if (textBytes < 0) {
      throw malformedBytes(name, shape, "fewer bytes than lengths");
    }
    byte[] data = new byte[(int) textBytes];
    int[] offsets = new int[size + 1];
    int end = 0;
    for (int i = 0; i < size; i++) {
      int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (length < 0 || length > in.remaining() || length > data.length - end) {
        throw malformedBytes(name, shape, "element " + i + " runs past the end");
      }
      in.get(data, end, length);
      end += length;
      offsets[i + 1] = end;
    }
    if (in.hasRemaining()) {
      throw malformedBytes(name, shape, in.remaining() + " bytes behind the last element");
    }
    return new BytesTensor(shape, data, offsets);
  }

  private static IllegalArgumentException malformedBytes(String name, Shape shape, String what) {
    return new IllegalArgumentException(
        "tensor '"
            + name
            + "' of BYTES "
            + shape
            + ": "
            + what
            + " (expected: every element behind its length in four bytes, little-endian)");
  }

  static InferTensorContents toContents(Tensor tensor) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    if (tensor instanceof FloatTensor floats) {
      for (float value : floats.values()) {
        contents.addFp32Contents(value);
      }
    } else if (tensor instanceof DoubleTensor doubles) {
      for (double value : doubles.values()) {
        contents.addFp64Contents(value);
      }
    } else if (tensor instanceof Int64Tensor longs) {
      for (long value : longs.values()) {
        contents.addInt64Contents(value);
      }
    } else if (tensor instanceof Int32Tensor ints) {
      for (int value : ints.values()) {
        contents.addIntContents(value);
      }
    } else if (tensor instanceof BoolTensor bools) {
      for (boolean value : bools.values()) {
        contents.addBoolContents(value);
      }
    } else if (tensor instanceof BytesTensor bytes) {
      for (int i = 0; i < bytes.size(); i++) {
        contents.addBytesContents(UnsafeByteOperations.unsafeWrap(bytes.bytes(i)));
      }
    }
    return contents.build();
  }

  /** Reads the typed form; an {@link IllegalArgumentException} says what does not fit. */
  static Tensor fromContents(
      String name, Datatype datatype, Shape shape, InferTensorContents contents) {
    int size = size(name, shape);
    int given =
        switch (datatype) {
          case FP32 -> contents.getFp32ContentsCount();
          case FP64 -> contents.getFp64ContentsCount();
          case INT64 -> contents.getInt64ContentsCount();
          case INT32 -> contents.getIntContentsCount();
          case BOOL -> contents.getBoolContentsCount();
          case BYTES -> contents.getBytesContentsCount();
          case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 ->
              throw unsupported(name, datatype);
        };
    if (given != size) {
      throw new IllegalArgumentException(
          "tensor '"
              + name
              + "' has "
              + given
              + " values in the list for "
              + datatype
              + " (expected: "
              + size
              + " for shape "
              + shape
              + ")");
    }
    return switch (datatype) {
      case FP32 -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = contents.getFp32Contents(i);
        }
        yield new FloatTensor(shape, values);
      }
      case FP64 -> {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
          values[i] = contents.getFp64Contents(i);
        }
        yield new DoubleTensor(shape, values);
      }
      case INT64 -> {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] = contents.getInt64Contents(i);
        }
        yield new Int64Tensor(shape, values);
      }
      case INT32 -> {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
          values[i] = contents.getIntContents(i);
        }
        yield new Int32Tensor(shape, values);
      }
      case BOOL -> {
        boolean[] values = new boolean[size];
        for (int i = 0; i < size; i++) {
          values[i] = contents.getBoolContents(i);
        }
        yield new BoolTensor(shape, values);
      }
      case BYTES -> {
        byte[][] values = new byte[size][];
        for (int i = 0; i < size; i++) {
          values[i] = contents.getBytesContents(i).toByteArray();
        }
        yield BytesTensor.of(shape, values);
      }
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 ->
          throw unsupported(name, datatype);
    };
  }

  private static int size(String name, Shape shape) {
    try {
      return Math.toIntExact(shape.elements());
    } catch (ArithmeticException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' has shape " + shape + " (expected: at most 2^31 - 1 elements)", e);
    }
  }

  private static IllegalArgumentException unsupported(String name, Datatype datatype) {
    return new IllegalArgumentException(
        "tensor '"
            + name
            + "' is "
            + datatype
            + " (expected: BOOL, INT32, INT64, FP32, FP64 or BYTES)");
  }

  /** The datatype of that spelling. */
  static Datatype datatype(String name, String spelling) {
    for (Datatype datatype : Datatype.values()) {
      if (datatype.name().equals(spelling)) {
        return datatype;
      }
    }
    throw new IllegalArgumentException(
        "tensor '"
            + name
            + "' is '"
            + spelling
            + "' (expected: BOOL, INT32, INT64, FP32, FP64 or BYTES)");
  }
}
