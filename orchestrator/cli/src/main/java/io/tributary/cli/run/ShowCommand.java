package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Hints;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.core.launcher.Activity;
import io.tributary.core.launcher.RunSettings;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.RunState;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

public final class ShowCommand extends Command {
  private final Home home;
  private final Given<String> runId =
      optionalParameter("RUN", StoredRun.LATEST, "Id of the run (default: ${DEFAULT-VALUE}).");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public ShowCommand(Home home) {
    super(
        "show",
        "Shows a run: how every node ended and why, what it made, and what became of the models.");
    this.home = home;
    footer("", "For example:", "  tributary show", "  tributary show 20261122-093001-4c1f --json");
  }

  @Override
  public Integer call() throws IOException {
    var out = out();
    try (var opened = home.openExisting()) {
      var stored = StoredRun.read(opened, runId.value());
      var report = new RunReport(stored);
      if (json.value()) {
        JsonOutput.print(out, report.view());
        return ExitCode.OK;
      }
      out.println(report.headline());
      if (!stored.run().message().isEmpty()) {
        out.println(stored.run().message());
      }
      RunSettings.trigger(opened.metadata().store(), stored.run().id())
          .ifPresent(trigger -> out.println("started by " + trigger));
      stored.run().parameters().forEach((name, value) -> out.println("  " + name + " = " + value));
      out.println();
      var table = new Table("NODE", "STATE", "ATTEMPT", "TOOK", "OUTPUTS", "WHY");
      stored
          .nodes()
          .forEach(
              node ->
                  table.row(
                      node.nodeId(),
                      node.state(),
                      node.attempt() == 0 ? "-" : node.attempt(),
                      took(node),
                      outputs(stored, node),
                      node.reason()));
      out.print(table);
      out.println();
      report.verdicts(out);
      if (stored.run().state() != RunState.COMPLETE
          && !Activity.isUnderWay(opened, stored.run().id())) {
        Hints.of(opened)
            .print(
                out,
                Map.of(
                    "resume " + stored.run().id(),
                    StoredRun.waitsForNode(opened, stored.run().id())
                        ? "go on without the next node run, if that never comes"
                        : "go on where it stopped"));
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private static String took(NodeRun node) {
    if (node.started().isEmpty() || node.ended().isEmpty()) {
      return "-";
    }
    return RunReport.seconds(Duration.between(node.started().get(), node.ended().get()));
  }

  private static String outputs(StoredRun stored, NodeRun node) {
    var made =
        stored.outputs().getOrDefault(node.nodeId(), List.of()).stream()
            .map(artifact -> artifact.getType() + " " + artifact.getId())
            .toList();
    return made.isEmpty() ? "-" : String.join(", ", made);
  }
}
