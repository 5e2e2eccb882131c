package io.tributary.data.source;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import org.jspecify.annotations.Nullable;

/** Files, and parts of them, that are not what their format says. */
public final class BrokenFile {
  private BrokenFile() {}

  /**
   * A failure that names it.
   *
   * @param where the file, or a place in it
   * @param found what is wrong
   * @param expected such as {@code a complete Parquet file}
   */
  public static ExecutionFailure failure(String where, String found, String expected) {
    return failure(where, found, expected, null);
  }

  /** The same, with what a reader of the format has thrown. */
  public static ExecutionFailure failure(
      String where, String found, String expected, @Nullable Exception cause) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            where,
            found,
            expected,
            "write or copy the file again; have writers rename finished files into place"),
        cause);
  }

  /** The first line of what a library says; the others are for those who call it. */
  public static String reason(Exception cause) {
    var message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
