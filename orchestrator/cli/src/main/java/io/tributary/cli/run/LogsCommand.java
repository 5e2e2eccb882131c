package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Printable;
import io.tributary.metadata.NodeRun;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

public final class LogsCommand extends Command {
  private final Home home;
  private final Given<String> runId =
      parameter(0, "RUN", String.class, "Id of the run, or " + StoredRun.LATEST + ".");
  private final Given<String> nodeId = parameter(1, "NODE", String.class, "Id of the node.");

  public LogsCommand(Home home) {
    super("logs", "Prints what a node logged in a run.");
    this.home = home;
    footer("", "For example:", "  tributary logs latest Trainer");
  }

  @Override
  public Integer call() throws IOException {
    var out = out();
    var node = nodeId.value();
    try (var opened = home.openExisting()) {
      var run = StoredRun.find(opened, runId.value());
      var rows = opened.metadata().runs().nodes(run.id());
      var nodes = rows.stream().map(NodeRun::nodeId).toList();
      if (!nodes.contains(node)) {
        throw new UsageException(
            "node", "'" + node + "'", "one of " + nodes, "name a node of run " + run.id());
      }
      var log = opened.log(run.id(), node);
      if (Files.exists(log)) {
        try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
          lines.forEach(out::println);
        }
      } else {
        var row = rows.get(nodes.indexOf(node));
        out.println(
            "node '"
                + node
                + "' logged nothing in run "
                + run.id()
                + ", in which it is "
                + row.state()
                + (row.reason().isEmpty() ? "" : ": " + Printable.line(row.reason())));
      }
      out.flush();
      return ExitCode.OK;
    }
  }
}
