package io.tributary.serving;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands for an absent value in the inputs of a model. ONNX has no nulls, so a graph is
 * trained, evaluated and served with these; who calls a served model sends them too.
 *
 * <p>{@link Datatype#BOOL} has no spare value: a nullable truth value has to be an FP32 or INT64
 * input (0, 1 or missing).
 */
public final class MissingValues {
  /** In FP32 inputs. */
  public static final float FP32 = Float.NaN;

  /** In FP64 inputs. */
  public static final double FP64 = Double.NaN;

  /** In INT32 inputs. */
  public static final int INT32 = Integer.MIN_VALUE;

  /** In INT64 inputs. */
  public static final long INT64 = Long.MIN_VALUE;

  /** In BYTES inputs: the empty string. */
  public static final String BYTES = "";

  private MissingValues() {}

  /** A column of nothing else; null for a datatype that has none. */
  static @Nullable Tensor column(Datatype datatype, int rows) {
    return switch (datatype) {
      case FP32 -> {
        var values = new float[rows];
        Arrays.fill(values, FP32);
        yield FloatTensor.column(values);
      }
      case FP64 -> {
        var values = new double[rows];
        Arrays.fill(values, FP64);
        yield DoubleTensor.column(values);
      }
      case INT32 -> {
        var values = new int[rows];
        Arrays.fill(values, INT32);
        yield Int32Tensor.column(values);
      }
      case INT64 -> {
        var values = new long[rows];
        Arrays.fill(values, INT64);
        yield Int64Tensor.column(values);
      }
      case BYTES -> new BytesTensor(Shape.column(rows), new byte[0], new int[rows + 1]);
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 -> null;
    };
  }
}
