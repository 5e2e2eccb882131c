package io.tributary.server;

import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.jar.RunJar;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A schedule, or a back-fill, that is stored together with its jars. */
public final class KeptSchedule {
  private KeptSchedule() {}

  /**
   * Keeps jars in the home, and has a schedule stored with them. The home keeps them unless it is
   * certain that the schedule is not stored.
   *
   * @param given the jars
   * @param store stores the schedule
   */
  public static <T> T store(
      RunHome home, Schedule schedule, List<Path> given, Function<Schedule, T> store)
      throws IOException {
    try (var kept = RunJars.keep(home, schedule.name(), given)) {
      var lines = kept.jars().stream().map(jar -> RunJar.format(List.of(jar))).toList();
      try {
        var stored = store.apply(schedule.withJars(lines));
        kept.retain();
        return stored;
      } catch (MetadataException e) {
        if (e.mayBeStored()) {
          kept.retain();
        }
        throw e;
      }
    }
  }
}
