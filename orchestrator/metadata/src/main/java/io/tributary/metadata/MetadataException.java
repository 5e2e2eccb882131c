package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A request to the metadata database that failed. Nothing of it was stored, unless {@link
 * #mayBeStored} says otherwise. The message says where, what was found, what was expected and what
 * to do.
 */
public final class MetadataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, named and numbered like the status of the remote service. */
  public enum Code {
    /** The request can never succeed as it is. */
    INVALID_ARGUMENT(3),
    /** What the request names is not there. */
    NOT_FOUND(5),
    /** What the request would create is there already. */
    ALREADY_EXISTS(6),
    /** The database may not be read or written by this user. */
    PERMISSION_DENIED(7),
    /** The disk, or another resource, is used up. */
    RESOURCE_EXHAUSTED(8),
    /**
     * The store is in a state that forbids the request: another schema version, an entry that
     * changed meanwhile, a lost lease.
     */
    FAILED_PRECONDITION(9),
    /** Another writer held the store for too long; the same request may succeed when repeated. */
    ABORTED(10),
    /** An index in the request points outside its list. */
    OUT_OF_RANGE(11),
    /** The store lacks this operation, or this option of it. */
    UNIMPLEMENTED(12),
    /** The store broke one of its own rules. */
    INTERNAL(13),
    /** The database was closed, or its file or server cannot be reached. */
    UNAVAILABLE(14),
    /** The file is no database, or the database is damaged. */
    DATA_LOSS(15);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** The status number on the wire. */
    public int number() {
      return number;
    }
  }

  private final Code code;

  /** A failure without a cause. */
  public MetadataException(Code code, String message) {
    this(code, message, null);
  }

  /** A failure caused by another one. */
  public MetadataException(Code code, String message, @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.code = requireNonNull(code, "code");
  }

  /** What kind of failure it is. */
  public Code code() {
    return code;
  }

  /**
   * Whether the request may have been stored although it failed, because a connection or a process
   * broke before the answer came: look before you repeat it. Where this is false nothing of it was
   * stored.
   */
  public boolean mayBeStored() {
    return code == Code.UNAVAILABLE || code == Code.INTERNAL;
  }

  /** Whether the same request may succeed when repeated. */
  public boolean retryable() {
    return code == Code.ABORTED;
  }

  /** What a database refused, in the store's own terms; its own words come last. */
  static MetadataException ofDatabase(
      Code code, String location, SQLException e, String what, String expected, String remedy) {
    return new MetadataException(
        code,
        "metadata database "
            + location
            + ": "
            + what
            + " (expected: "
            + expected
            + "); "
            + remedy
            + " ["
            + e.getMessage()
            + "]",
        e);
  }

  /** A commit ended without an answer, and nobody could be asked since. */
  static MetadataException unknownOutcome(String location, Throwable cause) {
    return new MetadataException(
        Code.UNAVAILABLE,
        "metadata database "
            + location
            + ": a commit without an answer (expected: one); whether the last write is stored is not known, look before you repeat it ["
            + cause
            + "]",
        cause);
  }

  static MetadataException invalid(String message) {
    return new MetadataException(Code.INVALID_ARGUMENT, message);
  }

  static MetadataException notFound(String message) {
    return new MetadataException(Code.NOT_FOUND, message);
  }

  static MetadataException exists(String message) {
    return new MetadataException(Code.ALREADY_EXISTS, message);
  }

  static MetadataException precondition(String message) {
    return new MetadataException(Code.FAILED_PRECONDITION, message);
  }

  static MetadataException unimplemented(String message) {
    return new MetadataException(Code.UNIMPLEMENTED, message);
  }
}
