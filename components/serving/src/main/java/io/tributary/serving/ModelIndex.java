package io.tributary.serving;

/**
 * One line of a repository index.
 *
 * @param name of the model
 * @param version a number, or empty if no version of the model was ever asked for
 * @param state {@code READY}, {@code UNAVAILABLE}, {@code LOADING}, {@code UNLOADING}, or empty if
 *     the model was never asked for
 * @param reason why the state is what it is; empty if there is nothing to say
 */
public record ModelIndex(String name, String version, String state, String reason) {
  /** The state of a version that answers. */
  public static final String READY = "READY";

  /** The state of a version that does not answer; the reason says why. */
  public static final String UNAVAILABLE = "UNAVAILABLE";

  /** Whether this version answers. */
  public boolean ready() {
    return state.equals(READY);
  }
}
