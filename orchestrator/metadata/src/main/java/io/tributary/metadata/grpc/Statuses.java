package io.tributary.metadata.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataException.Code;
import org.jspecify.annotations.Nullable;

/** Failures of a store on the wire: the same numbers, the same messages. */
final class Statuses {
  private Statuses() {}

  static StatusRuntimeException of(RuntimeException failure) {
    if (failure instanceof MetadataException e) {
      return Status.fromCodeValue(e.code().number())
          .withDescription(e.getMessage())
          .asRuntimeException();
    }
    return Status.INTERNAL
        .withDescription(
            "metadata store: unforeseen "
                + failure
                + " (expected: an answer, or a status); see the log of the server")
        .withCause(failure)
        .asRuntimeException();
  }

  /**
   * The failure that {@link #of} put on the wire, or the wire's own.
   *
   * @param server its address, for messages
   */
  static MetadataException translate(String server, @Nullable Throwable failure) {
    var status =
        failure == null
            ? Status.UNKNOWN.withDescription("no cause")
            : Status.fromThrowable(failure);
    for (var code : Code.values()) {
      if (code.number() == status.getCode().value()) {
        return new MetadataException(code, described(server, status), failure);
      }
    }
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED, CANCELLED ->
          new MetadataException(Code.UNAVAILABLE, described(server, status), failure);
      case UNAUTHENTICATED ->
          new MetadataException(Code.PERMISSION_DENIED, described(server, status), failure);
      default -> new MetadataException(Code.INTERNAL, described(server, status), failure);
    };
  }

  private static String described(String server, Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          "metadata server "
              + server
              + ": "
              + status.getDescription()
              + " (expected: a running server); start it, or correct the address";
      case DEADLINE_EXCEEDED ->
          "metadata server "
              + server
              + ": no answer in time (expected: one within the patience of the client); see whether it is overloaded";
      case UNIMPLEMENTED ->
          String.valueOf(status.getDescription()).startsWith("Method not found")
              ? "metadata server "
                  + server
                  + ": "
                  + status.getDescription()
                  + " (expected: a server started with tributary metadata serve, of this version); start one, or correct the address"
              : String.valueOf(status.getDescription());
      default -> String.valueOf(status.getDescription());
    };
  }
}
