package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Checkpoints;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a training that learns in rounds keeps for the next attempt at the same, should it not come
 * to its end: see {@link Checkpoints}. A state that is offered is kept only if the last one is
 * {@value #SECONDS} seconds old, so that keeping costs little whatever a round takes. Not
 * thread-safe.
 */
public final class RoundCheckpoints {
  private static final int SECONDS = 30;

  private final @Nullable Checkpoints checkpoints;
  private final Clock clock;
  private Instant last;

  /** Makes the state of a training. */
  public interface State<E extends Exception> {
    byte[] bytes() throws E;
  }

  private RoundCheckpoints(@Nullable Checkpoints checkpoints, Clock clock) {
    this.checkpoints = checkpoints;
    this.clock = requireNonNull(clock, "clock");
    last = clock.instant();
  }

  /** Keeps states in {@code checkpoints}. */
  public static RoundCheckpoints in(Checkpoints checkpoints, Clock clock) {
    return new RoundCheckpoints(requireNonNull(checkpoints, "checkpoints"), clock);
  }

  /** Keeps nothing. */
  public static RoundCheckpoints none() {
    return new RoundCheckpoints(null, Clock.systemUTC());
  }

  /** What was kept last under that name, in this attempt or an earlier one. */
  public Optional<byte[]> find(String name) throws IOException {
    return checkpoints == null ? Optional.empty() : checkpoints.find(name);
  }

  /** Keeps the state after a round if it is time to. */
  public <E extends Exception> void offer(String name, State<E> state) throws IOException, E {
    if (checkpoints == null) {
      return;
    }
    var now = clock.instant();
    if (Duration.between(last, now).compareTo(Duration.ofSeconds(SECONDS)) >= 0) {
      checkpoints.put(name, state.bytes());
      last = now;
    }
  }

  /** Keeps what a part of the training has come to, after which another one begins. */
  public <E extends Exception> void put(String name, State<E> state) throws IOException, E {
    if (checkpoints != null) {
      checkpoints.put(name, state.bytes());
    }
  }
}
