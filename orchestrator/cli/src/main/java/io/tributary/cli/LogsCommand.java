package io.tributary.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "logs",
    description = "Prints what a node logged in a run.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LogsCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run, or latest.")
  private String runId;

  @Parameters(index = "1", paramLabel = "NODE", description = "Id of the node.")
  private String nodeId;

  @ParentCommand private Tributary tributary;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var opened = tributary.home().openExisting()) {
      var run = StoredRun.find(opened, runId);
      var nodes =
          opened.metadata().runs().nodes(run.id()).stream().map(node -> node.nodeId()).toList();
      if (!nodes.contains(nodeId)) {
        throw new UsageException(
            "node", "'" + nodeId + "'", "one of " + nodes, "name a node of run " + run.id());
      }
      var log = opened.log(run.id(), nodeId);
      if (Files.exists(log)) {
        try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
          lines.forEach(out::println);
        }
      } else {
        out.println("node '" + nodeId + "' logged nothing in run " + run.id());
      }
      out.flush();
      return ExitCode.OK;
    }
  }
}
