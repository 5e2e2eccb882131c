package io.tributary.pipelines.taxi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.RunHome;
import io.tributary.core.artifact.Attempt;
import io.tributary.core.jar.RunJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults are planted in an installation that works: each is found, with what to do about it. */
class DoctorTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");

  @TempDir Path directory;
  private Cli cli;
  private Path home;

  @BeforeEach
  void install() {
    home = directory.resolve("home");
    cli = new Cli(home);
    assertThat(cli.taxi(TRIPS, "--run-id", "first").exitCode()).isZero();
    var examined = cli.call("doctor", "--thorough");
    assertThat(examined.exitCode()).as(examined.out()).isZero();
    assertThat(examined.out()).doesNotContain("warning", "wrong");
  }

  private void finds(String check, String... words) {
    var found = cli.call("doctor");
    assertThat(found.exitCode()).as(found.out()).isEqualTo(1);
    assertThat(found.out().lines().filter(line -> line.startsWith("wrong")))
        .anySatisfy(line -> assertThat(line).contains(check).contains(words));
    assertThat(found.out()).contains("(expected: ").contains("; ");
  }

  private void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("metadata.db"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path below(String folder, String name) throws IOException {
    try (var files = Files.walk(home.resolve(folder))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void homeThatIsAFile() throws Exception {
    var file = Files.createFile(directory.resolve("file"));
    cli = new Cli(file);
    finds("home", file + ": a file", "--home");
  }

  @Test
  void databaseThatIsDamaged() throws Exception {
    Files.writeString(home.resolve("metadata.db"), "no database at all, ".repeat(100));
    finds("metadata", "metadata.db");
  }

  @Test
  void databaseOfANewerRelease() throws Exception {
    execute("UPDATE TributaryEnv SET schema_version = 99");
    finds("metadata", "99");
  }

  @Test
  void artifactsOfAnotherDatabase() throws Exception {
    Files.writeString(home.resolve("artifacts/.database"), "0".repeat(32));
    finds("home", "another metadata database", "--home");
  }

  @Test
  void artifactsWithoutAMarkStayWithoutOne() throws Exception {
    var mark = home.resolve("artifacts/.database");
    Files.delete(mark);
    assertThat(cli.call("doctor").exitCode()).isZero();
    assertThat(mark).doesNotExist();
  }

  @Test
  void payloadThatIsGone() throws Exception {
    Files.delete(below("artifacts/chicago-taxi/Trainer/model", "model.onnx"));
    finds("artifacts", "Model", "gone, or changed");
  }

  @Test
  void payloadWithOtherContentOfTheSameSize() throws Exception {
    var model = below("artifacts/chicago-taxi/Trainer/model", "model.onnx");
    var bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);

    assertThat(cli.call("doctor").exitCode()).isZero();
    var thorough = cli.call("doctor", "--thorough");
    assertThat(thorough.exitCode()).isEqualTo(1);
    assertThat(thorough.out()).contains("gone, or changed");
  }

  @Test
  void runWhoseProcessWasKilled() throws Exception {
    execute("UPDATE TributaryRun SET state = 'RUNNING', ended = NULL");
    finds("runs", "run 'first'", "nobody works on it", "resume first");
    assertThat(cli.call("runs").out()).contains("nobody works on it", "resume first");
  }

  @Test
  void runThatWaitsForItsNextNodeIsNoFault() throws Exception {
    var begun =
        cli.call(
            "node",
            "run",
            "chicago-taxi",
            "--run-id",
            "monday",
            "--node",
            "CsvExampleGen",
            "--set",
            "data=" + TRIPS);
    assertThat(begun.exitCode()).as(begun.out() + begun.err()).isZero();

    var examined = cli.call("doctor");
    assertThat(examined.exitCode()).as(examined.out()).isZero();
    assertThat(cli.call("runs").out()).contains("waits for the next node run").contains("monday");
    execute("UPDATE TributaryNode SET state = 'RUNNING' WHERE run_id = 'monday'");
    finds("runs", "run 'monday'", "nobody works on it");
  }

  @Test
  void keptJarThatIsGone() throws Exception {
    execute("UPDATE TributaryRun SET state = 'FAILED'");
    var gone = home.resolve("jars/" + "0".repeat(64) + ".jar");
    var jars = RunJar.format(List.of(new RunJar("0".repeat(64), gone.toUri(), gone.toUri())));
    execute(
        "INSERT INTO ContextProperty (context_id, name, is_custom_property, string_value)"
            + " SELECT id, 'jars', 1, '"
            + jars
            + "' FROM Context WHERE name = 'first'");
    finds("jars", "run 'first' > jars", "--jar");
  }

  @Test
  void leftoverOfAProcessThatDied() throws Exception {
    try (var opened = RunHome.open(home, Clock.systemUTC())) {
      opened.artifacts().stage(new Attempt("first", "Trainer", 7), "model");
    }
    var found = cli.call("doctor");
    assertThat(found.exitCode()).isZero();
    assertThat(found.out())
        .contains("warning", "staging area", "attempt first/Trainer/7", "resume first");
  }

  @Test
  void servedModelThatWasChanged() throws Exception {
    Files.writeString(below("serving", "model.onnx"), "another model");
    finds("serving", "model.onnx", "SHA-256");
  }

  @Test
  void configurationOfAServedModelThatCannotBeRead() throws Exception {
    Files.writeString(below("serving", "config.pbtxt"), "name: [");
    finds("serving", "config.pbtxt");
  }

  @Test
  void metadataServerThatIsNotThere() {
    var found = cli.call("doctor", "--metadata", "grpc://127.0.0.1:1");
    assertThat(found.exitCode()).isEqualTo(1);
    assertThat(found.out()).contains("wrong", "metadata server 127.0.0.1:1");
  }

  @Test
  void whatIsFoundIsJsonForPrograms() throws Exception {
    Files.delete(below("artifacts/chicago-taxi/Trainer/model", "model.onnx"));
    var found = cli.call("doctor", "--json");
    assertThat(found.exitCode()).isEqualTo(1);
    assertThat(found.out()).contains("\"check\" : \"artifacts\"", "\"state\" : \"WRONG\"");
  }
}
