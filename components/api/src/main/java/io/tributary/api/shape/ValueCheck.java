package io.tributary.api.shape;

import io.tributary.api.Problem.Code;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.UserCode;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with the value of a parameter. */
public final class ValueCheck {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Duration LONGEST = Duration.ofDays(3_652_500);

  private ValueCheck() {}

  /** Receives what is wrong, with the path to it inside the parameter: {@code "steps[2].name"}. */
  public interface Listener {
    void wrong(Code code, String path, String value, String expected, String remedy);

    /** A runtime parameter was met. */
    void runtimeParameter(String path, RuntimeParameter<?> parameter);
  }

  /** Walks through {@code value}, which was declared as {@code type}. */
  public static void check(
      String path, ParameterType type, @Nullable Object value, Listener listener) {
    if (value == null) {
      listener.wrong(
          Code.PARAMETER_VALUE,
          path,
          "null",
          "a value",
          "pass a value, or declare the parameter as Optional and pass Optional.empty()");
      return;
    }
    if (type instanceof ParameterType.Scalar scalar) {
      if (scalar.holds(value)) {
        scalar(path, value, listener);
      } else {
        listener.wrong(
            Code.PARAMETER_VALUE,
            path,
            value.getClass().getName(),
            scalar.type().getSimpleName(),
            "pass a value of the declared type; do not cast unchecked");
      }
    } else if (type instanceof ParameterType.OptionalOf optional) {
      ((Optional<?>) value)
          .ifPresent(element -> check(path, optional.element(), element, listener));
    } else if (type instanceof ParameterType.ListOf list) {
      int i = 0;
      for (var element : (List<?>) value) {
        check(path + "[" + i++ + "]", list.element(), element, listener);
      }
    } else if (type instanceof ParameterType.MapOf map) {
      for (var entry : ((Map<?, ?>) value).entrySet()) {
        check(path + " key", map.key(), entry.getKey(), listener);
        check(path + "[" + entry.getKey() + "]", map.value(), entry.getValue(), listener);
      }
    } else if (type instanceof ParameterType.RecordOf || type instanceof ParameterType.OneOf) {
      if (value instanceof Record fields) {
        record(path, fields, listener);
      }
    } else if (type instanceof ParameterType.UserCodeClass userCode) {
      userCode(path, userCode.bound(), (Class<?>) value, listener);
    } else if (type instanceof ParameterType.PerRun) {
      listener.runtimeParameter(path, (RuntimeParameter<?>) value);
    }
  }

  private static void record(String path, Record value, Listener listener) {
    for (var component : value.getClass().getRecordComponents()) {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      try {
        check(
            path + "." + component.getName(),
            ParameterType.of(component.getGenericType()),
            accessor.invoke(value),
            listener);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(path + "." + component.getName() + ": cannot be read", e);
      }
    }
  }

  /** Finds what is wrong with a value that is written as one word. */
  public static void scalar(String path, Object value, Listener listener) {
    if ((value instanceof String || value instanceof Path || value instanceof URI)
        && !isWellFormed(value.toString())) {
      listener.wrong(
          Code.PARAMETER_VALUE,
          path,
          "text with half of a surrogate pair",
          "well-formed Unicode",
          "remove the broken character");
    } else if (value instanceof Duration duration && isTooLong(duration)) {
      listener.wrong(
          Code.PARAMETER_VALUE,
          path,
          duration.toString(),
          "at most 10,000 years",
          "use Optional.empty() for no limit");
    } else if (value instanceof Instant instant
        && (instant.isBefore(FIRST) || instant.isAfter(LAST))) {
      listener.wrong(
          Code.PARAMETER_VALUE,
          path,
          instant.toString(),
          "an instant of the years 1 to 9999",
          "use Optional.empty() for no limit");
    }
  }

  /** Whether a duration, or its opposite, is longer than can be stored. */
  public static boolean isTooLong(Duration duration) {
    return duration.compareTo(LONGEST) > 0 || duration.compareTo(LONGEST.negated()) < 0;
  }

  /** Whether every surrogate of a text has its other half. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isHighSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static void userCode(String path, Class<?> bound, Class<?> type, Listener listener) {
    var expected =
        "a named, concrete " + bound.getSimpleName() + " with a constructor without parameters";
    if (!bound.isAssignableFrom(type) || !UserCode.class.isAssignableFrom(type)) {
      listener.wrong(
          Code.USER_CODE,
          path,
          type.getName(),
          expected,
          "pass a class that implements " + bound.getName());
    } else if (type.isAnonymousClass()
        || type.isLocalClass()
        || type.isHidden()
        || type.isSynthetic()) {
      listener.wrong(
          Code.USER_CODE,
          path,
          type.getName(),
          expected,
          "another process must find the class by name: declare it top-level or static");
    } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      listener.wrong(
          Code.USER_CODE,
          path,
          type.getName() + ", which is abstract",
          expected,
          "pass the class that implements it");
    } else if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      listener.wrong(
          Code.USER_CODE,
          path,
          type.getName() + ", which is an inner class",
          expected,
          "declare the class static");
    } else {
      boolean constructible =
          Arrays.stream(type.getDeclaredConstructors())
              .anyMatch(constructor -> constructor.getParameterCount() == 0);
      if (!constructible) {
        listener.wrong(
            Code.USER_CODE,
            path,
            type.getName() + ", which has no such constructor",
            expected,
            "add a constructor without parameters");
      }
    }
  }
}
