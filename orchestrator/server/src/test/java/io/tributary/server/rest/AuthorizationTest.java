package io.tributary.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.AuditEntry.Outcome;
import io.tributary.metadata.Role;
import io.tributary.server.Tokens;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom every route lets in: the routes are those of the table, none is named here. */
class AuthorizationTest {
  @TempDir Path directory;

  private RestFixture rest;

  @BeforeEach
  void serve() throws Exception {
    rest = new RestFixture(directory);
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  /** A request of a route that brings what the route asks for, as far as its form goes. */
  static HttpRequest.Builder request(RestFixture rest, Route route, Optional<String> header) {
    var path = route.path();
    for (var parameter : route.parameters()) {
      var value =
          switch (parameter.name()) {
            case "digest" -> "0".repeat(64);
            case "artifact" -> "1";
            default -> "absent";
          };
      path = path.replace("{" + parameter.name() + "}", value);
    }
    var request = HttpRequest.newBuilder(rest.uri(Route.BASE + path));
    var body = HttpRequest.BodyPublishers.noBody();
    if (route.body().isPresent()) {
      request.header("Content-Type", route.body().get().type());
      body =
          HttpRequest.BodyPublishers.ofString(
              route.name().equals("addSchedule")
                  ? "{\"name\":\"absent\",\"pipeline\":\"absent\",\"every\":\"PT1H\"}"
                  : route.name().equals("startRun") ? "{\"pipeline\":\"absent\"}" : "{}");
    }
    header.ifPresent(value -> request.header("Authorization", value));
    return request.method(route.method().name(), body);
  }

  private RestFixture.Response call(Route route, String header) throws Exception {
    return rest.send(request(rest, route, Optional.of(header)));
  }

  private List<Route> guarded() {
    var guarded = rest.server.routes().stream().filter(route -> route.role().isPresent()).toList();
    assertThat(guarded).hasSizeGreaterThan(20);
    return guarded;
  }

  @Test
  void onlyHealthAndTheDocumentAreOpenToEverybody() throws Exception {
    var open = rest.server.routes().stream().filter(route -> route.role().isEmpty()).toList();
    assertThat(open).extracting(Route::path).containsExactly("/health", "/openapi.json");
    for (var route : open) {
      assertThat(rest.send(request(rest, route, Optional.empty())).status()).isEqualTo(200);
    }
  }

  @Test
  void everyRouteThatIsNoGetIsAChangeAndTakesMoreThanAViewer() {
    for (var route : rest.server.routes()) {
      assertThat(route.change().isPresent())
          .as(route.name())
          .isEqualTo(route.method() != Method.GET);
      if (route.change().isPresent()) {
        assertThat(route.role()).as(route.name()).isPresent().get().isNotEqualTo(Role.VIEWER);
      }
    }
  }

  @Test
  void nobodyIsLetInWithoutAToken() throws Exception {
    for (var route : guarded()) {
      var response = rest.send(request(rest, route, Optional.empty()));
      assertThat(response.status()).as(route.name()).isEqualTo(401);
      assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"tributary\"");
      assertThat(response.header("Content-Type")).isEqualTo(Problem.TYPE);
    }
  }

  @Test
  void tokensThatAreNoneAreRefused() throws Exception {
    var valid = rest.token(Role.AUTHOR);
    var other = valid.substring(0, valid.length() - 1) + (valid.endsWith("A") ? "B" : "A");
    var headers =
        List.of(
            "Bearer",
            "Bearer x",
            "Bearer " + other,
            "Bearer " + valid + "A",
            "Bearer " + valid.replace("author", "other"),
            "Basic " + valid,
            "Bearer trb.." + valid.substring(valid.length() - 43),
            valid,
            "Bearer " + "y".repeat(5000));
    for (var route : guarded()) {
      for (var header : headers) {
        var response = call(route, header);
        assertThat(response.status()).as(route.name() + " " + header).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(response.text()).doesNotContain(valid.substring(valid.length() - 43));
      }
    }
  }

  @Test
  void expiredAndRemovedTokensAreRefused() throws Exception {
    var removed = rest.token("removed", Role.AUTHOR);
    rest.home.metadata().tokens().remove("removed");
    var expired = rest.token("expired", Role.AUTHOR);
    rest.clock.advance(Duration.ofHours(1));
    for (var route : guarded()) {
      var response = call(route, "Bearer " + expired);
      assertThat(response.status()).as(route.name()).isEqualTo(401);
      assertThat(response.body().get("value").textValue()).contains("'expired'", "has expired");
      assertThat(call(route, "Bearer " + removed).status()).as(route.name()).isEqualTo(401);
    }
    assertThat(rest.home.metadata().tokens().find("expired").orElseThrow().used()).isEmpty();
  }

  @Test
  void everyRouteLetsInItsRoleAndHigherOnesAndNoLower() throws Exception {
    for (var role : Role.values()) {
      var token = rest.token(role);
      for (var route : guarded()) {
        var response = call(route, "Bearer " + token);
        var name = role + " " + route.name() + " " + response.text();
        if (role.includes(route.role().orElseThrow())) {
          assertThat(response.status()).as(name).isNotIn(401, 403, 405, 500);
        } else {
          assertThat(response.status()).as(name).isEqualTo(403);
          assertThat(response.header("WWW-Authenticate")).contains("insufficient_scope");
          assertThat(response.body().get("expected").textValue())
              .contains(route.role().get().name().toLowerCase(Locale.ROOT));
        }
      }
    }
    assertThat(rest.warnings).isEmpty();
  }

  @Test
  void refusedChangesAreInTheAuditLogUnderTheNameOfTheToken() throws Exception {
    var viewer = rest.token(Role.VIEWER);
    for (var route : guarded()) {
      int before = rest.audit().size();
      call(route, "Bearer " + viewer);
      call(route, "Bearer x");
      var noted = rest.audit();
      if (route.change().isEmpty()) {
        assertThat(noted).as(route.name()).hasSize(before);
      } else {
        assertThat(noted).as(route.name()).hasSize(before + 2);
        assertThat(noted.get(1).actor()).isEqualTo("viewer");
        assertThat(noted.get(0).actor()).isEqualTo("(nobody)");
        assertThat(noted.get(0).message()).contains("from 127.0.0.1");
        assertThat(noted.subList(0, 2))
            .allSatisfy(
                entry -> {
                  assertThat(entry.outcome()).isEqualTo(Outcome.REFUSED);
                  assertThat(entry.action()).isEqualTo(route.change().get());
                  assertThat(entry.time()).isEqualTo(rest.clock.instant());
                });
      }
    }
  }

  @Test
  void thoseWithoutATokenDoNotFillTheAuditLog() throws Exception {
    var route =
        guarded().stream().filter(it -> it.name().equals("cancelRun")).findFirst().orElseThrow();
    for (int i = 0; i < Refusals.MOST + 5; i++) {
      assertThat(call(route, "Bearer x").status()).isEqualTo(401);
    }
    assertThat(rest.audit()).hasSize(Refusals.MOST);
    rest.clock.advance(Duration.ofMinutes(1));
    call(route, "Bearer x");
    assertThat(rest.audit()).hasSize(Refusals.MOST + 1);
    assertThat(rest.audit().get(0).message()).endsWith("and 5 more before");
  }

  @Test
  void lastUseOfATokenIsKnownToTheMinute() throws Exception {
    var token = rest.token(Role.VIEWER);
    var first = rest.clock.instant();
    rest.send(rest.request("/version", token));
    rest.clock.advance(Duration.ofSeconds(30));
    rest.send(rest.request("/version", token));
    assertThat(used()).contains(first);
    rest.clock.advance(Duration.ofSeconds(30));
    rest.send(rest.request("/version", token));
    assertThat(used()).contains(first.plusSeconds(60));
  }

  private Optional<java.time.Instant> used() {
    return rest.home.metadata().tokens().find("viewer").orElseThrow().used();
  }

  @Test
  void secretsAreStoredNowhere() throws Exception {
    var tokens = new Tokens(rest.home.metadata(), rest.clock, new SecureRandom());
    var token = tokens.add("new", Role.VIEWER, Optional.empty());
    var stored = rest.home.metadata().tokens().find("new").orElseThrow();
    assertThat(token).startsWith("trb.new.").hasSize("trb.new.".length() + 43);
    assertThat(stored.toString()).doesNotContain(token.substring(token.length() - 43));
    assertThat(tokens.find(token)).isPresent();
  }
}
