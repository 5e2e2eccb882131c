package io.tributary.metadata.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataException.Code;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a request, not looked at yet: those that are no message are the client's mistake,
 * and are answered as one. gRPC itself would call them an error of the server, and log them.
 */
record Received(byte[] bytes) {

  /** Takes requests as they come. */
  private record Unread() implements Marshaller<Received> {
    @Override
    public InputStream stream(Received value) {
      throw new UnsupportedOperationException("a server sends no requests");
    }

    @Override
    public Received parse(InputStream stream) {
      try {
        return new Received(stream.readAllBytes());
      } catch (IOException e) {
        throw new IllegalStateException("a request in memory cannot be read", e);
      }
    }
  }

  /** The same method, with its requests as they come. */
  static <Q, A> MethodDescriptor<Received, A> by(MethodDescriptor<Q, A> method) {
    return method.toBuilder(new Unread(), method.getResponseMarshaller()).build();
  }

  /** The request that it is; INVALID_ARGUMENT if it is none. */
  @SuppressWarnings("unchecked") // the prototype is of the type of the requests
  <Q> Q as(MethodDescriptor<Q, ?> method) {
    var prototype =
        (Message) ((PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype();
    try {
      return (Q) prototype.getParserForType().parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new MetadataException(
          Code.INVALID_ARGUMENT,
          method.getBareMethodName()
              + ": "
              + bytes.length
              + " bytes that are no request: "
              + e.getMessage()
              + " (expected: a message "
              + prototype.getDescriptorForType().getFullName()
              + "); see whether the client has the same version of the protocol",
          e);
    }
  }
}
