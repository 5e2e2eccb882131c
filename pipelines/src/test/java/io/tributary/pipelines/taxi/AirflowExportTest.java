package io.tributary.pipelines.taxi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirflowExportTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void chooseAHome() {
    cli = new Cli(Path.of("/srv/tributary"));
  }

  private Cli.Outcome export(String... further) {
    var command =
        new ArrayList<>(
            List.of(
                "airflow",
                "export",
                "--program",
                "/opt/tributary/tributary",
                "--directory",
                "/srv"));
    command.addAll(List.of(further));
    return cli.call(command.toArray(String[]::new));
  }

  private String exported(String... further) {
    var outcome = export(further);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private String taxi(String... further) {
    var arguments = new ArrayList<>(List.of("chicago-taxi", "--set", "data=/data/trips.csv"));
    arguments.addAll(List.of(further));
    return exported(arguments.toArray(String[]::new));
  }

  @Test
  void theTaxiPipelineIsWrittenLineByLineAsItWasBefore() throws IOException {
    try (var golden = AirflowExportTest.class.getResourceAsStream("chicago_taxi_dag.py")) {
      assertThat(golden).isNotNull();
      assertThat(taxi("--cron", "0 6 * * *", "--zone", "Europe/Berlin", "--pool", "Trainer=gpu"))
          .isEqualTo(new String(golden.readAllBytes(), UTF_8));
    }
  }

  @Test
  void aFileIsReplacedAsAWholeAndHasWhatIsPrinted() throws IOException {
    var file = directory.resolve("dags").resolve("taxi.py");

    var told = "written  " + file + System.lineSeparator();
    assertThat(taxi("-o", file.toString())).isEqualTo(told);
    assertThat(taxi("--output", file.toString())).isEqualTo(told);

    assertThat(file).hasContent(taxi());
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFolderIsNotReplacedAndNothingIsLeftBesideIt() throws IOException {
    var dags = Files.createDirectories(directory.resolve("dags").resolve("taxi"));

    var outcome = export("chicago-taxi", "-o", dags.toString());

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--output: " + dags + ", a folder");
    try (var files = Files.list(dags.getParent())) {
      assertThat(files).containsExactly(dags);
    }
  }

  @Test
  void howRunsAreStartedIsPassedOn() {
    assertThat(taxi("--no-cache", "--seed", "7", "--push", "triton://t:8001", "--repository", "/m"))
        .contains(
            "ARGUMENTS = [\"chicago-taxi\", \"--no-cache\", \"--seed\", \"7\", \"--push\", \"triton://t:8001\", \"--repository\", \"/m\"]");
  }

  @Test
  void aStoredScheduleIsExportedAsItIs() {
    cli = new Cli(directory.resolve("home"));
    var added =
        cli.call(
            "schedule",
            "add",
            "nightly",
            "chicago-taxi",
            "--cron",
            "30 4 * * *",
            "--zone",
            "UTC",
            "--start",
            "2027-01-01T00:00:00Z",
            "--catch-up",
            "all",
            "--overlap",
            "allow",
            "--set",
            "minAuc=0.9");
    assertThat(added.exitCode()).as(added.err()).isZero();

    assertThat(exported("--schedule", "nightly"))
        .contains("    schedule=CronTriggerTimetable(\"30 4 * * *\", timezone=\"UTC\"),\n")
        .contains("    start_date=datetime(2027, 1, 1, 0, 0, 0, tzinfo=timezone.utc),\n")
        .contains("    catchup=True,\n    max_active_runs=16,\n")
        .contains("    \"minAuc\": Param(0.9, type=\"number\"),\n")
        .contains("ARGUMENTS = [\"chicago-taxi\"]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chicago-taxi;--dag-id=a b|--dag-id: 'a b'",
        "chicago-taxi;--start=2026-01-01T00:00:00Z|--zone, --span, --start, --end: without --cron and --every",
        "chicago-taxi;--cron=0 6 * * *;--every=1h|--cron, --every: both",
        "chicago-taxi;--cron=0 6 * * *;--span=day|a pipeline without a parameter for it",
        "chicago-taxi;--cron=0 6 * *|cron: '0 6 * *'",
        "chicago-taxi;--cron=0 6 30 2 *|never falls due",
        "chicago-taxi;--every=1h;--start=2030-01-01T00:00:00Z;--end=2029-01-01T00:00:00Z|Schedule.end: 2029-01-01T00:00:00Z",
        "chicago-taxi;--every=1h;--start=-1000000000-01-01T00:00:00Z|--start: '-1000000000-01-01T00:00:00Z'",
        "chicago-taxi;--pool=Trainr=gpu|pool of node: 'Trainr'",
        "chicago-taxi;--max-active-runs=0|runs at a time: 0",
        "chicago-taxi;--set=colour=red|--set colour: no such setting",
        "chicago-taxi;--metadata=postgresql://me:secret@db/tributary|address of the metadata: one with a password",
        "--schedule=nightly;chicago-taxi|--schedule nightly: with PIPELINE or --jar",
        "--schedule=nightly;--every=1h|--schedule nightly: with PERIOD '1h'",
      })
  void whatCannotBeIsSaidWithoutTheSecret(String arguments, String message) {
    var outcome = export(arguments.split(";"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains(message).doesNotContain("secret");
    assertThat(outcome.out()).isEmpty();
  }
}
