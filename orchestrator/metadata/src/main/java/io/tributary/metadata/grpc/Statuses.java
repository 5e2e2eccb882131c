package io.tributary.metadata.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataException.Code;
import org.jspecify.annotations.Nullable;

/**
 * Failures of a store on the wire: the same numbers, the same messages, except that of a message
 * that is too long for a trailer the middle is left out.
 */
final class Statuses {
  /** Of the 8 KiB that clients take for all trailers together. */
  private static final int MOST_AT_THE_BEGINNING = 4_000;

  private static final int MOST_AT_THE_END = 1_500;

  /** Some transports put all that they have read into their messages. */
  private static final int MOST_OF_THE_WIRE = 300;

  private Statuses() {}

  static StatusRuntimeException of(Throwable failure) {
    if (failure instanceof MetadataException e) {
      return Status.fromCodeValue(e.code().number())
          .withDescription(fitting(String.valueOf(e.getMessage())))
          .asRuntimeException();
    }
    return Status.INTERNAL
        .withDescription(
            fitting(
                "metadata store: unforeseen "
                    + failure
                    + " (expected: an answer, or a status); see the log of the server"))
        .withCause(failure)
        .asRuntimeException();
  }

  /** A name in a message can be a megabyte long; the end says what to do. */
  private static String fitting(String message) {
    int beginning = 0;
    for (int size = 0; beginning < message.length(); beginning++) {
      size += encoded(message.charAt(beginning));
      if (size > MOST_AT_THE_BEGINNING) {
        break;
      }
    }
    int end = message.length();
    for (int size = 0; end > beginning; end--) {
      size += encoded(message.charAt(end - 1));
      if (size > MOST_AT_THE_END) {
        break;
      }
    }
    return beginning == end
        ? message
        : message.substring(0, beginning)
            + " ... ("
            + (end - beginning)
            + " characters) ... "
            + message.substring(end);
  }

  /** The bytes of a character in a trailer, at most: percent-encoded UTF-8 unless it is ASCII. */
  private static int encoded(char character) {
    return character > ' ' && character < 0x7f && character != '%' ? 1 : character < 0x800 ? 6 : 9;
  }

  /**
   * The failure that {@link #of} put on the wire, or the wire's own.
   *
   * @param server its address, and how it was spoken to, for messages
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
              + unreachable(status)
              + " (expected: a running server that speaks TLS if its client does, with a certificate that it trusts); start it, or correct the address";
      case DEADLINE_EXCEEDED ->
          "metadata server "
              + server
              + (String.valueOf(status.getDescription()).contains("waiting_for_connection")
                  ? ": away for too long (expected: to be back within the patience of the client); start it again, and resume what it was needed for"
                  : ": no answer in time (expected: one within the patience of the client); see whether it runs, is overloaded, or is another program");
      case UNAUTHENTICATED ->
          "metadata server "
              + server
              + ": "
              + status.getDescription()
              + "; set the environment variable "
              + MetadataClient.TOKEN_VARIABLE;
      case UNIMPLEMENTED ->
          String.valueOf(status.getDescription()).startsWith("Method not found")
              ? "metadata server "
                  + server
                  + ": "
                  + status.getDescription()
                  + " (expected: a server started with tributary metadata serve, of this version); start one, or correct the address"
              : String.valueOf(status.getDescription());
      default ->
          isOfTheWire(status)
              ? "metadata server "
                  + server
                  + ": "
                  + unreachable(status)
                  + " (expected: the port of tributary metadata serve); something else may listen there, correct the address"
              : String.valueOf(status.getDescription());
    };
  }

  /**
   * Whether the transport has failed, as opposed to the server; what a server says has no cause.
   */
  private static boolean isOfTheWire(Status status) {
    return status.getCause() != null || status.getDescription() == null;
  }

  /** What the transport says of it, and why. */
  private static String unreachable(Status status) {
    var why = status.getCause();
    while (why != null && why.getCause() != null) {
      why = why.getCause();
    }
    var cause = why == null || why.getMessage() == null ? "" : ": " + why.getMessage();
    var text = (status.getDescription() + cause).replaceAll("\\s+", " ");
    return text.length() <= MOST_OF_THE_WIRE ? text : text.substring(0, MOST_OF_THE_WIRE) + " ...";
  }
}
