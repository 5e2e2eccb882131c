package io.tributary.telemetry.lineage;

import io.openlineage.client.OpenLineage;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.ExamplesReader;
import io.tributary.core.RunHome;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;

/**
 * Artifacts as datasets of OpenLineage. An output of a node is one dataset, {@code
 * <pipeline>.<node>.<output>}, and each artifact a version of it; where it lies is a symlink.
 */
final class Datasets {
  private static final Set<Event.Type> READ =
      Set.of(Event.Type.INPUT, Event.Type.DECLARED_INPUT, Event.Type.INTERNAL_INPUT);
  private static final Set<Event.Type> WRITTEN =
      Set.of(Event.Type.OUTPUT, Event.Type.DECLARED_OUTPUT, Event.Type.INTERNAL_OUTPUT);

  private final OpenLineage facets;
  private final String namespace;
  private final RunHome home;

  Datasets(OpenLineage facets, String namespace, RunHome home) {
    this.facets = facets;
    this.namespace = namespace;
    this.home = home;
  }

  /** What an execution has read. */
  List<OpenLineage.InputDataset> inputs(long executionId) {
    return named(artifacts(executionId, READ)).entrySet().stream()
        .map(
            named ->
                facets
                    .newInputDatasetBuilder()
                    .namespace(namespace)
                    .name(named.getKey())
                    .facets(facets(named.getValue()))
                    .build())
        .toList();
  }

  /** What an execution has made, reused or chosen. */
  List<OpenLineage.OutputDataset> outputs(long executionId) {
    return named(artifacts(executionId, WRITTEN)).entrySet().stream()
        .map(
            named ->
                facets
                    .newOutputDatasetBuilder()
                    .namespace(namespace)
                    .name(named.getKey())
                    .facets(facets(named.getValue()))
                    .build())
        .toList();
  }

  private Collection<Artifact> artifacts(long executionId, Set<Event.Type> types) {
    var store = home.metadata().store();
    var ids =
        store
            .getEventsByExecutionIDs(
                GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(executionId).build())
            .getEventsList()
            .stream()
            .filter(event -> types.contains(event.getType()))
            .map(Event::getArtifactId)
            .distinct()
            .toList();
    return ids.isEmpty()
        ? List.of()
        : store
            .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addAllArtifactIds(ids).build())
            .getArtifactsList();
  }

  /** Of several versions of a dataset the newest. */
  private static Map<String, Artifact> named(Collection<Artifact> artifacts) {
    var named = new LinkedHashMap<String, Artifact>();
    for (var artifact : artifacts) {
      named.merge(name(artifact), artifact, (a, b) -> a.getId() > b.getId() ? a : b);
    }
    return named;
  }

  /**
   * The place of a payload ends in pipeline, node, output and execution. What another program has
   * stored is named by where it lies.
   */
  private static String name(Artifact artifact) {
    var path = List.of(artifact.getUri().split("/"));
    int end = path.size() - 1;
    var maker = artifact.getCustomPropertiesMap().get("producer_component");
    return maker != null && end >= 3 && path.get(end - 2).equals(maker.getStringValue())
        ? String.join(".", path.subList(end - 3, end))
        : artifact.getUri();
  }

  private OpenLineage.DatasetFacets facets(Artifact artifact) {
    var stored = new StoredArtifact<>(artifact, home.artifacts().path(artifact.getUri()));
    var builder =
        facets
            .newDatasetFacetsBuilder()
            .version(facets.newDatasetVersionDatasetFacet(Long.toString(artifact.getId())))
            .datasetType(facets.newDatasetTypeDatasetFacet("FILE", artifact.getType()))
            .symlinks(
                facets.newSymlinksDatasetFacet(
                    List.of(
                        facets.newSymlinksDatasetFacetIdentifiers(
                            "file", stored.path().toString(), "LOCATION"))));
    if (artifact.getType().equals(Examples.class.getSimpleName())) {
      schema(stored).ifPresent(builder::schema);
    }
    return builder.build();
  }

  /** The columns; none are told of what cannot be read. */
  private Optional<OpenLineage.SchemaDatasetFacet> schema(StoredArtifact<?> examples) {
    try {
      var part = firstPart(examples);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      var fields = new ArrayList<OpenLineage.SchemaDatasetFacetFields>();
      try (var allocator = new RootAllocator();
          var reader = ExamplesReader.open(part.get(), allocator)) {
        for (var field : reader.getVectorSchemaRoot().getSchema().getFields()) {
          fields.add(
              facets
                  .newSchemaDatasetFacetFieldsBuilder()
                  .name(field.getName())
                  .type(field.getType().toString())
                  .build());
        }
      }
      return Optional.of(facets.newSchemaDatasetFacet(fields));
    } catch (IOException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> firstPart(StoredArtifact<?> examples) throws IOException {
    for (var split : examples.splits()) {
      var folder = examples.path().resolve("Split-" + split);
      if (Files.isDirectory(folder)) {
        try (var parts = Files.list(folder)) {
          var first = parts.filter(part -> part.toString().endsWith(".arrow")).sorted().findFirst();
          if (first.isPresent()) {
            return first;
          }
        }
      }
    }
    return Optional.empty();
  }
}
