package io.tributary.pipelines.taxi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tributary.api.Mount;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.cli.Tributary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a person reads when the data, the disk or the place is bad: one clear message, and nothing
 * half-visible.
 */
class BadInputTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");
  private static final String HEADER = "fare,tips,payment_type";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty            | ''                                            | empty
          header only      | 'fare,tips,payment_type~'                     | no rows
          truncated        | 'fare,tips,payment_type~1,2,Cash~3,4'         | line 3
          open quote       | 'fare,tips,payment_type~1,2,"Cash~3,4,Cash~'  | quote
          stray quote      | 'fare,tips,payment_type~1,2,Ca"sh~'           | line 2
          ragged           | 'fare,tips,payment_type~1,2,Cash,9~'          | line 2
          two equal names  | 'fare,tips,fare~1,2,3~'                       | fare
          """)
  void aMalformedCsvIsNamedWithLineAndRemedy(String what, String text, String fragment)
      throws IOException {
    var csv = Files.writeString(directory.resolve("trips.csv"), text.replace('~', '\n'), UTF_8);

    refused(csv, what, fragment);
  }

  @Test
  void textThatIsNoUtf8IsNamed() throws IOException {
    var csv = directory.resolve("trips.csv");
    Files.write(csv, (HEADER + "\n1,2,C\u00e9dit\n").getBytes(ISO_8859_1));

    refused(csv, "invalid UTF-8", "UTF-8");
  }

  @Test
  void aMissingFileIsNamed() {
    refused(directory.resolve("nowhere.csv"), "missing", "nowhere.csv");
  }

  @Test
  void aSingleLineOfTenMegabytesIsRefusedOrReadWithoutHarm() throws IOException {
    var csv = Files.writeString(directory.resolve("trips.csv"), "x".repeat(10 << 20), UTF_8);

    refused(csv, "10 MB line", "trips.csv");
  }

  private void refused(Path csv, String what, String fragment) {
    var tributary = new Cli(directory.resolve("home"));

    var outcome = tributary.taxi(csv);

    assertThat(outcome.exitCode()).as(what + "\n" + outcome.out() + outcome.err()).isEqualTo(1);
    assertThat(failure(outcome.out()))
        .as(what)
        .contains(csv.getFileName().toString())
        .contains("(expected: ")
        .containsIgnoringCase(fragment);
    assertThat(tributary.call("artifacts").out()).as(what).contains("no artifacts");
  }

  /** The line of the node that failed. */
  private static String failure(String out) {
    return out.lines()
        .filter(line -> line.startsWith("  CsvExampleGen") && line.contains("FAILED"))
        .findFirst()
        .orElse("");
  }

  @Test
  void aDamagedDatabaseIsNamedAndLeftAsItIs() throws IOException {
    var home = Files.createDirectories(directory.resolve("home"));
    var database =
        Files.writeString(
            home.resolve("metadata.db"),
            "this was a database once, before the disk failed".repeat(100));
    var before = Files.readAllBytes(database);

    var outcome = new Cli(home).taxi(TRIPS);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("metadata.db").contains("(expected: ");
    assertThat(Files.readAllBytes(database)).isEqualTo(before);
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    var repository = Files.createDirectories(directory.resolve("home/serving"));
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(taken.getLocalPort());

      var outcome =
          new Cli(repository.getParent())
              .call(
                  "serve",
                  "--repository",
                  repository.toString(),
                  "--grpc-port",
                  port,
                  "--http-port",
                  "-1");

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).contains(port).contains("(expected: ");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    try (var mount = Mount.tmpfs(directory.resolve("readonly"), "size=1m,ro")) {
      var outcome = new Cli(mount.path().resolve("home")).taxi(TRIPS);

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).contains(mount.path().toString()).contains("(expected: ");
    }
  }

  @Test
  void aDiskWithoutRoomForTheDatabaseIsNamed() throws IOException {
    try (var mount = Mount.tmpfs(directory.resolve("tiny"), "size=64k")) {
      var outcome = new Cli(mount.path().resolve("home")).taxi(TRIPS);

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).contains("metadata.db").contains("no space left");
    }
  }

  @Test
  void aHomeMayHaveAnyName() throws IOException {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names of files in UTF-8");
    var tributary = new Cli(directory.resolve("d\u00e9j\u00e0 vu \ud83d\ude95"));

    var outcome = tributary.taxi(TRIPS);

    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(tributary.home().resolve("serving/chicago-taxi/1/model.onnx")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({"logs latest, NODE", "logs, RUN", "lineage, ARTIFACT", "run, pipeline"})
  void aMissingArgumentIsNamed(String command, String missing) {
    misused(missing, command.split(" "));
  }

  @Test
  void anEmptyHomeIsNotTheCurrentFolder() {
    misused("--home", "runs", "--home", "");
  }

  @Test
  void aJarThatCannotBeReadIsNamed() throws IOException {
    var jar = Files.writeString(directory.resolve("mine.jar"), "no zip");

    misused("mine.jar", "run", "com.example.Mine", "--jar", jar.toString());
  }

  @ParameterizedTest
  @ValueSource(classes = {DefinesNothing.class, Throws.class, Overflows.class, NeverLoads.class})
  void aDefinitionThatFailsIsNamed(Class<?> definition) {
    misused(definition.getSimpleName(), "run", definition.getName());
  }

  /** Says what is wrong with the command line, or with the definition that it names. */
  private static void misused(String fragment, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();

    int exitCode = Tributary.execute(new PrintWriter(out), new PrintWriter(err), arguments);

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("tributary: ")
        .contains(fragment)
        .doesNotContain("unforeseen")
        .doesNotContain("\tat ");
  }

  record DefinesNothing() implements PipelineDefinition {
    @Override
    @SuppressWarnings("NullAway")
    public Pipeline define() {
      return null;
    }
  }

  record Throws() implements PipelineDefinition {
    @Override
    public Pipeline define() {
      throw new IllegalStateException("no data today");
    }
  }

  record Overflows() implements PipelineDefinition {
    @Override
    public Pipeline define() {
      throw new StackOverflowError();
    }
  }

  record NeverLoads() implements PipelineDefinition {
    static final int NUMBER = Integer.parseInt("no number");

    @Override
    public Pipeline define() {
      return Pipeline.named("never-" + NUMBER);
    }
  }

  @Test
  void aFullDiskFailsTheRunWhichAnotherRunWithSpaceFinishes() throws IOException {
    try (var mount = Mount.tmpfs(directory.resolve("small"), "size=1500k")) {
      var tributary = new Cli(mount.path().resolve("home"));

      var outcome = tributary.taxi(TRIPS);

      assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isIn(1, 2);
      assertThat(outcome.out() + outcome.err())
          .containsIgnoringCase("space")
          .contains("(expected: ");
      mount.remount("size=64m");
      var again = tributary.taxi(TRIPS);
      assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    }
  }
}
