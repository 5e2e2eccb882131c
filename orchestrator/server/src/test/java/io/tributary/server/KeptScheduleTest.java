package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.core.RunHome;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptScheduleTest {
  @TempDir Path directory;

  private final SetClock clock = new SetClock("2026-01-01T00:00:00Z");
  private RunHome home;
  private Path jar;

  @BeforeEach
  void open() throws IOException {
    home = RunHome.open(directory.resolve("home"), clock);
    jar = directory.resolve("build.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Schedule store(Function<Schedule, Schedule> store) throws IOException {
    var now = clock.instant();
    var schedule =
        Schedule.of("s", "taxi", new Trigger.Cron("0 6 * * *", ZoneOffset.UTC), now, now);
    return KeptSchedule.store(home, schedule, List.of(jar), store);
  }

  private List<String> kept() throws IOException {
    try (var files = Files.list(home.directory().resolve("jars"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }

  @Test
  void jarsOfAStoredScheduleStay() throws IOException {
    var stored = store(schedule -> schedule);

    assertThat(stored.jars()).hasSize(1);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void jarsOfAScheduleThatIsRefusedAreTakenAway() throws IOException {
    assertThatThrownBy(
            () ->
                store(
                    schedule -> {
                      throw new MetadataException(Code.ALREADY_EXISTS, "stored already");
                    }))
        .hasMessage("stored already");
    assertThat(kept()).isEmpty();
  }

  @Test
  void jarsOfAScheduleThatMayBeStoredStay() throws IOException {
    assertThatThrownBy(
            () ->
                store(
                    schedule -> {
                      throw new MetadataException(Code.UNAVAILABLE, "no answer");
                    }))
        .hasMessage("no answer");
    assertThat(kept()).hasSize(1);
  }
}
