package io.tributary.metadata;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
   * @throws MetadataException ALREADY_EXISTS if one of them is stored, or its cause is: somebody
   *     else was quicker; NOT_FOUND if there is no such schedule; INVALID_ARGUMENT for ticks of
   *     another schedule or state, or after {@code settled}
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

  /** The newest ticks of a schedule in one state, newest first, at most {@code limit}. */
  List<Tick> newest(String schedule, TickState state, int limit);

  /** How many ticks a schedule has in each state that one of them is in. */
  Map<TickState, Long> count(String schedule);

  /** The causes upon which a schedule of this name has ever fallen due. */
  Set<String> causes(String schedule);

  /**
   * Makes all ticks with a cause that have failed or were skipped RETRIED, all or none. A run keeps
   * its id: name of the schedule and cause.
   *
   * @return how many there are
   */
  int retry(String schedule, Instant now);

  /**
   * The live artifacts that complete runs have made for an output, of runs that ended then or
   * later, in the order in which these ended.
   */
  List<Arrival> arrivals(Trigger.OnArtifact output, Instant since);
}
