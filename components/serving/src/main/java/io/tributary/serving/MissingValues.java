package io.tributary.serving;

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
}
