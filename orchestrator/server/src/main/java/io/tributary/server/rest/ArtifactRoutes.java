package io.tributary.server.rest;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.server.json.Shape;
import io.tributary.server.view.ArtifactView;
import io.tributary.server.view.LineageView;
import io.tributary.server.view.StoredArtifacts;
import io.tributary.server.view.StoredRun;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Artifacts, and what they were made from. */
final class ArtifactRoutes {
  /** How many artifacts a lineage is followed to. */
  static final int MOST_LINEAGE = 500;

  private static final Parameter ARTIFACT =
      Parameter.path("artifact", new Shape.Whole(1, 1L << 53, false), "its id");

  private final Served served;

  ArtifactRoutes(Served served) {
    this.served = served;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/artifacts", "listArtifacts", "Artifacts, newest first.", this::list)
            .taking(
                Parameter.query(
                    "type",
                    new Shape.Text("^[A-Za-z0-9_.$-]{1,200}$"),
                    "only those of this type, such as Model"),
                Parameter.query(
                    "run", new Shape.Text(Routes.RUN), "only what this run made or reused"),
                Parameter.LIMIT,
                Parameter.AFTER_ID)
            .refusing(404)
            .answeringPages(ArtifactView.class),
        Route.of(Method.GET, "/artifacts/{artifact}", "getArtifact", "An artifact.", this::get)
            .taking(ARTIFACT)
            .answering(200, Shape.of(ArtifactView.class)),
        Route.of(
                Method.GET,
                "/artifacts/{artifact}/lineage",
                "getLineage",
                "What an artifact was made from, back to the raw data, or what was made from it.",
                this::lineage)
            .taking(
                ARTIFACT,
                Parameter.query(
                    "downstream",
                    new Shape.Truth(),
                    "whether to follow what was made from it",
                    false))
            .answering(200, Shape.of(LineageView.class)));
  }

  private Answer list(Call call) {
    var type = call.find("type", String.class);
    var before = call.find(Parameter.AFTER_ID.name(), Long.class);
    var page =
        call.find("run", String.class)
            .map(run -> ofRun(run, type, before.orElse(Long.MAX_VALUE), call.limit()))
            .orElseGet(
                () ->
                    StoredArtifacts.newest(
                        served.home().metadata().store(), type, before, call.limit()));
    return Answer.page(
        page.stream().map(ArtifactView::of).toList(),
        page.size() < call.limit()
            ? Optional.empty()
            : Optional.of(Long.toString(page.get(page.size() - 1).getId())));
  }

  private List<Artifact> ofRun(String run, Optional<String> type, long before, int limit) {
    return StoredRun.read(served.home(), run).outputs().values().stream()
        .flatMap(List::stream)
        .distinct()
        .filter(artifact -> artifact.getType().equals(type.orElse(artifact.getType())))
        .filter(artifact -> artifact.getId() < before)
        .sorted(Comparator.comparing(Artifact::getId).reversed())
        .limit(limit)
        .toList();
  }

  private Answer get(Call call) {
    return Answer.ok(
        ArtifactView.of(
            StoredArtifacts.find(
                served.home().metadata().store(), call.get("artifact", Long.class))));
  }

  private Answer lineage(Call call) {
    return Answer.ok(
        LineageView.of(
            served.home().metadata().store(),
            call.get("artifact", Long.class),
            call.get("downstream", Boolean.class),
            MOST_LINEAGE));
  }
}
