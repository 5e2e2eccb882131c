package io.tributary.server.rest;

import io.tributary.core.jar.JarStore;
import io.tributary.metadata.Role;
import io.tributary.server.json.Field;
import io.tributary.server.json.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jars with the classes of pipelines, which runs and schedules name by their digests. */
final class JarRoutes {
  /** In bytes. */
  static final long MOST = 512L << 20;

  private final Served served;

  JarRoutes(Served served) {
    this.served = served;
  }

  /** A jar that the home keeps. */
  record JarView(@Field("its SHA-256") String digest, @Field("in bytes") long size) {}

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/jars", "listJars", "The jars that are kept, by digest.", this::list)
            .taking(Parameter.LIMIT, Parameter.AFTER)
            .answeringPages(JarView.class),
        Route.of(
                Method.PUT,
                "/jars/{digest}",
                "addJar",
                "Uploads a jar; one that is kept already stays as it is.",
                this::add)
            .changing("jar.add", Role.AUTHOR)
            .taking(Parameter.path("digest", Routes.DIGEST, "its SHA-256"))
            .taking(new Body.Stream("application/octet-stream", MOST))
            .refusing(422)
            .answering(200, Shape.of(JarView.class))
            .answering(201, Shape.of(JarView.class)));
  }

  private Answer list(Call call) throws IOException {
    var jars =
        new JarStore(served.home())
            .all().stream().map(jar -> new JarView(jar.digest(), jar.size())).toList();
    return Answer.page(jars, call, JarView::digest);
  }

  private Answer add(Call call) throws IOException {
    var digest = call.text("digest");
    boolean added;
    long size;
    try {
      var store = new JarStore(served.home());
      added = store.put(call.stream(), digest);
      size = Files.size(store.place(digest));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(422, List.of(Problem.explanation(String.valueOf(e.getMessage()))));
    }
    call.audit().done("jar.add", digest, added ? size + " bytes" : "kept already");
    var jar = new JarView(digest, size);
    return new Answer(added ? 201 : 200, Optional.of(jar), Map.of());
  }
}
