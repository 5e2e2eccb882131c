package io.tributary.metadata.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.MessageDigest;
import java.util.concurrent.Executor;

/** The token that a client sends with every call, as {@code authorization: Bearer …}. */
final class BearerToken extends CallCredentials implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final String header;

  BearerToken(String token) {
    header = "Bearer " + token;
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, header);
    applier.apply(headers);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var given = headers.get(AUTHORIZATION);
    // In constant time: how long a refusal takes must not tell how much of the token was right.
    if (given != null && MessageDigest.isEqual(given.getBytes(UTF_8), header.getBytes(UTF_8))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            "authorization: "
                + (given == null ? "none" : "not the token of this server")
                + " (expected: Bearer and the token that the server was started with); send it with every call"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
