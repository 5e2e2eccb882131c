package io.tributary.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class RunOptionsTest {
  /** A command with these options alone. */
  private static final class Running extends Command {
    Running() {
      super("running", "Runs.");
      var unused = new RunOptions(this);
    }

    @Override
    public Integer call() {
      return ExitCode.OK;
    }
  }

  /** What is remembered of a command leaves these out: an option more could be a password. */
  @Test
  void namesAllItsOptions() {
    assertThat(new Running().spec().options().stream().map(OptionSpec::longestName))
        .filteredOn(name -> !name.equals("--help"))
        .containsExactlyInAnyOrderElementsOf(RunOptions.NAMES);
  }
}
