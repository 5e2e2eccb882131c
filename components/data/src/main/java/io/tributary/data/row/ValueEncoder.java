package io.tributary.data.row;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Writes or hashes the canonical bytes of the values of one vector, as {@link RowBytes} describes
 * them.
 */
abstract class ValueEncoder {
  private final FieldVector vector;
  private final boolean isComplete;

  private ValueEncoder(FieldVector vector) {
    this.vector = vector;
    isComplete = vector.getNullCount() == 0;
  }

  static ValueEncoder of(FieldVector vector, MessageDigest sha) {
    if (vector instanceof Float8Vector floats) {
      return new ValueEncoder(vector) {
        @Override
        void put(int index, ByteSink sink) {
          putNumber(floats.getDataBuffer().getDouble(8L * index), sink);
        }

        @Override
        void chain(long seed, int count, ByteSink scratch, long[] hashes) {
          var values = bytes(floats.getDataBuffer(), 0, Double.BYTES * count).asDoubleBuffer();
          var present = present(count);
          long begun = Hash64.begin(seed);
          for (int i = 0; i < count; i++) {
            double value = values.get(i);
            long integer = (long) value;
            long hash =
                isInteger(value, integer)
                    ? Hash64.ofMarked('i', integer, begun)
                    : Hash64.ofMarked('d', Double.doubleToLongBits(value), begun);
            if (isSet(present, i)) {
              hashes[i] = Hash64.step(hashes[i], hash);
            }
          }
        }
      };
    }
    if (vector instanceof Float4Vector floats) {
      return new ValueEncoder(vector) {
        @Override
        void put(int index, ByteSink sink) {
          putNumber(floats.getDataBuffer().getFloat(4L * index), sink);
        }
      };
    }
    if (vector instanceof Float2Vector floats) {
      return new ValueEncoder(vector) {
        @Override
        void put(int index, ByteSink sink) {
          putNumber(floats.getValueAsFloat(index), sink);
        }
      };
    }
    if (vector instanceof BitVector bits) {
      return new ValueEncoder(vector) {
        @Override
        void put(int index, ByteSink sink) {
          putInteger(bits.get(index), sink);
        }
      };
    }
    if (vector instanceof FixedSizeBinaryVector binary) {
      return new ValueEncoder(vector) {
        @Override
        void put(int index, ByteSink sink) {
          int width = binary.getByteWidth();
          sink.put('s');
          sink.putInt(width);
          sink.put(binary.getDataBuffer(), (long) index * width, width);
        }
      };
    }
    return switch (vector.getField().getType().getTypeID()) {
      case Int, Date, Time, Timestamp, Duration ->
          vector.getField().getType() instanceof ArrowType.Int type && !type.getIsSigned()
              ? unsigned((BaseFixedWidthVector) vector)
              : integers((BaseFixedWidthVector) vector);
      case Decimal -> decimals(vector);
      case Utf8, Binary, LargeUtf8, LargeBinary -> bytes(vector);
      case List, Map, FixedSizeList -> {
        var lists = (BaseListVector) vector;
        yield list(vector, lists::getElementStartIndex, lists::getElementEndIndex, sha);
      }
      case LargeList -> {
        var offsets = vector.getOffsetBuffer();
        yield list(
            vector,
            row -> Math.toIntExact(offsets.getLong(8L * row)),
            row -> Math.toIntExact(offsets.getLong(8L * row + 8)),
            sha);
      }
      case Null -> nothing(vector);
      case Struct -> struct((StructVector) vector, sha);
      default ->
          throw new ExecutionFailure(
              Code.INVALID_ARGUMENT,
              new Explanation(
                  "column '" + vector.getName() + "'",
                  vector.getField().getType() + ", which has no canonical bytes",
                  "numbers, booleans, times, text, bytes, lists, maps and structs",
                  "split by a named feature of such a type, or leave the column out"));
    };
  }

  /** Whether there is no value. */
  final boolean isMissing(int index) {
    return !isComplete && vector.isNull(index);
  }

  /** Appends a value that is not missing. */
  abstract void put(int index, ByteSink sink);

  /**
   * Chains the hash of the bytes of each value that is not missing to a hash of its row.
   *
   * @param scratch overwritten
   */
  void chain(long seed, int count, ByteSink scratch, long[] hashes) {
    for (int i = 0; i < count; i++) {
      if (!isMissing(i)) {
        scratch.clear();
        put(i, scratch);
        hashes[i] = Hash64.step(hashes[i], hash(scratch, seed));
      }
    }
  }

  private static long hash(ByteSink bytes, long seed) {
    return Hash64.of(bytes.bytes(), 0, bytes.length(), seed);
  }

  /** A bit for every value: set if it is not missing. */
  final byte[] present(int count) {
    var bits = new byte[(count + 7) / 8];
    if (isComplete) {
      Arrays.fill(bits, (byte) 0xff);
    } else {
      vector.getValidityBuffer().getBytes(0, bits);
    }
    return bits;
  }

  private static boolean isSet(byte[] bits, int index) {
    return (bits[index >> 3] >> (index & 7) & 1) != 0;
  }

  private static ByteBuffer bytes(ArrowBuf buffer, long start, int length) {
    return buffer.nioBuffer(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void putInteger(long value, ByteSink sink) {
    sink.put('i');
    sink.putLong(value);
  }

  private static void putNumber(double value, ByteSink sink) {
    long integer = (long) value;
    if (isInteger(value, integer)) {
      putInteger(integer, sink);
    } else {
      sink.put('d');
      sink.putLong(Double.doubleToLongBits(value));
    }
  }

  private static boolean isInteger(double value, long integer) {
    return integer == value && integer != Long.MAX_VALUE;
  }

  private static ValueEncoder integers(BaseFixedWidthVector vector) {
    int width = vector.getTypeWidth();
    if (width == Long.BYTES) {
      return longs(vector);
    }
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        var data = vector.getDataBuffer();
        long at = (long) index * width;
        putInteger(
            switch (width) {
              case 4 -> data.getInt(at);
              case 2 -> data.getShort(at);
              default -> data.getByte(at);
            },
            sink);
      }
    };
  }

  private static ValueEncoder longs(BaseFixedWidthVector vector) {
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        putInteger(vector.getDataBuffer().getLong(8L * index), sink);
      }

      @Override
      void chain(long seed, int count, ByteSink scratch, long[] hashes) {
        var values = bytes(vector.getDataBuffer(), 0, Long.BYTES * count).asLongBuffer();
        var present = present(count);
        long begun = Hash64.begin(seed);
        for (int i = 0; i < count; i++) {
          if (isSet(present, i)) {
            hashes[i] = Hash64.step(hashes[i], Hash64.ofMarked('i', values.get(i), begun));
          }
        }
      }
    };
  }

  private static ValueEncoder unsigned(BaseFixedWidthVector vector) {
    int width = vector.getTypeWidth();
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        var data = vector.getDataBuffer();
        long at = (long) index * width;
        switch (width) {
          case 8 -> {
            long value = data.getLong(at);
            if (value >= 0) {
              putInteger(value, sink);
            } else {
              putDecimal(new BigDecimal(new BigInteger(Long.toUnsignedString(value))), sink);
            }
          }
          case 4 -> putInteger(Integer.toUnsignedLong(data.getInt(at)), sink);
          case 2 -> putInteger(Short.toUnsignedLong(data.getShort(at)), sink);
          default -> putInteger(Byte.toUnsignedLong(data.getByte(at)), sink);
        }
      }
    };
  }

  private static ValueEncoder decimals(FieldVector vector) {
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        putDecimal((BigDecimal) vector.getObject(index), sink);
      }
    };
  }

  private static void putDecimal(BigDecimal value, ByteSink sink) {
    var plain = value.stripTrailingZeros();
    if (plain.scale() <= 0 && plain.toBigInteger().bitLength() < Long.SIZE) {
      putInteger(plain.longValueExact(), sink);
      return;
    }
    byte[] digits = plain.unscaledValue().toByteArray();
    sink.put('m');
    sink.putInt(plain.scale());
    sink.putInt(digits.length);
    sink.put(digits);
  }

  private static ValueEncoder nothing(FieldVector vector) {
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        throw new IllegalStateException("a null in place of a value (expected: none)");
      }
    };
  }

  private static ValueEncoder bytes(FieldVector vector) {
    if (vector instanceof VarCharVector || vector instanceof VarBinaryVector) {
      return new ValueEncoder(vector) {
        @Override
        void put(int index, ByteSink sink) {
          var offsets = vector.getOffsetBuffer();
          int start = offsets.getInt(4L * index);
          int length = offsets.getInt(4L * index + 4) - start;
          sink.put('s');
          sink.putInt(length);
          sink.put(vector.getDataBuffer(), start, length);
        }

        @Override
        void chain(long seed, int count, ByteSink scratch, long[] hashes) {
          var offsets = bytes(vector.getOffsetBuffer(), 0, Integer.BYTES * (count + 1));
          int first = offsets.getInt(0);
          var data = new byte[offsets.getInt(Integer.BYTES * count) - first];
          vector.getDataBuffer().getBytes(first, data);
          var present = present(count);
          for (int i = 0; i < count; i++) {
            if (isSet(present, i)) {
              int start = offsets.getInt(Integer.BYTES * i);
              int length = offsets.getInt(Integer.BYTES * (i + 1)) - start;
              scratch.clear();
              scratch.put('s');
              scratch.putInt(length);
              scratch.put(data, start - first, length);
              hashes[i] = Hash64.step(hashes[i], hash(scratch, seed));
            }
          }
        }
      };
    }
    if (vector instanceof LargeVarCharVector || vector instanceof LargeVarBinaryVector) {
      return new ValueEncoder(vector) {
        @Override
        void put(int index, ByteSink sink) {
          var offsets = vector.getOffsetBuffer();
          long start = offsets.getLong(8L * index);
          int length = Math.toIntExact(offsets.getLong(8L * index + 8) - start);
          sink.put('s');
          sink.putInt(length);
          sink.put(vector.getDataBuffer(), start, length);
        }
      };
    }
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        byte[] value = ((VariableWidthFieldVector) vector).get(index);
        sink.put('s');
        sink.putInt(value.length);
        sink.put(value);
      }
    };
  }

  private static ValueEncoder list(
      FieldVector vector, IntUnaryOperator first, IntUnaryOperator last, MessageDigest sha) {
    var elements = of(vector.getChildrenFromFields().get(0), sha);
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        int start = first.applyAsInt(index);
        int end = last.applyAsInt(index);
        sink.put('l');
        sink.putInt(end - start);
        for (int i = start; i < end; i++) {
          if (elements.isMissing(i)) {
            sink.put('n');
          } else {
            elements.put(i, sink);
          }
        }
      }
    };
  }

  private static ValueEncoder struct(StructVector vector, MessageDigest sha) {
    var fields = vector.getField().getChildren();
    int[] places = KeyedColumns.sorted(fields);
    var children = new ValueEncoder[places.length];
    var keys = new byte[places.length][];
    for (int c = 0; c < places.length; c++) {
      children[c] = of(vector.getChildrenFromFields().get(places[c]), sha);
      keys[c] = KeyedColumns.key(fields.get(places[c]).getName(), sha);
    }
    return new ValueEncoder(vector) {
      @Override
      void put(int index, ByteSink sink) {
        int present = 0;
        for (var child : children) {
          present += child.isMissing(index) ? 0 : 1;
        }
        sink.put('r');
        sink.putInt(present);
        for (int c = 0; c < children.length; c++) {
          if (!children[c].isMissing(index)) {
            sink.put(keys[c]);
            children[c].put(index, sink);
          }
        }
      }
    };
  }
}
