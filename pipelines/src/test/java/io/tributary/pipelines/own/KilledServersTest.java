package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.PostgresServer;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import io.tributary.server.Scheduler;
import io.tributary.server.Schedules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on one PostgreSQL and a schedule that falls due every second; one after the other is
 * killed with -9, whatever it is doing, and started again. {@code -Dtributary.soak=PT5M} makes it
 * last as long.
 */
class KilledServersTest {
  private static final Duration SOAK =
      Duration.parse(System.getProperty("tributary.soak", "PT20S"));

  /** How long a server lives at least: it has to start, and to come to do something. */
  private static final Duration LIFE = Duration.ofSeconds(5);

  @TempDir private Path directory;

  private final String address = PostgresServer.shared().newDatabase();
  private final List<Process> servers = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var server : servers) {
      server.destroyForcibly().waitFor();
    }
  }

  private Process server() throws Exception {
    var number = servers.size();
    var server =
        Outcome.start(
            directory,
            directory.resolve(number + ".out"),
            directory.resolve(number + ".err"),
            "server",
            "--home",
            directory.resolve("home").toString(),
            "--metadata",
            address);
    servers.add(server);
    return server;
  }

  @Test
  void noTickIsLostOrDoubled() throws Exception {
    try (var database = MetadataDatabase.open(address, Clock.systemUTC())) {
      var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      var start = now.plusSeconds(2);
      var end = start.plus(SOAK);
      new Schedules(database, Clock.systemUTC())
          .add(
              Schedule.of(
                      "soak",
                      Misbehaving.class.getName(),
                      new Trigger.Every(Duration.ofSeconds(1), start),
                      start,
                      now)
                  .withSettings(Map.of("how", "well"))
                  .withPolicies(CatchUp.ALL, Overlap.ALLOW)
                  .until(end));
      int kills = killInTurn(end);
      awaitAllEnded(database, end);

      var expected = new LinkedHashMap<Instant, String>();
      for (var time = start; time.isBefore(end); time = time.plusSeconds(1)) {
        expected.put(time, Scheduler.runId("soak", time));
      }
      var ticks = new ArrayList<>(database.schedules().newest("soak", 100_000));
      ticks.sort(Comparator.comparing(Tick::scheduled));
      assertThat(ticks).extracting(Tick::scheduled).containsExactlyElementsOf(expected.keySet());
      assertThat(ticks).extracting(Tick::runId).containsExactlyElementsOf(expected.values());
      assertThat(ticks).extracting(Tick::message).containsOnly("COMPLETE");
      assertThat(runs(database)).containsExactlyInAnyOrderElementsOf(expected.values());
      System.err.printf(
          "%d ticks, %d servers killed, each tick run once%n", expected.size(), kills);
    }
  }

  /** Kills one of two servers after the other, until the end. */
  private int killInTurn(Instant end) throws Exception {
    var one = server();
    var other = server();
    int kills = 0;
    while (Instant.now().isBefore(end)) {
      assertThat(one.waitFor(LIFE.toMillis(), TimeUnit.MILLISECONDS))
          .as("server %s ends of its own accord", servers.indexOf(one))
          .isFalse();
      one.destroyForcibly().waitFor();
      kills++;
      one = other;
      other = server();
    }
    return kills;
  }

  private void awaitAllEnded(MetadataDatabase database, Instant end) throws Exception {
    var last = servers.get(servers.size() - 1);
    var deadline = end.plus(Scheduler.ON_TIME.multipliedBy(3));
    while (database.schedules().find("soak").orElseThrow().settled().isBefore(end.minusSeconds(1))
        || !database.schedules().open().isEmpty()) {
      assertThat(Instant.now()).as("open: %s", database.schedules().open()).isBefore(deadline);
      assertThat(last.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static Set<String> runs(MetadataDatabase database) {
    var ids = new HashSet<String>();
    database.runs().newest(100_000).forEach(run -> assertThat(ids.add(run.id())).isTrue());
    return ids;
  }
}
