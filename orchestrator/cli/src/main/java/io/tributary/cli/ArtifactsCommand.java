package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "artifacts",
    description = "Lists artifacts, newest first.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArtifactsCommand implements Callable<Integer> {
  @ParentCommand private Tributary tributary;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only artifacts of this type, such as Model.")
  private @Nullable String type;

  @Option(names = "--run", paramLabel = "RUN", description = "Only what this run made or reused.")
  private @Nullable String runId;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many, 100 at the most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var opened = tributary.home().openExisting()) {
      var artifacts = runId == null ? newest(opened) : ofRun(opened, runId);
      if (json) {
        JsonOutput.print(out, artifacts.stream().map(Artifacts::json).toList());
        return ExitCode.OK;
      }
      var table = new Table("ID", "TYPE", "STATE", "CREATED", "PRODUCER", "CONTENT", "URI");
      artifacts.forEach(
          artifact ->
              table.row(
                  artifact.getId(),
                  artifact.getType(),
                  artifact.getState(),
                  RunsCommand.LOCAL_TIME.format(
                      Instant.ofEpochMilli(artifact.getCreateTimeSinceEpoch())),
                  Artifacts.text(artifact, "producer_component"),
                  Artifacts.shortDigest(artifact),
                  artifact.getUri()));
      out.print(table.isEmpty() ? "no artifacts" + System.lineSeparator() : table);
      out.flush();
      return ExitCode.OK;
    }
  }

  private List<Artifact> ofRun(RunHome opened, String run) {
    return StoredRun.read(opened, run).outputs().values().stream()
        .flatMap(List::stream)
        .distinct()
        .filter(artifact -> type == null || artifact.getType().equals(type))
        .limit(limit)
        .toList();
  }

  private List<Artifact> newest(RunHome opened) {
    var options =
        ListOperationOptions.newBuilder()
            .setMaxResultSize(limit)
            .setOrderByField(
                ListOperationOptions.OrderByField.newBuilder()
                    .setField(ListOperationOptions.OrderByField.Field.ID)
                    .setIsAsc(false))
            .build();
    var store = opened.metadata().store();
    return type == null
        ? store
            .getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options).build())
            .getArtifactsList()
        : store
            .getArtifactsByType(
                GetArtifactsByTypeRequest.newBuilder()
                    .setTypeName(type)
                    .setOptions(options)
                    .build())
            .getArtifactsList();
  }
}
