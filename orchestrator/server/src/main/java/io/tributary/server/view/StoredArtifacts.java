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

  /**
   * The newest first.
   *
   * @param type only those of this type
   * @param before only those with a smaller id
   * @param limit at most so many, 100 at the most
   */
  public static List<Artifact> newest(
      MetadataStore store, Optional<String> type, Optional<Long> before, int limit) {
    var options =
        ListOperationOptions.newBuilder()
            .setMaxResultSize(limit)
            .setOrderByField(
                ListOperationOptions.OrderByField.newBuilder()
                    .setField(ListOperationOptions.OrderByField.Field.ID)
                    .setIsAsc(false));
    before.ifPresent(id -> options.setFilterQuery("id < " + id));
    return type.map(
            name ->
                store
                    .getArtifactsByType(
                        GetArtifactsByTypeRequest.newBuilder()
                            .setTypeName(name)
                            .setOptions(options)
                            .build())
                    .getArtifactsList())
        .orElseGet(
            () ->
                store
                    .getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options).build())
                    .getArtifactsList());
  }
}
