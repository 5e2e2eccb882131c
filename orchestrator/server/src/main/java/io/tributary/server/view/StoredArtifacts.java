package io.tributary.server.view;

import io.tributary.api.Explanation;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import java.util.List;
import java.util.Optional;

/** Finds artifacts in the metadata store. */
public final class StoredArtifacts {
  private StoredArtifacts() {}

  /**
   * One of them.
   *
   * @throws MetadataException NOT_FOUND if there is no such artifact
   */
  public static Artifact find(MetadataStore store, long id) {
    return store
        .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addArtifactIds(id).build())
        .getArtifactsList()
        .stream()
        .findFirst()
        .orElseThrow(
            () ->
                new MetadataException(
                    MetadataException.Code.NOT_FOUND,
                    new Explanation(
                            "artifact",
                            Long.toString(id),
                            "the id of an artifact",
                            "see: tributary artifacts")
                        .toString()));
  }

  /** A part of a list, and where the next one begins, if there is one. */
  public record Page(List<Artifact> artifacts, Optional<String> next) {}

  /**
   * The newest first.
   *
   * @param type only those of this type
   * @param limit at most so many, 100 at the most
   * @param after where the page before said that this one begins
   * @throws MetadataException INVALID_ARGUMENT if no page said so
   */
  public static Page newest(
      MetadataStore store, Optional<String> type, int limit, Optional<String> after) {
    var options =
        ListOperationOptions.newBuilder()
            .setMaxResultSize(limit)
            .setOrderByField(
                ListOperationOptions.OrderByField.newBuilder()
                    .setField(ListOperationOptions.OrderByField.Field.ID)
                    .setIsAsc(false));
    after.ifPresent(options::setNextPageToken);
    if (type.isPresent()) {
      var found =
          store.getArtifactsByType(
              GetArtifactsByTypeRequest.newBuilder()
                  .setTypeName(type.get())
                  .setOptions(options)
                  .build());
      return page(found.getArtifactsList(), found.getNextPageToken());
    }
    var found = store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options).build());
    return page(found.getArtifactsList(), found.getNextPageToken());
  }

  private static Page page(List<Artifact> artifacts, String next) {
    return new Page(artifacts, next.isEmpty() ? Optional.empty() : Optional.of(next));
  }
}
