package io.tributary.serving.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.serving.BoolTensor;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int32Tensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The values of one tensor, flat or nested, collected before their datatype is known: JSON lets the
 * data come first.
 */
final class JsonValues {
  private static final int WHOLE = 1;
  private static final int FRACTION = 2;
  private static final int TRUTH = 4;
  private static final int TEXT = 8;

  /** A string that names a number JSON cannot write: what most writers make of NaN. */
  private static final int WORD = 16;

  private int size;
  private int kinds;
  private long[] wholes = new long[16];
  private double[] fractions = new double[16];
  private int[] ends = new int[16];
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(0);

  /** Reads an array, the parser standing on its start. */
  void read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException(
          "data: " + json.currentToken() + " (expected: an array of values)");
    }
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == null) {
        throw new IllegalArgumentException("data: ends early (expected: a closed array)");
      }
      switch (token) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case VALUE_NUMBER_INT -> {
          if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            add(FRACTION, 0, json.getDoubleValue());
          } else {
            add(WHOLE, json.getLongValue(), json.getDoubleValue());
          }
        }
        case VALUE_NUMBER_FLOAT -> add(FRACTION, 0, json.getDoubleValue());
        case VALUE_TRUE -> add(TRUTH, 1, 1);
        case VALUE_FALSE -> add(TRUTH, 0, 0);
        case VALUE_STRING -> {
          String value = json.getText();
          text.writeBytes(value.getBytes(UTF_8));
          switch (value) {
            case "NaN" -> add(WORD, 0, Double.NaN);
            case "Infinity" -> add(WORD, 0, Double.POSITIVE_INFINITY);
            case "-Infinity" -> add(WORD, 0, Double.NEGATIVE_INFINITY);
            default -> add(TEXT, 0, 0);
          }
        }
        default ->
            throw new IllegalArgumentException(
                "data: "
                    + token
                    + " at "
                    + json.currentLocation().offsetDescription()
                    + " (expected: numbers, true and false, or strings; a missing number is NaN,"
                    + " a missing string is empty)");
      }
    }
  }

  private void add(int kind, long whole, double fraction) {
    if (size == wholes.length) {
      int larger = Math.multiplyExact(size, 2);
      wholes = Arrays.copyOf(wholes, larger);
      fractions = Arrays.copyOf(fractions, larger);
      ends = Arrays.copyOf(ends, larger);
    }
    kinds |= kind;
    wholes[size] = whole;
    fractions[size] = fraction;
    ends[size] = text.size();
    size++;
  }

  Tensor tensor(String name, String datatype, Shape shape) {
    requireSize(name, shape);
    return switch (datatype) {
      case "FP32" -> {
        allow(name, datatype, WHOLE | FRACTION | WORD);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = (float) fractions[i];
        }
        yield new FloatTensor(shape, values);
      }
      case "FP64" -> {
        allow(name, datatype, WHOLE | FRACTION | WORD);
        yield new DoubleTensor(shape, Arrays.copyOf(fractions, size));
      }
      case "INT64" -> {
        allow(name, datatype, WHOLE);
        yield new Int64Tensor(shape, Arrays.copyOf(wholes, size));
      }
      case "INT32" -> {
        allow(name, datatype, WHOLE);
        yield new Int32Tensor(shape, ints(name));
      }
      case "BOOL" -> {
        allow(name, datatype, TRUTH);
        boolean[] values = new boolean[size];
        for (int i = 0; i < size; i++) {
          values[i] = wholes[i] != 0;
        }
        yield new BoolTensor(shape, values);
      }
      case "BYTES" -> {
        allow(name, datatype, TEXT | WORD);
        int[] offsets = new int[size + 1];
        System.arraycopy(ends, 0, offsets, 1, size);
        yield new BytesTensor(shape, text.toByteArray(), offsets);
      }
      default ->
          throw new IllegalArgumentException(
              "input '"
                  + name
                  + "' has datatype '"
                  + datatype
                  + "' (expected: BOOL, INT32, INT64, FP32, FP64 or BYTES)");
    };
  }

  private int[] ints(String name) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = (int) wholes[i];
      if (values[i] != wholes[i]) {
        throw new IllegalArgumentException(
            "input '" + name + "' has value " + wholes[i] + " (expected: an INT32)");
      }
    }
    return values;
  }

  private void requireSize(String name, Shape shape) {
    long expected;
    try {
      expected = shape.elements();
    } catch (ArithmeticException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "input '" + name + "' has shape " + shape + " (expected: extents >= 0)", e);
    }
    if (expected != size) {
      throw new IllegalArgumentException(
          "input '"
              + name
              + "' has "
              + size
              + " values (expected: "
              + expected
              + " for shape "
              + shape
              + ")");
    }
  }

  private void allow(String name, String datatype, int allowed) {
    if ((kinds & ~allowed) != 0) {
      throw new IllegalArgumentException(
          "input '"
              + name
              + "' has values that are no "
              + datatype
              + " (expected: "
              + switch (allowed) {
                case WHOLE -> "integers";
                case TRUTH -> "true and false";
                case TEXT | WORD -> "strings";
                default -> "numbers, NaN for a missing one";
              }
              + ")");
    }
  }
}
