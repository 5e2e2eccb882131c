package io.tributary.metadata.grpc;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.tributary.metadata.MetadataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the methods of a service do that answer one request with one response. */
final class Operations {
  private final Map<String, Operation<?, ?>> operations = new LinkedHashMap<>();

  private record Operation<Q, A>(MethodDescriptor<Q, A> method, Function<Q, A> function) {

    ServerMethodDefinition<Received, A> served() {
      return ServerMethodDefinition.create(
          Received.by(method),
          ServerCalls.asyncUnaryCall(
              (received, observer) ->
                  respond(request -> function.apply(request.as(method)), received, observer)));
    }

    ByteString answer(ByteString request) {
      var parsed = new Received(request.toByteArray()).as(method);
      try (var response = method.streamResponse(function.apply(parsed))) {
        return ByteString.readFrom(response);
      } catch (IOException e) {
        throw new UncheckedIOException("a message in memory cannot be read", e);
      }
    }
  }

  <Q, A> Operations with(MethodDescriptor<Q, A> method, Function<Q, A> function) {
    operations.put(method.getFullMethodName(), new Operation<>(method, function));
    return this;
  }

  /** These operations, and those of another service. */
  Operations and(Operations others) {
    var all = new Operations();
    all.operations.putAll(operations);
    all.operations.putAll(others.operations);
    return all;
  }

  /**
   * A service of these methods.
   *
   * @param known what clients know of it
   * @param others its methods that are not among these
   */
  ServerServiceDefinition service(ServiceDescriptor known, ServerMethodDefinition<?, ?>... others) {
    var methods =
        Stream.concat(operations.values().stream().map(Operation::served), Stream.of(others))
            .toList();
    var descriptor =
        ServiceDescriptor.newBuilder(known.getName())
            .setSchemaDescriptor(known.getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    var service = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(service::addMethod);
    return service.build();
  }

  /**
   * Answers a request that came inside of another message.
   *
   * @throws MetadataException what the operation throws; INVALID_ARGUMENT for bytes that are no
   *     request, UNIMPLEMENTED for a method that is not among these
   */
  ByteString answer(String method, ByteString request) {
    var operation = operations.get(method);
    if (operation == null) {
      throw new MetadataException(
          MetadataException.Code.UNIMPLEMENTED,
          "method '"
              + method
              + "' (expected: one of the metadata services, as in ml_metadata.MetadataStoreService/PutExecution); mend the name");
    }
    return operation.answer(request);
  }

  private static <Q, A> void respond(
      Function<Q, A> operation, Q request, StreamObserver<A> observer) {
    A answer;
    try {
      answer = operation.apply(request);
    } catch (RuntimeException e) {
      observer.onError(Statuses.of(e));
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }
}
