package io.tributary.cli;

import io.tributary.api.artifact.Examples;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class LineageCommand extends Command {
  private final Home home;
  private final Given<Long> artifactId =
      parameter(0, "ARTIFACT", Long.class, "Id of the artifact; see: tributary artifacts.");
  private final Given<Boolean> downstream =
      flag("--downstream", "Follow the artifact to what was made from it.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  LineageCommand(Home home) {
    super(
        "lineage",
        "Shows what an artifact was made from, back to the raw data; with --downstream, what was made from it.");
    this.home = home;
  }

  /** An artifact, and the execution beyond which {@code children} lie. */
  private record Branch(Artifact artifact, List<Step> steps) {}

  /**
   * @param raw what lies beyond an execution that read from outside
   */
  private record Step(Execution execution, Optional<RawData> raw, List<Branch> branches) {}

  /** Files that are no artifact, and the digest of their contents when they were read. */
  private record RawData(String path, String digest) {

    /** What an example generator notes: its parameter, and the fingerprint on its examples. */
    static Optional<RawData> of(Execution execution, Artifact made) {
      var path = execution.getCustomPropertiesMap().get("input");
      var digest = Artifacts.text(made, Examples.INPUT_FINGERPRINT.name());
      return path == null || digest.isEmpty()
          ? Optional.empty()
          : Optional.of(new RawData(path.getStringValue(), digest));
    }
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.openExisting()) {
      var store = opened.metadata().store();
      var found = artifacts(store, List.of(artifactId.value()));
      if (found.isEmpty()) {
        throw new UsageException(
            "artifact",
            artifactId.value().toString(),
            "the id of an artifact",
            "see: tributary artifacts");
      }
      var root = branch(store, found.get(0), new HashSet<>());
      if (json.value()) {
        JsonOutput.print(out(), json(root));
      } else {
        var text = new StringBuilder();
        render(root, "", text);
        out().print(text);
        out().flush();
      }
      return ExitCode.OK;
    }
  }

  private Branch branch(MetadataStore store, Artifact artifact, Set<Long> seen) {
    var steps = new ArrayList<Step>();
    if (seen.add(artifact.getId())) {
      var near = downstream.value() ? Event.Type.INPUT : Event.Type.OUTPUT;
      var far = downstream.value() ? Event.Type.OUTPUT : Event.Type.INPUT;
      var executions =
          store
              .getEventsByArtifactIDs(
                  GetEventsByArtifactIDsRequest.newBuilder()
                      .addArtifactIds(artifact.getId())
                      .build())
              .getEventsList()
              .stream()
              .filter(event -> event.getType() == near)
              .map(Event::getExecutionId)
              .distinct()
              .toList();
      for (var execution :
          store
              .getExecutionsByID(
                  GetExecutionsByIDRequest.newBuilder().addAllExecutionIds(executions).build())
              .getExecutionsList()) {
        if (downstream.value() || execution.getLastKnownState() != Execution.State.CACHED) {
          var raw =
              downstream.value() ? Optional.<RawData>empty() : RawData.of(execution, artifact);
          steps.add(new Step(execution, raw, beyond(store, execution, far, seen)));
        }
      }
    }
    return new Branch(artifact, steps);
  }

  private List<Branch> beyond(
      MetadataStore store, Execution execution, Event.Type far, Set<Long> seen) {
    var ids =
        store
            .getEventsByExecutionIDs(
                GetEventsByExecutionIDsRequest.newBuilder()
                    .addExecutionIds(execution.getId())
                    .build())
            .getEventsList()
            .stream()
            .filter(event -> event.getType() == far)
            .map(Event::getArtifactId)
            .distinct()
            .toList();
    return artifacts(store, ids).stream().map(artifact -> branch(store, artifact, seen)).toList();
  }

  private static List<Artifact> artifacts(MetadataStore store, List<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : store
            .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addAllArtifactIds(ids).build())
            .getArtifactsList();
  }

  private static void render(Branch branch, String indent, StringBuilder text) {
    text.append(indent)
        .append(branch.artifact().getType())
        .append(' ')
        .append(branch.artifact().getId())
        .append("  ")
        .append(Artifacts.shortDigest(branch.artifact()))
        .append("  ")
        .append(branch.artifact().getUri())
        .append('\n');
    for (var step : branch.steps()) {
      text.append(indent)
          .append("  ")
          .append(simpleName(step.execution().getType()))
          .append(" (execution ")
          .append(step.execution().getId())
          .append(", ")
          .append(step.execution().getLastKnownState())
          .append(")\n");
      step.raw()
          .ifPresent(
              raw ->
                  text.append(indent)
                      .append("    raw data  ")
                      .append(Artifacts.shortDigest(raw.digest()))
                      .append("  ")
                      .append(raw.path())
                      .append('\n'));
      step.branches().forEach(next -> render(next, indent + "    ", text));
    }
  }

  private static String simpleName(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  private static Map<String, Object> json(Branch branch) {
    var json = Artifacts.json(branch.artifact());
    json.put(
        "executions",
        branch.steps().stream()
            .map(
                step -> {
                  var execution = new LinkedHashMap<String, Object>();
                  execution.put("id", step.execution().getId());
                  execution.put("type", step.execution().getType());
                  execution.put("state", step.execution().getLastKnownState().name());
                  step.raw()
                      .ifPresent(
                          raw ->
                              execution.put(
                                  "raw_data", Map.of("path", raw.path(), "digest", raw.digest())));
                  execution.put(
                      "artifacts", step.branches().stream().map(LineageCommand::json).toList());
                  return execution;
                })
            .toList());
    return json;
  }
}
