package io.tributary.cli.home;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.core.RunHome;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.server.view.ArtifactView;
import io.tributary.server.view.StoredArtifacts;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

public final class ArtifactsCommand extends Command {
  private final Home home;
  private final Given<String> type =
      option("--type", "TYPE", String.class, "Only artifacts of this type, such as Model.");
  private final Given<String> runId =
      option("--run", "RUN", String.class, "Only what this run made or reused.");
  private final Given<Integer> limit =
      option(
          "--limit",
          "N",
          Integer.class,
          "50",
          "At most so many, 100 at the most (default: ${DEFAULT-VALUE}).");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public ArtifactsCommand(Home home) {
    super("artifacts", "Lists artifacts, newest first.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary artifacts --type Model",
        "  tributary artifacts --run latest");
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.openExisting()) {
      var artifacts = runId.find().map(run -> ofRun(opened, run)).orElseGet(() -> newest(opened));
      if (json.value()) {
        JsonOutput.print(out(), artifacts.stream().map(ArtifactView::of).toList());
        return ExitCode.OK;
      }
      var table = new Table("ID", "TYPE", "STATE", "CREATED", "PRODUCER", "CONTENT", "URI");
      artifacts.forEach(
          artifact ->
              table.row(
                  artifact.getId(),
                  artifact.getType(),
                  artifact.getState(),
                  Table.time(Instant.ofEpochMilli(artifact.getCreateTimeSinceEpoch())),
                  ArtifactView.text(artifact, "producer_component"),
                  Artifacts.shortDigest(artifact),
                  artifact.getUri()));
      out().print(table.isEmpty() ? "no artifacts" + System.lineSeparator() : table);
      out().flush();
      return ExitCode.OK;
    }
  }

  private List<Artifact> ofRun(RunHome opened, String run) {
    return StoredRun.read(opened, run).outputs().values().stream()
        .flatMap(List::stream)
        .distinct()
        .filter(artifact -> artifact.getType().equals(type.find().orElse(artifact.getType())))
        .limit(limit.value())
        .toList();
  }

  private List<Artifact> newest(RunHome opened) {
    var store = opened.metadata().store();
    return StoredArtifacts.newest(store, type.find(), Optional.empty(), limit.value());
  }
}
