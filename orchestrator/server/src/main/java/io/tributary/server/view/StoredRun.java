package io.tributary.server.view;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.api.Explanation;
import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.launcher.RunSettings;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.PipelineRun;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the metadata store holds about one run.
 *
 * @param outputs what every node made or reused, in the order of the nodes
 */
public record StoredRun(
    PipelineRun run, Pipeline pipeline, List<NodeRun> nodes, Map<String, List<Artifact>> outputs) {

  /** The name that stands for the newest run. */
  public static final String LATEST = "latest";

  /** What starts a run whose nodes another scheduler calls for, one by one. */
  public static final String NODE_BY_NODE = "tributary node run";

  /** Whether it is for another scheduler to call for the next node of a run. */
  public static boolean waitsForNode(RunHome home, String runId) {
    return RunSettings.trigger(home.metadata().store(), runId).equals(Optional.of(NODE_BY_NODE))
        && home.metadata().runs().nodes(runId).stream()
            .noneMatch(node -> node.state() == NodeState.RUNNING);
  }

  /**
   * What is held about a run.
   *
   * @throws MetadataException NOT_FOUND if there is no such run, DATA_LOSS if its pipeline cannot
   *     be read
   */
  public static StoredRun read(RunHome home, String runId) {
    var run = find(home, runId);
    try {
      return read(home, run, Pipeline.parseFrom(run.ir()));
    } catch (InvalidProtocolBufferException e) {
      throw new MetadataException(
          MetadataException.Code.DATA_LOSS,
          new Explanation(
                  "run '" + run.id() + "' > pipeline",
                  String.valueOf(e.getMessage()),
                  "a compiled pipeline",
                  "start a new run")
              .toString(),
          e);
    }
  }

  /** The run of a request; its pipeline need not be read again. */
  public static StoredRun of(RunRequest request, RunHome home) {
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

  /**
   * A run, or the newest of all.
   *
   * @param runId may be {@link #LATEST}
   * @throws MetadataException NOT_FOUND if there is no such run
   */
  public static PipelineRun find(RunHome home, String runId) {
    var runs = home.metadata().runs();
    return runId.equals(LATEST)
        ? runs.newest(1).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    missing(
                        LATEST,
                        "at least one run",
                        "run a pipeline first: tributary run chicago-taxi"))
        : runs.find(runId)
            .orElseThrow(
                () ->
                    missing(
                        "'" + runId + "'", "the id of a run, or " + LATEST, "see: tributary runs"));
  }

  private static MetadataException missing(String value, String expected, String remedy) {
    return new MetadataException(
        MetadataException.Code.NOT_FOUND,
        new Explanation("run", value, expected, remedy).toString());
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
  public List<Artifact> artifacts(String type) {
    return outputs.values().stream()
        .flatMap(List::stream)
        .filter(artifact -> artifact.getType().equals(type))
        .toList();
  }
}
