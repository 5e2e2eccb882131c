package io.tributary.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Condition;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.api.Run;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import io.tributary.cli.Tributary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler that calls node after node learns from exit codes. */
class NodeRunCommandTest {
  @TempDir Path directory;

  /** Nodes that end in different ways. */
  public record Ends() implements PipelineDefinition {
    /** A number. */
    public interface Count extends Artifact {
      Property<Count, Long> VALUE = Property.ofLong(Count.class, "value");
    }

    /** Succeeds, or fails for one of two reasons. */
    public record End(String how) implements Component<End.Outputs> {
      /** One. */
      public record Outputs(Channel<Count> count) {}

      @Override
      public void run(Run<Outputs> run) {
        if (!how.equals("well")) {
          throw new ExecutionFailure(
              ExecutionFailure.Code.valueOf(how), new Explanation("end", how, "well", "try again"));
        }
        run.output(Outputs::count).set(Count.VALUE, 1L);
      }
    }

    @Override
    public Pipeline define() {
      var p = Pipeline.named("ends");
      var patient = NodeOptions.DEFAULT.withRetries(9, Duration.ofHours(1));
      var count = p.add(new End("well"), NodeOptions.id("good")).count();
      p.add(new End("UNAVAILABLE"), patient.withId("unlucky"));
      p.add(new End("INVALID_ARGUMENT"), patient.withId("hopeless"));
      p.when(Condition.that(count, Count.VALUE).isAtLeast(2L))
          .add(new End("well"), NodeOptions.id("unwanted"));
      p.onExit(new End("well"), NodeOptions.id("last"));
      return p;
    }
  }

  private int node(String node, String... further) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--home",
                directory.resolve("home").toString(),
                "node",
                "run",
                Ends.class.getName(),
                "--run-id",
                "run",
                "--node",
                node));
    arguments.addAll(List.of(further));
    var nowhere = new PrintWriter(new StringWriter());
    return Tributary.execute(nowhere, nowhere, arguments.toArray(String[]::new));
  }

  @Test
  void withOneAttemptTheExitCodeTellsWhetherAnotherMayHelp() {
    assertThat(node("good", "--one-attempt")).isZero();
    assertThat(node("unlucky", "--one-attempt")).isEqualTo(1);
    assertThat(node("hopeless", "--one-attempt")).isEqualTo(98);
    assertThat(node("unwanted", "--one-attempt")).isEqualTo(99);
    assertThat(node("last", "--one-attempt")).isZero();
  }

  @Test
  void otherwiseASkippedNodeIsAGoodEnd() {
    assertThat(node("good")).isZero();
    assertThat(node("unwanted")).isZero();
    assertThat(node("hopeless")).isEqualTo(1);
  }

  @Test
  void nodesAboveThatWereGivenUpCountAsFailed() {
    assertThat(node("last")).as("the others have not ended").isEqualTo(2);
    assertThat(node("unwanted", "--upstream-ended", "--one-attempt")).isEqualTo(99);
    assertThat(node("last", "--upstream-ended")).isZero();
  }

  @Test
  void aRunThatWaitsForItsNextNodeIsShownToDoSo() {
    assertThat(node("good")).isZero();
    var out = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            "show",
            "run",
            "--home",
            directory.resolve("home").toString());

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString()).contains("go on without the next node run, if that never comes");
  }

  @Test
  void withoutAnExporterTheExportSaysSo() {
    var err = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            "airflow",
            "export",
            Ends.class.getName());

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString())
        .contains("exporter 'airflow': not on the class path")
        .contains("tributary-runner-airflow");
  }
}
