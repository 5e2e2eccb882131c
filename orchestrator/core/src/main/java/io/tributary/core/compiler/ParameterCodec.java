package io.tributary.core.compiler;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.shape.ParameterType;
import io.tributary.api.shape.StepShape;
import io.tributary.proto.pipeline.ListValue;
import io.tributary.proto.pipeline.MapValue;
import io.tributary.proto.pipeline.OptionalValue;
import io.tributary.proto.pipeline.Parameter;
import io.tributary.proto.pipeline.RecordValue;
import io.tributary.proto.pipeline.RuntimeParameterReference;
import io.tributary.proto.pipeline.SecretReference;
import io.tributary.proto.pipeline.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Parameters to and from the IR, directed by their declared types. Checked values only: see {@code
 * ValueCheck}.
 */
final class ParameterCodec {
  private static final Comparator<ByteString> BYTES =
      ByteString.unsignedLexicographicalComparator();

  private ParameterCodec() {}

  static Value encode(ParameterType type, Object value) {
    var encoded = Value.newBuilder();
    if (type instanceof ParameterType.Scalar) {
      return Scalars.encode(value);
    } else if (type instanceof ParameterType.OptionalOf optional) {
      var content = OptionalValue.newBuilder();
      ((Optional<?>) value)
          .ifPresent(element -> content.setValue(encode(optional.element(), element)));
      encoded.setOptionalValue(content);
    } else if (type instanceof ParameterType.ListOf list) {
      var elements = ListValue.newBuilder();
      ((List<?>) value).forEach(element -> elements.addValues(encode(list.element(), element)));
      encoded.setListValue(elements);
    } else if (type instanceof ParameterType.MapOf map) {
      encoded.setMapValue(map(map, (Map<?, ?>) value));
    } else if (type instanceof ParameterType.RecordOf || type instanceof ParameterType.OneOf) {
      encoded.setRecordValue(record(value));
    } else if (type instanceof ParameterType.MessageOf) {
      encoded.setMessageValue(any((Message) value));
    } else if (type instanceof ParameterType.UserCodeClass) {
      encoded.setStringValue(((Class<?>) value).getName());
    } else if (type instanceof ParameterType.PerRun) {
      encoded.setRuntimeParameter(
          RuntimeParameterReference.newBuilder().setName(((RuntimeParameter<?>) value).name()));
    } else if (value instanceof Secret secret) {
      encoded.setSecret(secret(secret));
    }
    return encoded.build();
  }

  /**
   * Entries sorted by key: the order of a map may differ from process to process, the IR must not.
   */
  private static MapValue map(ParameterType.MapOf type, Map<?, ?> map) {
    var entries = new ArrayList<MapValue.Entry>();
    map.forEach(
        (key, value) ->
            entries.add(
                MapValue.Entry.newBuilder()
                    .setKey(encode(type.key(), key))
                    .setValue(encode(type.value(), value))
                    .build()));
    entries.sort(Comparator.comparing(entry -> entry.getKey().toByteString(), BYTES));
    return MapValue.newBuilder().addAllEntries(entries).build();
  }

  private static RecordValue record(Object value) {
    var encoded = RecordValue.newBuilder();
    if (value instanceof Enum<?> constant) {
      return encoded
          .setType(constant.getDeclaringClass().getName())
          .addFields(Parameter.newBuilder().setName("name").setValue(Scalars.encode(constant)))
          .build();
    }
    encoded.setType(value.getClass().getName());
    for (var component : value.getClass().getRecordComponents()) {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      try {
        encoded.addFields(
            Parameter.newBuilder()
                .setName(component.getName())
                .setValue(
                    encode(ParameterType.of(component.getGenericType()), accessor.invoke(value))));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            value.getClass().getName() + "." + component.getName() + ": cannot be read", e);
      }
    }
    return encoded.build();
  }

  private static Any any(Message message) {
    return Any.newBuilder()
        .setTypeUrl("/" + message.getDescriptorForType().getFullName())
        .setValue(deterministicBytes(message))
        .build();
  }

  static ByteString deterministicBytes(Message message) {
    var bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(bytes);
  }

  private static SecretReference secret(Secret secret) {
    var reference = SecretReference.newBuilder();
    if (secret instanceof Secret.EnvironmentVariable variable) {
      reference.setEnvironmentVariable(variable.name());
    } else if (secret instanceof Secret.File file) {
      reference.setFile(file.path().toString());
    }
    return reference.build();
  }

  /**
   * Rebuilds a value.
   *
   * @param classes finds record and user-code classes by name
   * @param runtimeParameters finds the declaration of a runtime parameter by name
   */
  static Object decode(
      Type declared,
      Value value,
      ClassLoader classes,
      Function<String, RuntimeParameter<?>> runtimeParameters) {
    return decode(ParameterType.of(declared), value, classes, runtimeParameters);
  }

  private static Object decode(
      ParameterType type,
      Value value,
      ClassLoader classes,
      Function<String, RuntimeParameter<?>> runtimeParameters) {
    if (type instanceof ParameterType.Scalar scalar) {
      return Scalars.decode(scalar.type(), value);
    } else if (type instanceof ParameterType.OptionalOf optional) {
      return value.getOptionalValue().hasValue()
          ? Optional.of(
              decode(
                  optional.element(),
                  value.getOptionalValue().getValue(),
                  classes,
                  runtimeParameters))
          : Optional.empty();
    } else if (type instanceof ParameterType.ListOf list) {
      var elements = new ArrayList<>();
      for (var element : value.getListValue().getValuesList()) {
        elements.add(decode(list.element(), element, classes, runtimeParameters));
      }
      return List.copyOf(elements);
    } else if (type instanceof ParameterType.MapOf map) {
      var entries = new LinkedHashMap<>();
      for (var entry : value.getMapValue().getEntriesList()) {
        entries.put(
            decode(map.key(), entry.getKey(), classes, runtimeParameters),
            decode(map.value(), entry.getValue(), classes, runtimeParameters));
      }
      return entries;
    } else if (type instanceof ParameterType.MessageOf message) {
      return message(message.type(), value.getMessageValue().getValue());
    } else if (type instanceof ParameterType.UserCodeClass) {
      return StepLoader.find(classes, value.getStringValue());
    } else if (type instanceof ParameterType.PerRun) {
      return runtimeParameters.apply(value.getRuntimeParameter().getName());
    } else if (type instanceof ParameterType.Hidden) {
      return value.getSecret().hasEnvironmentVariable()
          ? Secret.environment(value.getSecret().getEnvironmentVariable())
          : Secret.file(Path.of(value.getSecret().getFile()));
    }
    return record(value.getRecordValue(), classes, runtimeParameters);
  }

  private static Object record(
      RecordValue value,
      ClassLoader classes,
      Function<String, RuntimeParameter<?>> runtimeParameters) {
    var type = StepLoader.find(classes, value.getType());
    if (type.isEnum()) {
      return Scalars.decode(type, value.getFields(0).getValue());
    }
    var components = type.getRecordComponents();
    var fields = new Object[components.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] =
          decode(
              components[i].getGenericType(),
              value.getFields(i).getValue(),
              classes,
              runtimeParameters);
    }
    return StepShape.construct(type.asSubclass(Record.class), fields);
  }

  private static Message message(Class<? extends Message> type, ByteString bytes) {
    try {
      var defaultInstance = (Message) type.getMethod("getDefaultInstance").invoke(null);
      return defaultInstance.getParserForType().parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "message: cannot be read (expected: a "
              + type.getName()
              + "); compile the pipeline again",
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + ": no generated protobuf message", e);
    }
  }
}
