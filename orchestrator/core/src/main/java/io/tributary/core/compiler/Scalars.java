package io.tributary.core.compiler;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.proto.pipeline.Value;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;

/** Values that are written as one word: to and from the IR, and from text that a person typed. */
public final class Scalars {
  private Scalars() {}

  static Value encode(Object scalar) {
    var value = Value.newBuilder();
    if (scalar instanceof Double || scalar instanceof Float) {
      return value.setDoubleValue(((Number) scalar).doubleValue()).build();
    } else if (scalar instanceof Number number) {
      return value.setIntValue(number.longValue()).build();
    } else if (scalar instanceof Boolean bool) {
      return value.setBoolValue(bool).build();
    } else if (scalar instanceof Enum<?> constant) {
      return value.setStringValue(constant.name()).build();
    } else if (scalar instanceof java.time.Duration duration) {
      return value.setDurationValue(toProto(duration)).build();
    } else if (scalar instanceof Instant instant) {
      return value
          .setTimestampValue(
              Timestamp.newBuilder()
                  .setSeconds(instant.getEpochSecond())
                  .setNanos(instant.getNano()))
          .build();
    }
    return value.setStringValue(scalar.toString()).build();
  }

  static Duration toProto(java.time.Duration duration) {
    // The sign of seconds and nanos must agree in the message, not so in java.time.
    long seconds = duration.toSeconds();
    int nanos = duration.toNanosPart();
    if (seconds < 0 && nanos > 0) {
      seconds++;
      nanos -= 1_000_000_000;
    }
    return Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  /** The value of a duration message. */
  public static java.time.Duration fromProto(Duration duration) {
    return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  private static Class<?> boxed(Class<?> declared) {
    return MethodType.methodType(declared).wrap().returnType();
  }

  static Object decode(Class<?> declared, Value value) {
    var type = boxed(declared);
    return switch (value.getKindCase()) {
      case BOOL_VALUE -> value.getBoolValue();
      case DOUBLE_VALUE ->
          type == Float.class
              ? (Object) (float) value.getDoubleValue()
              : (Object) value.getDoubleValue();
      case INT_VALUE -> narrow(type, value.getIntValue());
      case DURATION_VALUE -> fromProto(value.getDurationValue());
      case TIMESTAMP_VALUE ->
          Instant.ofEpochSecond(
              value.getTimestampValue().getSeconds(), value.getTimestampValue().getNanos());
      case STRING_VALUE -> parse("value", type, value.getStringValue());
      default ->
          throw new IllegalArgumentException(
              "value: "
                  + value.getKindCase()
                  + " (expected: a "
                  + declared.getSimpleName()
                  + "); compile the pipeline again");
    };
  }

  private static Object narrow(Class<?> type, long value) {
    if (type == Integer.class) {
      return Math.toIntExact(value);
    } else if (type == Short.class) {
      return (short) value;
    } else if (type == Byte.class) {
      return (byte) value;
    }
    return value;
  }

  /** A value as a person types it. */
  public static String text(Object scalar) {
    return scalar instanceof Enum<?> constant ? constant.name() : scalar.toString();
  }

  /**
   * Reads what a person typed.
   *
   * @param where named in the message when {@code text} cannot be read
   * @throws IllegalArgumentException if {@code text} is no {@code declared}
   */
  public static Object parse(String where, Class<?> declared, String text) {
    var type = boxed(declared);
    try {
      if (type == String.class) {
        return text;
      } else if (type == Path.class) {
        return Path.of(text);
      } else if (type == URI.class) {
        return URI.create(text);
      } else if (type == Double.class) {
        return Double.valueOf(text);
      } else if (type == Float.class) {
        return Float.valueOf(text);
      } else if (type == Boolean.class) {
        return bool(text);
      } else if (Number.class.isAssignableFrom(type)) {
        return integer(type, text);
      } else if (type == java.time.Duration.class) {
        return java.time.Duration.parse(text);
      } else if (type == Instant.class) {
        return Instant.parse(text);
      } else if (type == ScheduledSpan.class) {
        return ScheduledSpan.parse(text);
      }
    } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          where + ": '" + text + "' (expected: " + form(type) + "); write it in that form", e);
    }
    for (var constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        where
            + ": '"
            + text
            + "' (expected: one of "
            + Arrays.toString(type.getEnumConstants())
            + "); write one of these");
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Object integer(Class<?> type, String text) {
    if (type == Integer.class) {
      return Integer.valueOf(text);
    } else if (type == Short.class) {
      return Short.valueOf(text);
    } else if (type == Byte.class) {
      return Byte.valueOf(text);
    }
    return Long.valueOf(text);
  }

  private static String form(Class<?> type) {
    if (type == java.time.Duration.class) {
      return "an ISO-8601 duration such as PT30S";
    } else if (type == Instant.class) {
      return "an ISO-8601 instant such as 2026-01-31T00:00:00Z";
    } else if (type == Boolean.class) {
      return "true or false";
    } else if (type == ScheduledSpan.class) {
      return "a span such as 20787, 2026-11-30, 2026-11-01..2026-11-30 or latest";
    }
    return "a " + type.getSimpleName();
  }
}
