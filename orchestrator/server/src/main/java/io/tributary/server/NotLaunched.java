package io.tributary.server;

import java.util.Optional;

/**
 * A run that was not started.
 *
 * @param busy whether it is to be asked for again
 */
record NotLaunched(boolean busy, String why) implements Launched {
  @Override
  public Optional<Ending> ending() {
    return Optional.of(
        new Ending(busy ? Outcome.BROKEN_OFF : Outcome.FAILED, "not started: " + why));
  }

  @Override
  public void cancel() {}

  @Override
  public void await() {}
}
