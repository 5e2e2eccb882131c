package io.tributary.server.view;

import io.tributary.api.artifact.Examples;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.server.json.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An artifact, and the executions that made it, or used it, with what lies beyond them. */
public record LineageView(
    long id,
    String type,
    String name,
    String uri,
    Artifact.State state,
    Instant created,
    Map<String, Object> properties,
    Map<String, Object> customProperties,
    @Field("empty, too, where the artifact is shown elsewhere already") List<Step> executions,
    @Field("there, and true, if the whole would be too large, and ends here")
        Optional<Boolean> truncated) {

  /**
   * An execution.
   *
   * @param rawData what lies beyond one that read from outside
   */
  public record Step(
      long id,
      String type,
      Execution.State state,
      Optional<RawData> rawData,
      List<LineageView> artifacts) {}

  /** Files that are no artifact, and the digest of their contents when they were read. */
  public record RawData(String path, String digest) {

    /** What an example generator notes: its parameter, and the fingerprint on its examples. */
    private static Optional<RawData> of(Execution execution, Artifact made) {
      var path = execution.getCustomPropertiesMap().get("input");
      var digest = ArtifactView.text(made, Examples.INPUT_FINGERPRINT.name());
      return path == null || digest.isEmpty()
          ? Optional.empty()
          : Optional.of(new RawData(path.getStringValue(), digest));
    }
  }

  /**
   * What an artifact was made from, back to the raw data.
   *
   * @param downstream instead, what was made from it
   * @param most how many artifacts are followed
   * @throws MetadataException NOT_FOUND if there is no such artifact
   */
  public static LineageView of(MetadataStore store, long id, boolean downstream, int most) {
    var search = new Search(store, downstream, most, new HashSet<>());
    return search.follow(StoredArtifacts.find(store, id));
  }

  /** Everything that is the same throughout one search. */
  private record Search(MetadataStore store, boolean downstream, int most, Set<Long> seen) {

    LineageView follow(Artifact artifact) {
      if (seen.contains(artifact.getId())) {
        return view(artifact, List.of(), Optional.empty());
      } else if (seen.size() >= most) {
        return view(artifact, List.of(), Optional.of(true));
      }
      seen.add(artifact.getId());
      var near = downstream ? Event.Type.INPUT : Event.Type.OUTPUT;
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
      var steps = new ArrayList<Step>();
      for (var execution :
          store
              .getExecutionsByID(
                  GetExecutionsByIDRequest.newBuilder().addAllExecutionIds(executions).build())
              .getExecutionsList()) {
        if (downstream || execution.getLastKnownState() != Execution.State.CACHED) {
          var raw = downstream ? Optional.<RawData>empty() : RawData.of(execution, artifact);
          steps.add(
              new Step(
                  execution.getId(),
                  execution.getType(),
                  execution.getLastKnownState(),
                  raw,
                  beyond(execution)));
        }
      }
      return view(artifact, steps, Optional.empty());
    }

    private List<LineageView> beyond(Execution execution) {
      var far = downstream ? Event.Type.OUTPUT : Event.Type.INPUT;
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
      return ids.isEmpty()
          ? List.of()
          : store
              .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addAllArtifactIds(ids).build())
              .getArtifactsList()
              .stream()
              .map(this::follow)
              .toList();
    }

    private static LineageView view(
        Artifact artifact, List<Step> steps, Optional<Boolean> truncated) {
      var view = ArtifactView.of(artifact);
      return new LineageView(
          view.id(),
          view.type(),
          view.name(),
          view.uri(),
          view.state(),
          view.created(),
          view.properties(),
          view.customProperties(),
          steps,
          truncated);
    }
  }
}
