package io.tributary.server.rest;

import io.tributary.server.json.Field;
import io.tributary.server.json.Shape;
import io.tributary.server.view.AuditView;
import io.tributary.server.view.FindingView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** What is to be known of the server itself. */
final class SystemRoutes {
  private final Served served;
  private final Supplier<Object> document;

  /** An examination opens the home anew, and may read all of it: one at a time. */
  private final Semaphore examining = new Semaphore(1);

  SystemRoutes(Served served, Supplier<Object> document) {
    this.served = served;
    this.document = document;
  }

  /** Whether the server can do its work. */
  record HealthView(@Field("up; else there is a problem in place of this") String status) {}

  /** What runs. */
  record VersionView(String version, String java) {}

  /** Where what is remembered is remembered. */
  record MetadataView(
      @Field("the file, or the address without its password") String location,
      @Field("a name that no other database has") String identity,
      @Field("the folder with artifacts, jars and logs") String home) {}

  /** The document that this is a part of. */
  record OpenApiView(
      String openapi,
      Map<String, Object> info,
      Map<String, Object> paths,
      Map<String, Object> components,
      List<Map<String, Object>> security) {}

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/health", "getHealth", "Whether the server can work.", this::health)
            .open()
            .answering(200, Shape.of(HealthView.class)),
        Route.of(
                Method.GET,
                "/openapi.json",
                "getOpenApi",
                "This document.",
                call -> Answer.ok(document.get()))
            .open()
            .answering(200, Shape.of(OpenApiView.class)),
        Route.of(Method.GET, "/version", "getVersion", "Which release runs.", this::version)
            .answering(200, Shape.of(VersionView.class)),
        Route.of(
                Method.GET,
                "/metadata",
                "getMetadata",
                "Which database and which home are served.",
                this::metadata)
            .answering(200, Shape.of(MetadataView.class)),
        Route.of(
                Method.GET,
                "/doctor",
                "examine",
                "Examines the installation, as tributary doctor does.",
                this::examine)
            .taking(
                Parameter.query(
                    "thorough",
                    new Shape.Truth(),
                    "whether contents are read, and not only looked for",
                    false))
            .refusing(429)
            .answeringPages(FindingView.class),
        Route.of(
                Method.GET,
                "/audit",
                "listAudit",
                "Who changed what, or tried to and was refused; newest first.",
                this::audit)
            .taking(Parameter.LIMIT, Parameter.AFTER_ID)
            .answeringPages(AuditView.class));
  }

  private Answer health(Call call) {
    served.home().metadata().identity();
    return Answer.ok(new HealthView("up"));
  }

  private Answer version(Call call) {
    return Answer.ok(new VersionView(served.program().version(), Runtime.version().toString()));
  }

  private Answer metadata(Call call) {
    var metadata = served.home().metadata();
    return Answer.ok(
        new MetadataView(
            metadata.location(), metadata.identity(), served.home().directory().toString()));
  }

  private Answer examine(Call call) {
    if (!examining.tryAcquire()) {
      throw Refusal.of(
              429, "server", "is being examined", "one examination at a time", "ask again later")
          .with("Retry-After", "30");
    }
    try {
      return Answer.page(
          served.program().examine(call.get("thorough", Boolean.class)), Optional.empty());
    } finally {
      examining.release();
    }
  }

  private Answer audit(Call call) {
    var before = call.find(Parameter.AFTER_ID.name(), Long.class).orElse(Long.MAX_VALUE);
    var entries = served.home().metadata().audit().before(before, call.limit());
    var next =
        entries.size() < call.limit()
            ? Optional.<String>empty()
            : Optional.of(Long.toString(entries.get(entries.size() - 1).id()));
    return Answer.page(entries.stream().map(AuditView::of).toList(), next);
  }
}
