package io.tributary.api.shape;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.tributary.api.Channel;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.UserCode;
import io.tributary.api.span.ScheduledSpan;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The types a parameter may have. */
public sealed interface ParameterType {

  /** What a parameter may be, as messages list it. */
  String SUPPORTED =
      "String, int, long, double, float, boolean, enum, Duration, Instant, Path, URI, ScheduledSpan, Optional, List, Map, a record,"
          + " a sealed interface of records, a protobuf message, Class<? extends UserCode>, RuntimeParameter or Secret";

  /** A value that is written as one word. */
  record Scalar(Class<?> type) implements ParameterType {
    private static final Set<Class<?>> TYPES =
        Set.of(
            String.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            short.class,
            Short.class,
            byte.class,
            Byte.class,
            double.class,
            Double.class,
            float.class,
            Float.class,
            boolean.class,
            Boolean.class,
            Duration.class,
            Instant.class,
            Path.class,
            URI.class,
            ScheduledSpan.class);

    /** Whether {@code type} is written as one word. */
    public static boolean is(Class<?> type) {
      return TYPES.contains(type) || (type.isEnum() && !type.isAnonymousClass());
    }

    /** Whether {@code value} is of this type; false only where generics were cast unchecked. */
    boolean holds(Object value) {
      return MethodType.methodType(type).wrap().returnType().isInstance(value);
    }
  }

  record OptionalOf(ParameterType element) implements ParameterType {}

  record ListOf(ParameterType element) implements ParameterType {}

  /** A map whose keys are scalars. */
  record MapOf(ParameterType key, ParameterType value) implements ParameterType {}

  record RecordOf(Class<? extends Record> type) implements ParameterType {}

  /** A sealed interface, all of whose values are records or enum constants. */
  record OneOf(Class<?> type) implements ParameterType {}

  record MessageOf(Class<? extends Message> type) implements ParameterType {}

  record UserCodeClass(Class<?> bound) implements ParameterType {}

  /** A {@link RuntimeParameter}. */
  record PerRun() implements ParameterType {}

  /** A {@link Secret}. */
  record Hidden() implements ParameterType {}

  /**
   * Reads a declared type.
   *
   * @throws Unsupported if no parameter may have it; the message says which part
   */
  static ParameterType of(Type declared) {
    return of(declared, new HashSet<>());
  }

  private static ParameterType of(Type declared, Set<Class<?>> open) {
    if (declared instanceof Class<?> type) {
      return ofClass(type, open);
    }
    if (declared instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw) {
      var arguments = generic.getActualTypeArguments();
      if (raw == Optional.class) {
        return new OptionalOf(of(arguments[0], open));
      }
      if (raw == List.class) {
        return new ListOf(of(arguments[0], open));
      }
      if (raw == Map.class) {
        var key = of(arguments[0], open);
        if (!(key instanceof Scalar)) {
          throw new Unsupported("a Map with keys of type " + arguments[0].getTypeName());
        }
        return new MapOf(key, of(arguments[1], open));
      }
      if (raw == Class.class) {
        return new UserCodeClass(userCodeBound(arguments[0]));
      }
      if (raw == RuntimeParameter.class) {
        if (arguments[0] instanceof Class<?> value && Scalar.is(value)) {
          return new PerRun();
        }
        throw new Unsupported("a RuntimeParameter of type " + arguments[0].getTypeName());
      }
      if (raw == Channel.class) {
        throw new Unsupported("a Channel inside another type");
      }
      if (raw.isRecord()) {
        throw new Unsupported("a record with type parameters, " + declared.getTypeName());
      }
    }
    throw new Unsupported(declared.getTypeName());
  }

  private static ParameterType ofClass(Class<?> type, Set<Class<?>> open) {
    if (Scalar.is(type)) {
      return new Scalar(type);
    }
    if (type == Secret.class) {
      return new Hidden();
    }
    if (Message.class.isAssignableFrom(type)
        && Modifier.isFinal(type.getModifiers())
        && type != DynamicMessage.class) {
      return new MessageOf(type.asSubclass(Message.class));
    }
    if (type.isRecord() && type.getTypeParameters().length == 0) {
      if (open.add(type)) {
        for (var component : type.getRecordComponents()) {
          of(component.getGenericType(), open);
        }
      }
      return new RecordOf(type.asSubclass(Record.class));
    }
    if (type.isSealed() && type.isInterface() && type.getTypeParameters().length == 0) {
      if (open.add(type)) {
        for (var permitted : type.getPermittedSubclasses()) {
          of(permitted, open);
        }
      }
      return new OneOf(type);
    }
    throw new Unsupported(type.getTypeName());
  }

  private static Class<?> userCodeBound(Type argument) {
    if (argument instanceof WildcardType wildcard
        && wildcard.getUpperBounds()[0] instanceof Class<?> bound
        && UserCode.class.isAssignableFrom(bound)) {
      return bound;
    }
    if (argument instanceof Class<?> bound && UserCode.class.isAssignableFrom(bound)) {
      return bound;
    }
    throw new Unsupported("a Class of " + argument.getTypeName() + ", which is no UserCode");
  }

  /** A type that no parameter may have. */
  final class Unsupported extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String type;

    Unsupported(String type) {
      super(
          type + ": no type of a parameter (expected: " + SUPPORTED + "); use one of these types");
      this.type = type;
    }

    /** The type that is not supported. */
    public String type() {
      return type;
    }
  }

  /** The permitted record or enum classes of a sealed interface, nested interfaces resolved. */
  static List<Class<?>> alternatives(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(
            permitted ->
                permitted.isInterface() ? alternatives(permitted).stream() : Stream.of(permitted))
        .<Class<?>>map(permitted -> permitted)
        .toList();
  }
}
