package io.tributary.serving;

import io.tributary.api.ExecutionFailure;

/**
 * A serving tier could not do what it was asked. The message names the address, what was asked and
 * the server's own words.
 */
public final class ServingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is; the names are gRPC's. */
  public enum Code {
    /** The request is wrong: unknown input, datatype, shape, malformed content. */
    INVALID_ARGUMENT,
    /** No such model or version is served. */
    NOT_FOUND,
    /** The server or the model is not ready, or nothing answers at the address. Retryable. */
    UNAVAILABLE,
    /** No answer within the client's deadline. Retryable. */
    DEADLINE_EXCEEDED,
    /** More than the server takes, such as a message above its size limit. */
    RESOURCE_EXHAUSTED,
    /** The server does not offer this operation. */
    UNIMPLEMENTED,
    /** The server failed. */
    INTERNAL
  }

  private final Code code;
  private final String address;
  private final String serverMessage;

  /** With the address asked, and what the server said. */
  public ServingException(Code code, String address, String serverMessage) {
    super(address + ": " + code + ": " + serverMessage);
    this.code = code;
    this.address = address;
    this.serverMessage = serverMessage;
  }

  /** With a cause on this side of the wire. */
  public ServingException(Code code, String address, String serverMessage, Throwable cause) {
    this(code, address, serverMessage);
    initCause(cause);
  }

  public Code code() {
    return code;
  }

  /** Who was asked: {@code host:port}, a URL, or {@code in-process}. */
  public String address() {
    return address;
  }

  /** What it makes of a step that meets with it. */
  public ExecutionFailure.Code failureCode() {
    return switch (code) {
      case UNAVAILABLE -> ExecutionFailure.Code.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> ExecutionFailure.Code.DEADLINE_EXCEEDED;
      case RESOURCE_EXHAUSTED -> ExecutionFailure.Code.RESOURCE_EXHAUSTED;
      case INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED, INTERNAL ->
          ExecutionFailure.Code.FAILED_PRECONDITION;
    };
  }

  /** The server's words, without the address. */
  public String serverMessage() {
    return serverMessage;
  }

  /** Whether the same call may succeed later. */
  public boolean retryable() {
    return code == Code.UNAVAILABLE || code == Code.DEADLINE_EXCEEDED;
  }
}
