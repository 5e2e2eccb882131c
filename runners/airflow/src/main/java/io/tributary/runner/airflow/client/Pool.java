package io.tributary.runner.airflow.client;

import java.util.Optional;

/**
 * How many tasks may run at once, and do.
 *
 * @param slots of all; -1 if there is no limit
 * @param includeDeferred whether deferred tasks take a slot
 */
public record Pool(
    String name,
    int slots,
    Optional<String> description,
    boolean includeDeferred,
    int occupiedSlots,
    int runningSlots,
    int queuedSlots,
    int scheduledSlots,
    int openSlots,
    int deferredSlots) {

  /** One to be stored. */
  public static Pool of(String name, int slots) {
    return new Pool(name, slots, Optional.empty(), false, 0, 0, 0, 0, 0, 0);
  }

  /** With a description. */
  public Pool withDescription(String text) {
    return new Pool(
        name,
        slots,
        Optional.of(text),
        includeDeferred,
        occupiedSlots,
        runningSlots,
        queuedSlots,
        scheduledSlots,
        openSlots,
        deferredSlots);
  }
}
