package io.tributary.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunnerOptionsTest {
  /** A command with these options alone. */
  private static final class Running extends Command {
    private final RunnerOptions runner = new RunnerOptions(this);

    Running() {
      super("running", "Runs.");
    }

    @Override
    public Integer call() {
      return ExitCode.OK;
    }
  }

  private static String again(String... arguments) {
    var command = new Running();
    new CommandLine(command.spec(), Command.NO_REFLECTION).parseArgs(arguments);
    return command.runner.again();
  }

  @Test
  void areGivenAgainAsAShellTakesThem() {
    assertThat(again("--runner", "airflow", "--runner-option", "dags=/my dags"))
        .isEqualTo(" --runner airflow --runner-option 'dags=/my dags'");
  }

  @Test
  void areNotGivenAgainWhereTheyAreDefaults() {
    assertThat(again()).isEmpty();
  }

  @Test
  void keepSecretsToThemselves() {
    assertThat(again("--runner", "airflow", "--runner-option", "password=hush"))
        .contains("password")
        .doesNotContain("hush");
  }
}
