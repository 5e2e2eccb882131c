package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.api.Run;
import io.tributary.api.artifact.Artifact;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCommandTest {
  private static final String PIPELINE = Noted.class.getName();

  @TempDir Path directory;

  /** A pipeline of one node. */
  public record Noted(String text) implements PipelineDefinition {
    public Noted() {
      this("");
    }

    /** Some text. */
    public interface Note extends Artifact {}

    /** Does nothing. */
    public record Say(String text) implements Component<Say.Outputs> {
      /** A note. */
      public record Outputs(Channel<Note> note) {}

      @Override
      public void run(Run<Outputs> run) {
        run.output(Outputs::note);
      }
    }

    @Override
    public Pipeline define() {
      var p = Pipeline.named("noted");
      p.add(new Say(text));
      return p;
    }
  }

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome call(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of("--home", directory.resolve("home").toString()));
    all.addAll(List.of(arguments));
    int exitCode =
        Tributary.execute(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private Outcome add(String... further) {
    var arguments = new ArrayList<>(List.of("schedule", "add", "nightly", PIPELINE));
    arguments.addAll(List.of(further));
    return call(arguments.toArray(String[]::new));
  }

  @Test
  void addedScheduleIsListedWithWhenItFallsDue() {
    var added = add("--cron", "0 6 1 1 *", "--zone", "Europe/Berlin", "--set", "text=morning");
    assertThat(added.err()).isEmpty();
    assertThat(added.exitCode()).isZero();
    assertThat(added.out())
        .contains("schedule nightly: 0 6 1 1 * Europe/Berlin")
        .contains("-01-01 06:00:00 +01:00 Europe/Berlin");
    assertThat(call("schedule", "list").out())
        .contains("SCHEDULE", "nightly", PIPELINE, "0 6 1 1 * Europe/Berlin");
    assertThat(call("schedule", "list", "--json").out())
        .contains("\"cron\" : \"0 6 1 1 *\"", "\"zone\" : \"Europe/Berlin\"")
        .contains("\"catch_up\" : \"latest\"", "\"overlap\" : \"skip\"")
        .contains("\"text\" : \"morning\"", "\"next\" : ");
  }

  @Test
  void nextTimesArePrintedInTheZoneOfTheSchedule() {
    add("--cron", "0 6 1 */6 *", "--zone", "America/New_York");
    assertThat(call("schedule", "next", "nightly", "-n", "4").out().lines())
        .hasSize(4)
        .anyMatch(line -> line.endsWith("-01-01 06:00:00 -05:00 America/New_York"))
        .anyMatch(line -> line.endsWith("-07-01 06:00:00 -04:00 America/New_York"));
  }

  @Test
  void scheduleIsPausedResumedAndRemoved() {
    assertThat(add("--every", "1h", "--catch-up", "all", "--overlap", "queue").exitCode()).isZero();
    assertThat(call("schedule", "pause", "nightly").out().strip())
        .isEqualTo("schedule nightly paused");
    assertThat(call("schedule", "list").out()).contains("every 1h  paused");
    assertThat(call("schedule", "next", "nightly").out()).contains("paused: nothing is run");
    assertThat(call("schedule", "resume", "nightly").exitCode()).isZero();
    assertThat(call("schedule", "list").out()).doesNotContain("paused");
    assertThat(call("schedule", "remove", "nightly").exitCode()).isZero();
    assertThat(call("schedule", "list").out().strip()).isEqualTo("no schedules");
    var gone = call("schedule", "remove", "nightly");
    assertThat(gone.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(gone.err()).contains("schedule: 'nightly'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|--cron, --every: none",
        "--cron=0 6 * * *;--every=1h|--cron, --every: both",
        "--cron=0 6 * *|cron: '0 6 * *'",
        "--cron=0 6 30 2 *|never falls due",
        "--cron=0 6 * * *;--zone=Berlin|--zone: 'Berlin'",
        "--every=1h;--zone=UTC|--zone: UTC with --every",
        "--every=soon|--every: 'soon'",
        "--every=0s|--every: '0s'",
        "--every=1h;--start=monday|--start: 'monday'",
        "--every=1h;--end=2000-01-01T00:00:00Z|Schedule.end: 2000-01-01T00:00:00Z",
        "--every=1h;--overlap=perhaps|--overlap",
        "--every=1h;--set=colour=red|--set colour: no such setting",
        "--every=1h;--jar=missing.jar|--jar: missing.jar"
      })
  void whatCannotBeIsRefusedAndNamed(String arguments, String message) {
    var outcome = add(arguments == null ? new String[0] : arguments.split(";"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(message);
    assertThat(call("schedule", "list").out()).contains("no schedules");
  }

  @Test
  void nameIsTakenOnceAndWhatIsRefusedLeavesNoJar() throws Exception {
    add("--every", "1h");
    var jar = directory.resolve("mine.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("some"));
    }
    var again = add("--every", "1h", "--jar", jar.toString());
    assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("schedule 'nightly': stored already");
    assertThat(jars()).isEmpty();
    call("schedule", "remove", "nightly");
    assertThat(add("--every", "1h", "--jar", jar.toString()).exitCode()).isZero();
    assertThat(jars()).hasSize(1);
  }

  private List<Path> jars() throws Exception {
    try (var files = Files.newDirectoryStream(directory.resolve("home/jars"), "*.jar")) {
      var jars = new ArrayList<Path>();
      files.forEach(jars::add);
      return jars;
    }
  }

  @Test
  void unknownPipelineIsRefused() {
    var outcome = call("schedule", "add", "nightly", "nothing", "--every", "1h");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("tributary: pipeline: 'nothing'");
  }
}
