package io.tributary.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.digest.Sha256;
import io.tributary.metadata.AuditEntry.Outcome;
import io.tributary.metadata.Role;
import io.tributary.metadata.RunState;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every change of the table of routes is made once, and is in the audit log then. */
class AuditedChangesTest {
  @TempDir Path directory;

  @Test
  void everyRouteThatChangesSomethingLeavesARow() throws Exception {
    try (var rest = new RestFixture(directory)) {
      var runs = rest.home.metadata().runs();
      runs.create(RestFixture.stored("failed", rest.home));
      runs.finish("failed", RunState.FAILED, "");
      var jar = new ByteArrayOutputStream();
      try (var out = new ZipOutputStream(jar)) {
        out.putNextEntry(new ZipEntry("entry"));
      }
      // In the order in which they can be made; the body, or empty, and what it is about.
      Map<String, Made> made = new LinkedHashMap<>();
      made.put("run.start", new Made("{\"pipeline\": \"taxi\", \"id\": \"new\"}", "new"));
      made.put("run.cancel", new Made("", "new"));
      made.put("run.resume", new Made("{}", "failed"));
      made.put(
          "schedule.add",
          new Made("{\"name\": \"s\", \"pipeline\": \"taxi\", \"every\": \"PT1H\"}", "s"));
      made.put("schedule.pause", new Made("", "s"));
      made.put("schedule.resume", new Made("", "s"));
      made.put("schedule.remove", new Made("", "s"));
      made.put(
          "backfill.begin",
          new Made("{\"name\": \"b\", \"pipeline\": \"taxi\", \"from\": 1, \"to\": 2}", "b"));
      made.put("backfill.cancel", new Made("", "b"));
      made.put("backfill.resume", new Made("", "b"));
      made.put("jar.add", new Made("", Sha256.hex(jar.toByteArray())));

      var changing =
          rest.server.routes().stream().filter(route -> route.change().isPresent()).toList();
      assertThat(changing)
          .extracting(route -> route.change().orElseThrow())
          .containsExactlyInAnyOrderElementsOf(made.keySet());
      var token = rest.token("me", Role.AUTHOR);
      for (var change : made.entrySet()) {
        var route =
            changing.stream()
                .filter(it -> it.change().equals(Optional.of(change.getKey())))
                .findFirst()
                .orElseThrow();
        var subject = change.getValue().subject();
        var body =
            route.body().filter(Body.Stream.class::isInstance).isPresent()
                ? HttpRequest.BodyPublishers.ofByteArray(jar.toByteArray())
                : HttpRequest.BodyPublishers.ofString(change.getValue().body());
        var request =
            rest.request(route.path().replaceAll("\\{[a-z]+}", subject), token)
                .method(route.method().name(), body);
        route.body().ifPresent(it -> request.header("Content-Type", it.type()));
        int before = rest.audit().size();
        var response = rest.send(request);
        assertThat(response.status())
            .as(change.getKey() + " " + response.text())
            .isBetween(200, 299);
        assertThat(rest.audit()).as(change.getKey()).hasSize(before + 1);
        var entry = rest.audit().get(0);
        assertThat(entry.actor()).isEqualTo("me");
        assertThat(entry.action()).isEqualTo(change.getKey());
        assertThat(entry.subject()).isEqualTo(subject);
        assertThat(entry.outcome()).isEqualTo(Outcome.DONE);
        assertThat(entry.time()).isEqualTo(rest.clock.instant());
      }
    }
  }

  private record Made(String body, String subject) {}
}
