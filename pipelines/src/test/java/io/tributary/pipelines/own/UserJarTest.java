package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.digest.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pipeline whose first node does what a build does, in the middle of the run: it writes another
 * version into the jar, or folder of classes, that the run was started with.
 */
class UserJarTest {
  private static final String SOURCE =
      """
      package mine;

      import io.tributary.api.Channel;
      import io.tributary.api.Component;
      import io.tributary.api.NodeOptions;
      import io.tributary.api.Pipeline;
      import io.tributary.api.PipelineDefinition;
      import io.tributary.api.Run;
      import io.tributary.api.artifact.Artifact;
      import java.nio.file.Files;
      import java.nio.file.Path;

      public record Mine(Path from, Path to) implements PipelineDefinition {
        public interface Note extends Artifact {}

        public record Build(Path from, Path to) implements Component<Build.Outputs> {
          public record Outputs(Channel<Note> note) {}

          @Override public void run(Run<Outputs> run) throws Exception {
            Files.write(to, Files.readAllBytes(from));
            run.output(Outputs::note);
          }
        }

        public record Say(Channel<Note> above) implements Component<Say.Outputs> {
          public record Outputs(Channel<Note> note) {}

          @Override public void run(Run<Outputs> run) throws Exception {
            Files.writeString(run.output(Outputs::note).path().resolve("said"), Words.said());
          }
        }

        @Override public Pipeline define() {
          var p = Pipeline.named("mine");
          var built = p.add(new Build(from, to)).note();
          var said = p.add(new Say(built)).note();
          p.add(new Say(said), NodeOptions.id("SayAgain"));
          return p;
        }
      }

      class Words {
        static String said() {
          return "%s";
        }
      }
      """;

  @TempDir private Path directory;
  private Path home;
  private Path jar;
  private Path rebuilt;

  @BeforeEach
  void build() throws IOException {
    home = directory.resolve("home");
    jar = jar(compile("one"), directory.resolve("mine.jar"));
    rebuilt = jar(compile("two"), directory.resolve("rebuilt.jar"));
  }

  private Path compile(String said) throws IOException {
    var folder = Files.createDirectories(directory.resolve("classes-" + said));
    var source = Files.writeString(folder.resolve("Mine.java"), SOURCE.formatted(said));
    compile(source, folder);
    Files.delete(source);
    return folder;
  }

  private static void compile(Path source, Path folder) {
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-parameters",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(failed).isZero();
  }

  private static Path jar(Path classes, Path file) throws IOException {
    try (var packed = new JarOutputStream(Files.newOutputStream(file));
        var walked = Files.walk(classes)) {
      for (var found : walked.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(
            new JarEntry(classes.relativize(found).toString().replace(File.separatorChar, '/')));
        Files.copy(found, packed);
        packed.closeEntry();
      }
    }
    return file;
  }

  private Outcome call(String... arguments) throws IOException, InterruptedException {
    return Outcome.of(directory, arguments);
  }

  private Outcome start(String command, Path classes, Path from, Path to, String... further)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("mine.Mine", "--jar", classes.toString(), "--home", home.toString()));
    arguments.addAll(List.of("--set", "from=" + from, "--set", "to=" + to));
    arguments.addAll(List.of(further));
    return call(arguments.toArray(String[]::new));
  }

  /** Goes on with a run, knowing no more than its id and where the metadata is. */
  private Outcome node(String node) throws IOException, InterruptedException {
    return call(
        "node",
        "run",
        "--run-id",
        "monday",
        "--node",
        node,
        "--metadata",
        "sqlite:" + home.resolve("metadata.db"));
  }

  private String said(String node) throws IOException {
    try (var found = Files.walk(home.resolve("artifacts").resolve("mine").resolve(node))) {
      return Files.readString(
          found.filter(file -> file.endsWith("said")).findFirst().orElseThrow());
    }
  }

  private static void succeeded(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"local, jar", "process, jar", "local, folder", "process, folder"})
  void aBuildWhileTheRunGoesOnDoesNotChangeWhatLaterNodesExecute(String runner, String kind)
      throws Exception {
    boolean isJar = kind.equals("jar");
    var words = Path.of("mine", "Words.class");
    var classes = isJar ? jar : directory.resolve("classes-one");
    var from = isJar ? rebuilt : directory.resolve("classes-two").resolve(words);
    var to = isJar ? jar : classes.resolve(words);

    succeeded(start("run", classes, from, to, "--runner", runner));

    assertThat(to).hasSameBinaryContentAs(from);
    assertThat(said("Say")).isEqualTo("one");
    assertThat(said("SayAgain")).isEqualTo("one");
  }

  @Test
  void nodesOneByOneExecuteWhatTheFirstOneBrought() throws Exception {
    succeeded(start("node run", jar, rebuilt, jar, "--run-id", "monday", "--node", "Build"));
    assertThat(jar).hasSameBinaryContentAs(rebuilt);

    succeeded(node("Say"));
    Files.delete(jar);
    var again = start("node run", jar, rebuilt, jar, "--run-id", "monday", "--node", "SayAgain");

    succeeded(again);
    assertThat(again.everything()).contains("not those that the run was started with");
    assertThat(said("Say")).isEqualTo("one");
    assertThat(said("SayAgain")).isEqualTo("one");
  }

  @Test
  void resumeGoesOnWithTheCopyAndSaysThatTheJarHasChanged() throws Exception {
    succeeded(start("node run", jar, rebuilt, jar, "--run-id", "monday", "--node", "Build"));

    var resumed = call("resume", "monday", "--home", home.toString());

    succeeded(resumed);
    assertThat(resumed.everything()).contains(jar + " has changed").contains("--jar " + jar);
    assertThat(said("SayAgain")).isEqualTo("one");
  }

  @Test
  void aJarThatIsLostIsNamedAndAnotherOneCanStandInForIt() throws Exception {
    var digest = Sha256.of(jar);
    var kept = home.resolve("jars").resolve(digest + ".jar");
    succeeded(start("node run", jar, rebuilt, jar, "--run-id", "monday", "--node", "Build"));
    Files.writeString(kept, "damaged");

    var refused = node("Say");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.everything())
        .contains("run 'monday' > jars: mine.jar (SHA-256 " + digest + "): " + kept)
        .contains(jar + " has the digest " + Sha256.of(rebuilt))
        .contains("(expected: ")
        .contains("--jar")
        .doesNotContain("\tat ");
    succeeded(call("resume", "monday", "--home", home.toString(), "--jar", rebuilt.toString()));
    assertThat(said("SayAgain")).isEqualTo("two");
  }

  @Test
  void exampleOfTheReadmeCompilesAndRuns() throws Exception {
    var classes = Files.createDirectories(directory.resolve("classes"));
    compile(Path.of("..", "docs", "example", "MyPipeline.java"), classes);
    var trips = Path.of("data", "chicago-taxi", "trips.csv").toAbsolutePath();

    var outcome =
        call(
            "run",
            "--jar",
            jar(classes, directory.resolve("my.jar")).toString(),
            "MyPipeline",
            "--set",
            "data=" + trips,
            "--home",
            home.toString());

    succeeded(outcome);
    assertThat(outcome.out()).contains("6 nodes: 6 executed");
    assertThat(call("logs", "latest", "CountRows", "--home", home.toString()).out())
        .contains("split train: 10122 rows", "split eval: 4880 rows");
  }

  @Test
  void aRunThatIsRefusedLeavesNoJar() throws Exception {
    succeeded(start("run", jar, rebuilt, directory.resolve("to"), "--run-id", "monday"));

    var refused = start("run", rebuilt, rebuilt, directory.resolve("to"), "--run-id", "monday");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(home.resolve("jars").resolve(Sha256.of(jar) + ".jar")).exists();
    assertThat(home.resolve("jars").resolve(Sha256.of(rebuilt) + ".jar")).doesNotExist();
  }
}
