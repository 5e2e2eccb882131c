package io.tributary.server;

import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import java.util.Optional;

/** Starts the runs of ticks. */
public interface Launch {

  /**
   * Starts the run of a tick, or goes on with it if it is stored already, because a server has died
   * or was stopped; returns when it is stored. A run that has ended is only looked at.
   *
   * @param schedule empty if it was removed since, which only a run that is stored survives
   * @throws io.tributary.core.RunRefusedException if the run cannot be started; one that is busy is
   *     asked for again later
   * @throws io.tributary.metadata.MetadataException if the database fails; it is asked for again
   *     where that may help
   * @throws RuntimeException if there is no pipeline to run; the tick fails with its message
   */
  Launched launch(Tick tick, Optional<Schedule> schedule);
}
