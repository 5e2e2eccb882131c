package io.tributary.cli.data;

import io.tributary.cli.command.ExitCode;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Printable;
import io.tributary.components.validator.AnomalyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Reports of anomalies on their way to a terminal or a program. */
final class Reports {
  private Reports() {}

  /** Prints them, and gives the exit code that they deserve. */
  static int print(List<AnomalyReport> reports, boolean json, PrintWriter out) throws IOException {
    if (json) {
      JsonOutput.print(out, reports.stream().map(AnomalyReport::json).toList());
    } else {
      for (var report : reports) {
        lines(report.text(), out);
      }
    }
    return reports.stream().allMatch(AnomalyReport::isClean) ? ExitCode.OK : ExitCode.ANOMALIES;
  }

  /** Prints a text of several lines, which may hold anything that data holds. */
  static void lines(String text, PrintWriter out) {
    text.lines().map(Printable::line).forEach(out::println);
    out.flush();
  }
}
