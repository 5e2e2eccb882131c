package io.tributary.cli.home;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Printable;
import io.tributary.cli.output.Table;
import io.tributary.server.view.FindingView;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

public final class DoctorCommand extends Command {
  private final Home home;
  private final Given<Boolean> thorough =
      flag("--thorough", "Read the contents of all payloads and models that are looked at, too.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public DoctorCommand(Home home) {
    super(
        "doctor",
        "Examines this installation: Java, native libraries, the home, its metadata, runs, jars, the newest artifacts, and the models that are served. Mends nothing itself.");
    this.home = home;
    footer("", "Exit codes: 0 if nothing is wrong, 1 if something is.");
  }

  @Override
  public Integer call() throws IOException {
    var findings = new Doctor(home, thorough.value()).examine();
    if (json.value()) {
      JsonOutput.print(out(), findings);
    } else {
      print(findings);
    }
    return findings.stream().anyMatch(finding -> finding.state() == FindingView.State.WRONG)
        ? ExitCode.FAILED
        : ExitCode.OK;
  }

  private void print(List<FindingView> findings) {
    int width = findings.stream().mapToInt(finding -> finding.check().length()).max().orElse(0);
    for (var finding : findings) {
      out()
          .println(
              (Table.pad(finding.state().name().toLowerCase(Locale.ROOT), 9)
                      + Table.pad(finding.check(), width + 2)
                      + Printable.of(finding.text()))
                  .stripTrailing());
    }
    out().flush();
  }
}
