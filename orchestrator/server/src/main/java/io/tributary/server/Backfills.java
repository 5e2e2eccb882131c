package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The back-fills of a database: a pipeline is run on each of many spans. A back-fill is stored
 * before anything is run, and any number of servers work on it; who comes after a death goes on
 * with what is left. A piece that fails stops no other.
 *
 * <p>A back-fill is a schedule whose trigger is a {@link Trigger.Backfill}; its pieces are ticks,
 * which come into being one after the other, so that ten thousand of them cost no more than one
 * until they are run. Thread-safe; every method throws {@link MetadataException}, NOT_FOUND for a
 * back-fill that there is not.
 */
public final class Backfills {
  /** How many runs of one may be under way at the most. */
  public static final int MOST_AT_A_TIME = 1000;

  private final MetadataDatabase database;
  private final Clock clock;

  public Backfills(MetadataDatabase database, Clock clock) {
    this.database = requireNonNull(database, "database");
    this.clock = requireNonNull(clock, "clock");
  }

  /** How far a back-fill is. */
  public enum State {
    /** There are pieces left. */
    RUNNING,
    /** No more pieces are begun. */
    CANCELED,
    /** All pieces are complete. */
    COMPLETE,
    /** All pieces are over, and some have failed. */
    FAILED
  }

  /**
   * A back-fill, and how far it is.
   *
   * @param backfill the schedule that it is stored as
   * @param state how far it is
   * @param pieces how many runs it has
   * @param counts how many of them are in a state, as far as they have begun
   */
  public record Progress(Schedule backfill, State state, long pieces, Map<TickState, Long> counts) {
    public Progress {
      counts = Map.copyOf(counts);
    }

    /** How many pieces are in a state. */
    public long count(TickState tick) {
      return counts.getOrDefault(tick, 0L);
    }

    /** How many pieces are not over: what is left to run, or under way. */
    public long left() {
      return pieces - count(TickState.ENDED) - count(TickState.FAILED);
    }

    /** What it does. */
    public Trigger.Backfill trigger() {
      return (Trigger.Backfill) backfill.trigger();
    }
  }

  /**
   * Stores a new back-fill, which servers begin to work on.
   *
   * @throws IllegalArgumentException if the trigger is none of a back-fill
   * @throws MetadataException ALREADY_EXISTS if there is a back-fill or a schedule of this name, or
   *     was one: ticks stay, and would count as its pieces
   */
  public Progress begin(Schedule backfill) {
    if (!(backfill.trigger() instanceof Trigger.Backfill)) {
      throw new IllegalArgumentException(
          "back-fill '"
              + backfill.name()
              + "': "
              + backfill.trigger()
              + " (expected: a Trigger.Backfill); add it as a schedule");
    }
    return database.<Progress, MetadataException>transact(
        () -> {
          var created = database.schedules().create(backfill);
          if (!database.schedules().newest(created.name(), 1).isEmpty()) {
            throw new MetadataException(
                MetadataException.Code.ALREADY_EXISTS,
                new Explanation(
                        "back-fill",
                        "'" + created.name() + "', the name of a schedule that was removed",
                        "a name that no schedule has had",
                        "choose another")
                    .toString());
          }
          return progress(created);
        });
  }

  /** All back-fills, by name, also those that are over. */
  public List<Progress> all() {
    return backfills().stream().map(this::progress).toList();
  }

  private List<Schedule> backfills() {
    return database.schedules().all().stream()
        .filter(one -> one.trigger() instanceof Trigger.Backfill)
        .toList();
  }

  /** The back-fill of this name. */
  public Progress find(String name) {
    return database
        .schedules()
        .find(name)
        .filter(one -> one.trigger() instanceof Trigger.Backfill)
        .map(this::progress)
        .orElseThrow(
            () ->
                new MetadataException(
                    MetadataException.Code.NOT_FOUND,
                    new Explanation(
                            "back-fill",
                            "'" + name + "'",
                            "one of " + backfills().stream().map(Schedule::name).toList(),
                            "name one of these, or begin it")
                        .toString()));
  }

  private Progress progress(Schedule backfill) {
    long pieces = ((Trigger.Backfill) backfill.trigger()).pieces();
    var counts = database.schedules().count(backfill.name());
    long complete = counts.getOrDefault(TickState.ENDED, 0L);
    long over = complete + counts.getOrDefault(TickState.FAILED, 0L);
    State state;
    if (complete == pieces) {
      state = State.COMPLETE;
    } else if (over == pieces) {
      state = State.FAILED;
    } else {
      state = backfill.paused() ? State.CANCELED : State.RUNNING;
    }
    return new Progress(backfill, state, pieces, counts);
  }

  /** The newest pieces in a state, newest first, at most {@code limit}. */
  public List<Tick> pieces(String name, TickState state, int limit) {
    find(name);
    return database.schedules().newest(name, state, limit);
  }

  /** Begins no more pieces. Those under way go on to their end. */
  public Progress cancel(String name) {
    find(name);
    return progress(database.schedules().setPaused(name, true));
  }

  /**
   * Goes on with what was canceled, and tries again what has failed: a run that is stored is
   * resumed, with the nodes that were not complete.
   */
  public Progress resume(String name) {
    return database.<Progress, MetadataException>transact(
        () -> {
          find(name);
          database.schedules().retry(name, clock.instant());
          return progress(database.schedules().setPaused(name, false));
        });
  }
}
