package io.tributary.server.rest;

import io.tributary.metadata.MetadataException;
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
                Parameter.AFTER)
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
    var run = call.find("run", String.class);
    if (run.isPresent()) {
      return ofRun(StoredRun.read(served.home(), run.get()), type, call);
    }
    var store = served.home().metadata().store();
    StoredArtifacts.Page page;
    try {
      page = StoredArtifacts.newest(store, type, call.limit(), call.after());
    } catch (MetadataException e) {
      if (e.code() == MetadataException.Code.INVALID_ARGUMENT) {
        throw Refusal.of(
            400,
            "query > after",
            "'" + call.after().orElse("") + "'",
            "what a page of the same list said is next",
            "correct it, or leave it out");
      }
      throw e;
    }
    return Answer.page(page.artifacts().stream().map(ArtifactView::of).toList(), page.next());
  }

  private static Answer ofRun(StoredRun run, Optional<String> type, Call call) {
    var before = call.after().map(ArtifactRoutes::id).orElse(Long.MAX_VALUE);
    var rest =
        run.outputs().values().stream()
            .flatMap(List::stream)
            .distinct()
            .filter(artifact -> artifact.getType().equals(type.orElse(artifact.getType())))
            .filter(artifact -> artifact.getId() < before)
            .sorted(Comparator.comparing(Artifact::getId).reversed())
            .toList();
    var page = rest.stream().limit(call.limit()).toList();
    return Answer.page(
        page.stream().map(ArtifactView::of).toList(),
        page.size() < rest.size()
            ? Optional.of(Long.toString(page.get(page.size() - 1).getId()))
            : Optional.empty());
  }

  private static long id(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw Refusal.of(
          400, "query > after", "'" + after + "'", "what a page said is next", "correct it");
    }
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
