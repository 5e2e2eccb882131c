package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.PipelineRun;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the metadata store holds about one run.
 *
 * @param outputs what every node made or reused, in the order of the nodes
 */
record StoredRun(
    PipelineRun run, Pipeline pipeline, List<NodeRun> nodes, Map<String, List<Artifact>> outputs) {

  /** The name that stands for the newest run. */
  static final String LATEST = "latest";

  static StoredRun read(RunHome home, String runId) {
    var run = find(home, runId);
    return read(home, run, Irs.of(run));
  }

  /** The run of a request; its pipeline need not be read again. */
  static StoredRun of(RunRequest request, RunHome home) {
    return read(home, find(home, request.runId()), request.pipeline());
  }

  private static StoredRun read(RunHome home, PipelineRun run, Pipeline pipeline) {
    var nodes = home.metadata().runs().nodes(run.id());
    var byExecution = new LinkedHashMap<Long, String>();
    nodes.forEach(
        node ->
            node.executionId().ifPresent(execution -> byExecution.put(execution, node.nodeId())));
    return new StoredRun(run, pipeline, nodes, outputs(home, byExecution));
  }

  static PipelineRun find(RunHome home, String runId) {
    if (runId.equals(LATEST)) {
      return home.metadata().runs().newest(1).stream()
          .findFirst()
          .orElseThrow(
              () ->
                  new UsageException(
                      "run",
                      LATEST,
                      "at least one run",
                      "run a pipeline first: tributary run chicago-taxi"));
    }
    return home.metadata()
        .runs()
        .find(runId)
        .orElseThrow(
            () ->
                new UsageException(
                    "run",
                    "'" + runId + "'",
                    "the id of a run, or " + LATEST,
                    "see: tributary runs"));
  }

  private static Map<String, List<Artifact>> outputs(RunHome home, Map<Long, String> byExecution) {
    var outputs = new LinkedHashMap<String, List<Artifact>>();
    if (byExecution.isEmpty()) {
      return outputs;
    }
    var store = home.metadata().store();
    var events =
        store
            .getEventsByExecutionIDs(
                GetEventsByExecutionIDsRequest.newBuilder()
                    .addAllExecutionIds(byExecution.keySet())
                    .build())
            .getEventsList()
            .stream()
            .filter(event -> event.getType() == Event.Type.OUTPUT)
            .toList();
    var artifacts = new LinkedHashMap<Long, Artifact>();
    store
        .getArtifactsByID(
            GetArtifactsByIDRequest.newBuilder()
                .addAllArtifactIds(events.stream().map(Event::getArtifactId).distinct().toList())
                .build())
        .getArtifactsList()
        .forEach(artifact -> artifacts.put(artifact.getId(), artifact));
    for (var node : byExecution.entrySet()) {
      outputs.put(
          node.getValue(),
          events.stream()
              .filter(
                  event ->
                      event.getExecutionId() == node.getKey()
                          && artifacts.containsKey(event.getArtifactId()))
              .map(event -> artifacts.get(event.getArtifactId()))
              .toList());
    }
    return outputs;
  }

  /** All artifacts of one type, in the order of the nodes. */
  List<Artifact> artifacts(String type) {
    return outputs.values().stream()
        .flatMap(List::stream)
        .filter(artifact -> artifact.getType().equals(type))
        .toList();
  }
}
