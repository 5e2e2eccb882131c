package io.tributary.metadata;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Schedules and their ticks. The times at which a schedule falls due are computed by who asks; the
 * store sees to it that each is settled once. Thread-safe; every method throws {@link
 * MetadataException}.
 */
public interface ScheduleStore {

  /**
   * Stores a new schedule; ALREADY_EXISTS if its name is taken. Times up to the last tick that an
   * earlier schedule of this name has had are settled.
   */
  Schedule create(Schedule schedule);

  /** The schedule of this name. */
  Optional<Schedule> find(String name);

  /** All schedules, by name. */
  List<Schedule> all();

  /** Pauses a schedule, or lets it go on; NOT_FOUND if there is no such schedule. */
  Schedule setPaused(String name, boolean paused);

  /**
   * Removes a schedule; NOT_FOUND if there is no such schedule. Its ticks stay, as a record, and to
   * be ended by whoever runs them.
   */
  void remove(String name);

  /**
   * Stores what becomes of all times at which a schedule falls due up to one, all or nothing. That
   * time never goes back.
   *
   * @param ticks CLAIMED or SKIPPED, of this schedule
   * @throws MetadataException ALREADY_EXISTS if one of them is stored: somebody else was quicker;
   *     NOT_FOUND if there is no such schedule; INVALID_ARGUMENT for ticks of another schedule or
   *     state, or after {@code settled}
   */
  void settle(String schedule, Collection<Tick> ticks, Instant settled);

  /**
   * Stores the state of a tick, in place of what was stored for it; NOT_FOUND if it is not stored,
   * FAILED_PRECONDITION if it has ended or is skipped already.
   */
  void put(Tick tick);

  /** What became of a time at which a schedule fell due. */
  Optional<Tick> tick(String schedule, Instant scheduled);

  /** All ticks with something left to do, the earliest first. */
  List<Tick> open();

  /** The newest ticks of a schedule, newest first, at most {@code limit}. */
  List<Tick> newest(String schedule, int limit);

  /** The newest ticks of a schedule before a time, newest first, at most {@code limit}. */
  List<Tick> before(String schedule, Instant time, int limit);
}
