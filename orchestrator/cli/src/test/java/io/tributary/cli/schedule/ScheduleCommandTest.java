package io.tributary.cli.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.cli.Tributary;
import io.tributary.cli.command.ExitCode;
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

public class ScheduleCommandTest {
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
        "|--cron, --every, --on-span, --on-artifact: none",
        "--cron=0 6 * * *;--every=1h|--cron, --every, --on-span, --on-artifact: several",
        "--cron=0 6 * *|cron: '0 6 * *'",
        "--cron=0 6 30 2 *|never falls due",
        "--cron=0 6 * * *;--zone=Berlin|--zone: 'Berlin'",
        "--every=1h;--zone=UTC|--zone: UTC without --cron",
        "--every=soon|--every: 'soon'",
        "--every=0s|--every: '0s'",
        "--every=PT9223372036854775807S|--every: 'PT9223372036854775807S' (expected: at most 36500d)",
        "--every=1h;--start=-1000000000-01-01T00:00:00Z|--start: '-1000000000-01-01T00:00:00Z' (expected: a time from 1970 to 2999)",
        "--every=1h;--end=+1000000000-12-31T23:59:59Z|--end: '+1000000000-12-31T23:59:59Z' (expected: a time from 1970 to 2999)",
        "--on-span=/in/{SPAN}.csv;--settle=999999999d|--settle: '999999999d' (expected: at most 36500d)",
        "--on-span=/in/\t{SPAN}.csv|--on-span: '/in/?{SPAN}.csv', with control characters",
        "--on-artifact=a\t/b.c|--on-artifact: 'a?/b.c', with control characters",
        "--every=1h;--span=day;--span-data=/in/{SPAN};--late=wait:PT9223372036854775807S|--late: 'PT9223372036854775807S' (expected: at most 36500d)",
        "--every=1h;--start=monday|--start: 'monday'",
        "--every=1h;--end=2000-01-01T00:00:00Z|Schedule.end: 2000-01-01T00:00:00Z",
        "--every=1h;--overlap=perhaps|--overlap",
        "--every=1h;--set=colour=red|--set colour: no such setting",
        "--every=1h;--jar=missing.jar|--jar: missing.jar",
        "--on-span=/in/{SPAN;--every=1h|several",
        "--on-span=/in/x.csv|--on-span: span pattern '/in/x.csv': no span",
        "--on-span=/in/{SPAN}.csv|pipeline 'noted': no parameter for a span",
        "--on-span=/in/{SPAN}.csv;--overlap=skip|--overlap: skip, of a schedule that falls due upon events",
        "--on-span=/in/{SPAN}.csv;--span=day|--span: day without --cron or --every",
        "--on-artifact=Trainer.model|--on-artifact: 'Trainer.model' (expected: PIPELINE/NODE.OUTPUT",
        "--on-artifact=a/b.c;--start=2026-01-01T00:00:00Z|--start: 2026-01-01T00:00:00Z, of a schedule that falls due upon events",
        "--every=1h;--settle=1m|--settle: 1m without --on-span or --span-data",
        "--every=1h;--span=week|--span: 'week'",
        "--every=1h;--span=day-1|pipeline 'noted': no parameter for a span",
        "--every=1h;--span-data=/in/{SPAN}|--span-data: /in/{SPAN} without --span",
        "--every=1h;--span=day;--late=skip|--late: skip without --span-data",
        "--every=1h;--span=day;--span-data=/in/{SPAN};--late=never|--late: 'never'",
        "--every=1h;--span=day;--span-data=/in/{SPAN};--late=wait:soon|--late: 'soon'",
        "--every=1h;--span=day;--span-data=/in/{SPAN};--late=wait:0s|--late: 'wait:0s'"
      })
  void whatCannotBeIsRefusedAndNamed(String arguments, String message) {
    var outcome = add(arguments == null ? new String[0] : arguments.split(";"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(message);
    assertThat(call("schedule", "list").out()).contains("no schedules");
  }

  @Test
  void scheduleWhoseRunsWouldLackAValueIsRefused() {
    var outcome = addSpanned("hourly", "--every", "1h");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("runtime parameter 'span': no value");
    assertThat(call("schedule", "list").out()).contains("no schedules");
    assertThat(addSpanned("hourly", "--every", "1h", "--set", "span=latest").exitCode()).isZero();
  }

  @Test
  void serverListensNowhereIfItsAddressIsEmpty() {
    var outcome = call("server", "--port", "0", "--address", "");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--address: ''");
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

  /** A pipeline that is told a span. */
  public static final class Spanned implements PipelineDefinition {
    /** Notes the span. */
    public record Say(RuntimeParameter<ScheduledSpan> span) implements Component<Say.Outputs> {
      /** A note. */
      public record Outputs(Channel<Noted.Note> note) {}

      @Override
      public void run(Run<Outputs> run) {
        run.output(Outputs::note);
      }
    }

    @Override
    public Pipeline define() {
      var p = Pipeline.named("spanned");
      p.add(new Say(RuntimeParameter.required("span", ScheduledSpan.class)));
      return p;
    }
  }

  private Outcome addSpanned(String name, String... further) {
    var arguments = new ArrayList<>(List.of("schedule", "add", name, Spanned.class.getName()));
    arguments.addAll(List.of(further));
    return call(arguments.toArray(String[]::new));
  }

  @Test
  void scheduleSaysWhichSpanATimeStandsForAndWhatBecomesOfLateData() {
    var added =
        addSpanned(
            "daily",
            "--cron=0 6 * * *",
            "--zone=UTC",
            "--span=day-1",
            "--span-data=/in/{YYYY}/{MM}/{DD}/*.csv",
            "--late=wait:PT6H",
            "--settle=90s");
    assertThat(added.err()).isEmpty();
    assertThat(added.out())
        .contains(
            "schedule daily: 0 6 * * * UTC, span day-1 of /in/{YYYY}/{MM}/{DD}/*.csv, late: wait:6h")
        .containsPattern("next      .* 06:00:00 \\+00:00 UTC span [0-9]{5}");
    assertThat(call("schedule", "list", "--json").out())
        .contains("\"span\" : \"day-1\"", "\"span_data\" : \"/in/{YYYY}/{MM}/{DD}/*.csv\"")
        .contains("\"settle\" : \"PT1M30S\"", "\"late\" : \"wait\"", "\"patience\" : \"PT6H\"");
    var told = addSpanned("told", "--every=1h", "--span=hour", "--set", "span=7");
    assertThat(told.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains("--set span: '7', of a pipeline that is told its span");
  }

  @Test
  void scheduleFallsDueUponEvents() {
    assertThat(addSpanned("spans", "--on-span=" + directory + "/{SPAN}.csv").out())
        .contains("next      on each span of " + directory + "/{SPAN}.csv");
    assertThat(add("--on-artifact", "chicago-taxi/Trainer.model").exitCode()).isZero();
    assertThat(call("schedule", "next", "nightly").out())
        .contains("on each artifact of chicago-taxi/Trainer.model");
    assertThat(call("schedule", "list", "--json").out())
        .contains("\"on_span\" : \"" + directory + "/{SPAN}.csv\"", "\"settle\" : \"PT1M\"")
        .contains("\"on_artifact\" : \"chicago-taxi/Trainer.model\"")
        .contains("\"catch_up\" : \"none\"", "\"overlap\" : \"queue\"");
  }

  private Outcome backfill(String... further) {
    var arguments = new ArrayList<>(List.of("backfill", Spanned.class.getName(), "--name=b"));
    arguments.addAll(List.of(further));
    return call(arguments.toArray(String[]::new));
  }

  @Test
  void backfillIsBegunShownCanceledAndResumed() {
    var begun =
        backfill(
            "--from=2026-11-01", "--to=2026-11-30", "--policy=batched:7", "--limit=2", "--detach");
    assertThat(begun.err()).isEmpty();
    assertThat(begun.out())
        .contains(
            "back-fill b: spans 20758 to 20787 in 5 runs, 2 at a time: 0 complete, 0 failed, 5 left");
    assertThat(call("backfill", "list").out()).contains("b", Spanned.class.getName(), "RUNNING");
    assertThat(call("backfill", "show", "b").out()).contains("back-fill b RUNNING: spans 20758");
    assertThat(call("backfill", "cancel", "b").out()).contains("back-fill b CANCELED");
    assertThat(call("backfill", "list", "--json").out())
        .contains("\"state\" : \"CANCELED\"", "\"left\" : 5", "\"spans_in_a_run\" : 7");
    assertThat(call("backfill", "resume", "b", "--detach").exitCode()).isZero();
    assertThat(call("backfill", "show", "b", "--json").out())
        .contains("\"state\" : \"RUNNING\"", "\"FAILED\" : [ ]");
    assertThat(call("schedule", "list").out()).contains("no schedules");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from=1|--to: none",
        "--to=1|--from: none",
        "--from=3;--to=2|--from, --to: 3, 2",
        "--from=latest;--to=2|--from: 'latest'",
        "--from=1..2;--to=3|--from: '1..2'",
        "--from=x;--to=3|--from: span: 'x'",
        "--from=1;--to=3;--policy=some|--policy: 'some'",
        "--from=1;--to=3;--policy=batched:0|--policy: 'batched:0'",
        "--from=1;--to=3;--limit=0|--limit: 0",
        "--from=1;--to=3;--limit=1001|--limit: 1001",
        "--from=1;--to=3;--set=span=2|--set span: '2'"
      })
  void backfillThatCannotBeIsRefusedAndNamed(String arguments, String message) {
    var outcome = backfill(arguments.split(";"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(message);
    assertThat(call("backfill", "list").out()).contains("no back-fills");
  }

  @Test
  void backfillOfAPipelineWithoutSpansOrOfNoneIsRefused() {
    assertThat(call("backfill", PIPELINE, "--from=1", "--to=2").err())
        .contains("pipeline 'noted': no parameter for a span (expected: a RuntimeParameter<");
    assertThat(call("backfill").err()).contains("backfill: no pipeline");
    assertThat(call("backfill", "show", "none").err()).contains("back-fill: 'none'");
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
