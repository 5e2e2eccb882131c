package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.jar.RunJar;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Schedule;
import io.tributary.server.Audit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A schedule, or a back-fill, that is stored together with its jars. */
final class StoredSchedule {
  private StoredSchedule() {}

  /**
   * Keeps the jars in the home, and stores the schedule with them.
   *
   * @param given the jars
   * @param action what the audit log calls it
   * @param store stores it
   */
  static <T> T store(
      RunHome home, Schedule schedule, List<Path> given, String action, Function<Schedule, T> store)
      throws IOException {
    try (var kept = RunJars.keep(home, schedule.name(), given)) {
      var lines = kept.jars().stream().map(jar -> RunJar.format(List.of(jar))).toList();
      try {
        var stored =
            new Audit(home.metadata(), home.clock(), Audit.user())
                .<T, RuntimeException>change(
                    action,
                    schedule.name(),
                    "pipeline " + schedule.pipeline(),
                    () -> store.apply(schedule.withJars(lines)));
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
