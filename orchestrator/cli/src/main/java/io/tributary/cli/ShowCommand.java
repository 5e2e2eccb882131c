package io.tributary.cli;

import io.tributary.metadata.NodeRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description =
        "Shows a run: how every node ended and why, what it made, and what became of the models.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = StoredRun.LATEST,
      description = "Id of the run (default: ${DEFAULT-VALUE}).")
  private String runId;

  @ParentCommand private Tributary tributary;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var opened = tributary.home().openExisting()) {
      var stored = StoredRun.read(opened, runId);
      var report = new RunReport(stored);
      if (json) {
        JsonOutput.print(out, report.json());
        return ExitCode.OK;
      }
      out.println(report.headline());
      if (!stored.run().message().isEmpty()) {
        out.println(stored.run().message());
      }
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
