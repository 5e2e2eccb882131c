package io.tributary.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An execution cannot give its outputs. Components throw it to say why; whatever else they throw
 * counts as {@link Code#USER_CODE}.
 */
public final class ExecutionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stable names of failures. */
  public enum Code {
    /** A parameter or an input is wrong; trying again cannot help. */
    INVALID_ARGUMENT(false),
    /** Data is not what its format or schema says. */
    INVALID_DATA(false),
    /** A file, table or model does not exist. */
    NOT_FOUND(false),
    /** The process may not read or write what it has to. */
    PERMISSION_DENIED(false),
    /**
     * An input has fewer artifacts than needed, or the world is not in the state that is needed.
     */
    FAILED_PRECONDITION(false),
    /** Out of disk, memory or another resource. */
    RESOURCE_EXHAUSTED(false),
    /** A service does not answer now. */
    UNAVAILABLE(true),
    /** An attempt took longer than its timeout. */
    DEADLINE_EXCEEDED(true),
    /** The run was canceled. */
    CANCELED(false),
    /** The process that ran the node is gone, or its lease was taken over. */
    ABORTED(true),
    /** Code of the component's author failed. */
    USER_CODE(true);

    private final boolean retryable;

    Code(boolean retryable) {
      this.retryable = retryable;
    }

    /** Whether a retry may succeed. */
    public boolean retryable() {
      return retryable;
    }
  }

  private final Code code;
  private final @Nullable Explanation explanation;

  public ExecutionFailure(Code code, Explanation explanation) {
    this(code, explanation, null);
  }

  public ExecutionFailure(Code code, Explanation explanation, @Nullable Throwable cause) {
    super(explanation.toString(), cause);
    this.code = requireNonNull(code, "code");
    this.explanation = explanation;
  }

  /**
   * A failure with no more parts than its message: another process met it, or it names several
   * problems, each with what was expected.
   */
  public ExecutionFailure(Code code, String message) {
    super(requireNonNull(message, "message"));
    this.code = requireNonNull(code, "code");
    this.explanation = null;
  }

  public Code code() {
    return code;
  }

  /** The parts of the message; empty if only the message is known. */
  public Optional<Explanation> explanation() {
    return Optional.ofNullable(explanation);
  }
}
