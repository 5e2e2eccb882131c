package io.tributary.metadata;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls the store's operations by the names of the service. */
final class Rpc {

  private static final Map<String, Method> METHODS =
      Arrays.stream(MetadataStore.class.getMethods())
          .collect(Collectors.toMap(Method::getName, Function.identity()));

  private final Method method;

  private Rpc(Method method) {
    this.method = method;
  }

  static Rpc named(String name) {
    var method = METHODS.get(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
    if (method == null) {
      throw new AssertionError("the store lacks " + name);
    }
    return new Rpc(method);
  }

  Message request(ByteString bytes) {
    return parse(method.getParameterTypes()[0], bytes);
  }

  Message response(ByteString bytes) {
    return parse(method.getReturnType(), bytes);
  }

  private static Message parse(Class<?> type, ByteString bytes) {
    try {
      return (Message) type.getMethod("parseFrom", ByteString.class).invoke(null, bytes);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  Message call(MetadataStore store, Message request) {
    try {
      return (Message) method.invoke(store, request);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (IllegalAccessException e) {
      throw new LinkageError(method.getName(), e);
    }
  }
}
