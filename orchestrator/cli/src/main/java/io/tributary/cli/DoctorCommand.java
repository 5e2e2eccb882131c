package io.tributary.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

final class DoctorCommand extends Command {
  private final Home home;
  private final Given<Boolean> thorough =
      flag("--thorough", "Read the contents of all payloads and models that are looked at, too.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  DoctorCommand(Home home) {
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
      JsonOutput.print(out(), findings.stream().map(DoctorCommand::json).toList());
    } else {
      print(findings);
    }
    return findings.stream().anyMatch(finding -> finding.state() == Doctor.State.WRONG)
        ? ExitCode.FAILED
        : ExitCode.OK;
  }

  private void print(List<Doctor.Finding> findings) {
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

  private static Map<String, Object> json(Doctor.Finding finding) {
    var json = new LinkedHashMap<String, Object>();
    json.put("check", finding.check());
    json.put("state", finding.state().name());
    json.put("text", finding.text());
    return json;
  }
}
