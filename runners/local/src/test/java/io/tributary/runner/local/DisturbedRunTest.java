package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.Layers;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.metadata.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the launcher, the metadata server or PostgreSQL at random moments of a run of twenty nodes
 * in processes of their own. However often it has to be resumed, the run ends as an undisturbed
 * one, and nothing is there twice. More rounds with {@code -Dtributary.kill.rounds=100}.
 */
class DisturbedRunTest {
  private static final int ROUNDS = Integer.getInteger("tributary.kill.rounds", 1);
  private static final int MOST_KILLS = 3;
  private static final int MOST_STARTS = 12;

  /** How often is looked at the processes of nodes. */
  private static final long GLANCE_MILLIS = 20;

  @TempDir Path parent;

  private Path trace;
  private Map<String, String> undisturbed;

  /** Opens what is killed; the file is for its database, if it needs one. */
  private interface Opening {
    Victim open(Path file) throws IOException;
  }

  @BeforeEach
  void runUndisturbed() throws Exception {
    trace = parent.resolve("trace");
    try (var home = RunHome.open(parent.resolve("undisturbed"), Clock.systemUTC())) {
      new LocalRunner().start(Layers.request(trace), home, RunListener.SILENT).await();
      undisturbed = Layers.digests(home);
    }
    assertThat(undisturbed).hasSize(Layers.NODES);
  }

  @Test
  void runWhoseLauncherIsKilledEndsAsAnUndisturbedOne(TestReporter reporter) throws Exception {
    disturb(reporter, Victim.Launcher::new);
  }

  @Test
  void runWhoseMetadataServerIsKilledEndsAsAnUndisturbedOne(TestReporter reporter)
      throws Exception {
    disturb(reporter, Victim.Server::new);
  }

  @Test
  void runWhosePostgresIsKilledEndsAsAnUndisturbedOne(TestReporter reporter) throws Exception {
    disturb(reporter, file -> new Victim.Postgres());
  }

  private void disturb(TestReporter reporter, Opening opening) throws Exception {
    var chance = new Random(Long.getLong("tributary.kill.seed", 20));
    int kills = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var directory = Files.createDirectories(parent.resolve("round-" + round));
      try (var victim = opening.open(directory.resolve("shared.db"))) {
        kills += run(directory.resolve("home"), victim, chance);
        assertUndisturbed(directory.resolve("home"), victim);
      }
    }
    reporter.publishEntry("kills in " + ROUNDS + " rounds", "" + kills);
    assertThat(kills).isGreaterThanOrEqualTo(ROUNDS);
  }

  /** Starts the launcher until the run has ended; gives how often the victim was killed. */
  private int run(Path home, Victim victim, Random chance) throws Exception {
    int kills = 0;
    for (int start = 0; start < MOST_STARTS; start++) {
      var log = home.resolveSibling("launcher-" + start + ".log");
      var builder =
          new ProcessBuilder(Conductor.java(Conductor.class, home.toString(), trace.toString()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("TRIBUTARY_METADATA", victim.address());
      var launcher = builder.start();
      var nodes = new HashSet<ProcessHandle>();
      while (kills < MOST_KILLS && !ends(launcher, 500 + chance.nextInt(3_000), nodes)) {
        victim.kill(launcher);
        kills++;
      }
      assertThat(ends(launcher, TimeUnit.MINUTES.toMillis(3), nodes)).as("ended: %s", log).isTrue();
      if (launcher.exitValue() == 0) {
        return kills;
      }
      // Processes of nodes that outlive their launcher finish their nodes first.
      for (var node : nodes) {
        node.onExit().get(1, TimeUnit.MINUTES);
      }
    }
    throw new AssertionError(
        "not ended after so many starts; the last one said: "
            + Files.readString(home.resolveSibling("launcher-" + (MOST_STARTS - 1) + ".log")));
  }

  /**
   * Whether the launcher ends within a time.
   *
   * @param nodes the processes that it has started are added
   */
  private static boolean ends(Process launcher, long millis, Set<ProcessHandle> nodes)
      throws InterruptedException {
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      launcher.children().forEach(nodes::add);
      if (launcher.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return false;
  }

  private void assertUndisturbed(Path directory, Victim victim) throws IOException {
    try (var home = RunHome.open(directory, victim.address(), Clock.systemUTC())) {
      assertThat(home.metadata().runs().find(Layers.RUN).orElseThrow().state())
          .isEqualTo(RunState.COMPLETE);
      assertThat(Layers.digests(home)).isEqualTo(undisturbed);
      assertThat(Layers.completeExecutions(home)).isEqualTo(Layers.NODES);
      assertThat(home.artifacts().staged()).isEmpty();
    }
  }
}
