package io.tributary.runner.airflow.client;

import static io.tributary.runner.airflow.client.ScriptedServer.json;
import static io.tributary.runner.airflow.client.ScriptedServer.lost;
import static io.tributary.runner.airflow.client.ScriptedServer.text;
import static io.tributary.runner.airflow.client.ScriptedServer.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.runner.airflow.client.AirflowException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests when servers and networks misbehave, and of answers nobody foresaw. */
class AirflowClientTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String VARIABLE = "{'key': 'k', 'value': 'v', 'description': null}";
  private static final String RUN =
      "{'dag_run_id': 'r', 'dag_id': 'd', 'run_type': 'manual', 'state': 'queued', 'conf': {}}";

  private final List<Duration> pauses = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private Instant now = NOW;
  private ClientOptions options = ClientOptions.DEFAULT.withListener(calls::add);
  private ScriptedServer server = ScriptedServer.v2();

  @AfterEach
  void stop() {
    server.close();
  }

  private void serve(ScriptedServer other) {
    server.close();
    server = other;
  }

  private AirflowClient client() {
    return client(Credentials.bearer("t"));
  }

  private AirflowClient client(Credentials credentials) {
    return client(server.address(), credentials);
  }

  private AirflowClient client(URI address, Credentials credentials) {
    var clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return AirflowClient.connect(address, credentials, options, clock, pauses::add);
  }

  private static AirflowException failure(ThrowingCallable call) {
    return catchThrowableOfType(AirflowException.class, call);
  }

  private static List<Duration> seconds(double... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number -> Duration.ofMillis(Math.round(number * 1000)))
        .toList();
  }

  // Repeating

  @Test
  void waitsAsLongAsABusyServerSays() {
    server.on(
        "GET /api/v2/variables/k",
        json(429, "{'detail': 'too many'}", "Retry-After", "7"),
        json(200, VARIABLE));
    assertThat(client().variables().get("k").value()).contains("v");
    assertThat(pauses).isEqualTo(seconds(7));
  }

  @Test
  void waitsUntilTheTimeThatABusyServerNames() {
    server.on(
        "GET /api/v2/variables/k",
        json(503, "", "Retry-After", "Sun, 01 Mar 2026 12:00:20 GMT"),
        json(429, "{}", "Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT"),
        json(429, "{}", "Retry-After", "soon"),
        json(200, VARIABLE));
    assertThat(client().variables().get("k").value()).contains("v");
    assertThat(pauses).as("a time to come, one gone by, none").isEqualTo(seconds(20, 0, 2));
  }

  @Test
  void asksNoServerAgainThatWantsToBeLeftAloneForLong() {
    server.on("GET /api/v2/variables/k", json(429, "{}", "Retry-After", "3600"));
    var failure = failure(() -> client().variables().get("k"));
    assertThat(failure.reason()).isEqualTo(Reason.BUSY);
    assertThat(failure).hasMessageContaining("to be asked again in 3600 s");
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void waitsTwiceAsLongEachTimeAndGivesUp(int status) {
    server.on("GET /api/v2/variables/k", text(status, "text/html", "<html>bad gateway</html>"));
    var failure = failure(() -> client().variables().get("k"));
    assertThat(failure.reason()).isEqualTo(Reason.SERVER);
    assertThat(failure.status()).hasValue(status);
    assertThat(failure)
        .hasMessage(
            "Airflow at "
                + server.address()
                + " > GET /api/v2/variables/k: "
                + status
                + ": a page in HTML, at attempt 5 (expected: a server in order); look at the server, and the proxy before it, or ask later");
    assertThat(pauses).isEqualTo(seconds(0.5, 1, 2, 4));
  }

  @Test
  void waitsNoLongerThanTheOptionsSay() {
    options = options.withAttempts(6, Duration.ofSeconds(1), Duration.ofSeconds(3));
    server.on("GET /api/v2/variables/k", json(503, ""));
    failure(() -> client().variables().get("k"));
    assertThat(pauses).isEqualTo(seconds(1, 2, 3, 3, 3));
  }

  @Test
  void repeatsNothingThatTheServerRefuses() {
    server.on("GET /api/v2/variables/k", json(500, "{'detail': 'division by zero'}"));
    var failure = failure(() -> client().variables().get("k"));
    assertThat(failure).hasMessageContaining("500: division by zero (expected");
    assertThat(pauses).isEmpty();
  }

  @Test
  void saysWhichServerCannotBeReached() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var failure =
        failure(() -> client(URI.create("http://127.0.0.1:" + port), Credentials.anonymous()));
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure.mayBeDone()).isFalse();
    assertThat(failure)
        .hasMessageStartingWith("Airflow at http://127.0.0.1:" + port + " > GET /api/v2/version:")
        .hasMessageEndingWith("check the address, and whether Airflow runs");
    assertThat(pauses).hasSize(4);
  }

  @Test
  void repeatsAReadingWhoseAnswerBrokeOff() {
    server.on("GET /api/v2/variables/k", truncated(), truncated(), json(200, VARIABLE));
    assertThat(client().variables().get("k").value()).contains("v");
    assertThat(pauses).hasSize(2);
  }

  @Test
  void repeatsNoPostThatTheServerMayHaveDone() {
    for (var answer : List.of(json(503, ""), lost(), truncated())) {
      server.on("POST /api/v2/dags/d/clearTaskInstances", answer);
      var failure = failure(() -> client().taskInstances().clear("d", "r", Clearing.of("t")));
      assertThat(failure.mayBeDone()).isTrue();
    }
    assertThat(server.lines()).hasSize(3);
    assertThat(pauses).isEmpty();
  }

  @Test
  void repeatsAPostThatTheServerHasNotBegunWith() {
    server.on(
        "POST /api/v2/dags/d/clearTaskInstances",
        json(429, "{}"),
        json(200, "{'task_instances': []}"));
    assertThat(client().taskInstances().clear("d", "r", Clearing.of("t"))).isEmpty();
    assertThat(pauses).hasSize(1);
  }

  @Test
  void triggersOneRunAlthoughTheAnswerWasLost() {
    server
        .on("POST /api/v2/dags/d/dagRuns", lost(), json(409, "{'detail': 'exists'}"))
        .on("GET /api/v2/dags/d/dagRuns/r", json(200, RUN));
    assertThat(client().runs().trigger("d", RunTrigger.of("r")).dagRunId()).isEqualTo("r");
    assertThat(server.lines())
        .containsExactly(
            "POST /api/v2/dags/d/dagRuns",
            "POST /api/v2/dags/d/dagRuns",
            "GET /api/v2/dags/d/dagRuns/r");
  }

  @Test
  void doesNotTakeTheRunOfSomebodyElseForItsOwn() {
    server
        .on("POST /api/v2/dags/d/dagRuns", json(409, "{'detail': 'exists'}"))
        .on("GET /api/v2/dags/d/dagRuns/r", json(200, RUN));
    var failure = failure(() -> client().runs().trigger("d", RunTrigger.of("r")));
    assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
    assertThat(failure.mayBeDone()).isFalse();
  }

  @Test
  void saysThatTheDateIsTakenWhenAnotherRunHasIt() {
    server.on("POST /api/v2/dags/d/dagRuns", json(504, ""), json(409, "{'detail': 'date exists'}"));
    var failure = failure(() -> client().runs().trigger("d", RunTrigger.of("r")));
    assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
    assertThat(failure).hasMessageContaining("date exists");
  }

  @Test
  void whatAnEarlierAttemptHasDeletedIsDeleted() {
    server.on("DELETE /api/v2/pools/p", lost(), json(404, "{'detail': 'not found'}"));
    client().pools().delete("p");
    assertThat(server.lines()).hasSize(2);
    server.on("DELETE /api/v2/pools/p", json(404, "{'detail': 'not found'}"));
    assertThat(failure(() -> client().pools().delete("p")).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void tellsOfEveryAttempt() {
    server.on("GET /api/v2/variables/k", truncated(), json(503, ""), json(200, VARIABLE));
    client().variables().get("k");
    assertThat(calls)
        .extracting(Call::operation, Call::attempt, Call::status)
        .containsExactly(
            tuple(Operation.GET_VERSION, 1, OptionalInt.of(200)),
            tuple(Operation.GET_VARIABLE, 1, OptionalInt.empty()),
            tuple(Operation.GET_VARIABLE, 2, OptionalInt.of(503)),
            tuple(Operation.GET_VARIABLE, 3, OptionalInt.of(200)));
  }

  @Test
  void stopsWaitingWhenItsThreadIsInterrupted() {
    server.on("GET /api/v2/variables/k", json(503, ""));
    var client =
        AirflowClient.connect(
            server.address(),
            Credentials.anonymous(),
            options,
            Clock.systemUTC(),
            duration -> {
              throw new InterruptedException();
            });
    server.on("GET /auth/token", json(201, "{'access_token': 't'}"));
    var failure = failure(() -> client.variables().get("k"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.reason()).isEqualTo(Reason.SERVER);
  }

  // Limits

  @Test
  void waitsForNoAnswerLongerThanTheOptionsSay() {
    options =
        options
            .withAttempts(1, Duration.ofMillis(1), Duration.ofSeconds(1))
            .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(1));
    var client = client();
    for (var answer : List.of(server.silent(), server.hanging())) {
      server.on("GET /api/v2/variables/k", answer);
      var failure = failure(() -> client.variables().get("k"));
      assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(failure).hasMessageContaining("no whole answer within PT1S");
    }
    server.on("GET /api/v2/variables/k", json(200, VARIABLE));
    assertThat(client.variables().get("k").key()).isEqualTo("k");
  }

  @Test
  void refusesAnswersThatAreTooLarge() {
    options = options.withMaxAnswerBytes(100_000);
    server.on(
        "GET /api/v2/variables/k",
        json(200, "{'key': 'k', 'value': '" + "x".repeat(200_000) + "'}"));
    var failure = failure(() -> client().variables().get("k"));
    assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(failure).hasMessageContaining("an answer of more than 100000 bytes");
  }

  @Test
  void refusesOptionsWithoutSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> options.withPageSize(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxAnswerBytes(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withAttempts(0, Duration.ofSeconds(1), Duration.ofSeconds(1)));
  }

  // Lists

  private void serveRuns(int count, int largestPage, boolean total) {
    server.on(
        "GET /api/v2/dags/d/dagRuns",
        exchange -> {
          var query =
              Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
                  .map(part -> part.split("=", 2))
                  .collect(Collectors.toMap(part -> part[0], part -> part[1], (a, b) -> b));
          var offset = Integer.parseInt(query.get("offset"));
          var limit = Math.min(largestPage, Integer.parseInt(query.get("limit")));
          var runs =
              IntStream.range(offset, Math.min(count, offset + limit))
                  .mapToObj(i -> RUN.replace("'r'", "'r" + i + "'"))
                  .collect(Collectors.joining(","));
          json(
                  200,
                  "{'dag_runs': [" + runs + "], 'total_entries': " + (total ? count : "null") + "}")
              .to(exchange);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 7})
  void readsAListToItsEnd(int largestPage) {
    serveRuns(1234, largestPage, true);
    assertThat(client().runs().list("d", RunFilter.ALL).map(DagRun::dagRunId))
        .containsExactlyElementsOf(IntStream.range(0, 1234).mapToObj(i -> "r" + i).toList());
    assertThat(server.lines()).hasSize(largestPage == 7 ? 177 : 13);
  }

  @Test
  void readsAListToItsEndIfNobodySaysHowLongItIs() {
    serveRuns(250, 100, false);
    assertThat(client().runs().list("d", RunFilter.ALL)).hasSize(250);
    assertThat(server.lines()).hasSize(4);
  }

  @Test
  void asksForNoPageThatNobodyReads() {
    serveRuns(1234, 100, true);
    var list = client().runs().list("d", RunFilter.ALL);
    assertThat(server.lines()).isEmpty();
    Iterator<DagRun> runs = list.iterator();
    for (var i = 0; i < 150; i++) {
      runs.next();
    }
    assertThat(server.lines()).hasSize(2);
    assertThat(client().runs().list("d", RunFilter.ALL).limit(100)).hasSize(100);
    assertThat(server.lines()).hasSize(3);
  }

  @Test
  void asksForTheRunsThatAFilterNames() {
    serveRuns(0, 100, true);
    var filter =
        RunFilter.ALL
            .inStates(RunState.RUNNING, RunState.QUEUED)
            .between(NOW, NOW.plusSeconds(60))
            .orderedBy("-start_date");
    assertThat(client().runs().list("d", filter)).isEmpty();
    assertThat(server.lines())
        .containsExactly(
            "GET /api/v2/dags/d/dagRuns?state=running&state=queued&logical_date_gte=2026-03-01T12%3A00%3A00Z"
                + "&logical_date_lte=2026-03-01T12%3A01%3A00Z&order_by=-start_date&limit=100&offset=0");
  }

  // Names

  @Test
  void escapesNamesInPaths() {
    server.on(
        "GET /api/v2/dags/d%20%2F%20%C3%A9/dagRuns/manual__2026-03-01T12%3A00%3A00%2B00%3A00",
        json(200, RUN));
    assertThat(client().runs().get("d / é", "manual__2026-03-01T12:00:00+00:00").state())
        .isEqualTo(RunState.QUEUED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "ä", "a\n"})
  void refusesIdsThatAirflowDoes(String id) {
    var failure = failure(() -> RunTrigger.of(id));
    assertThat(failure.reason()).isEqualTo(Reason.INVALID);
    assertThat(failure.explanation().value()).isEqualTo("'" + id + "'");
  }

  // Answers

  @Test
  void passesOverFieldsThatItDoesNotKnow() {
    server.on(
        "GET /api/v2/dags/d/dagRuns/r",
        json(200, RUN.replace("}", "") + "}, 'weather': {'sun': [1, 2]}, 'team': null}"));
    assertThat(client().runs().get("d", "r").conf()).isEmpty();
  }

  @Test
  void keepsWordsThatItDoesNotKnow() {
    server.on(
        "GET /api/v2/dags/d/dagRuns/r",
        json(200, RUN.replace("'queued'", "'pondering'").replace("'manual'", "'by_moonlight'")));
    var run = client().runs().get("d", "r");
    assertThat(run.state()).isEqualTo(new RunState("pondering")).hasToString("pondering");
    assertThat(run.state().isEnd()).isFalse();
    assertThat(run.runType().value()).isEqualTo("by_moonlight");
  }

  @Test
  void saysWhichFieldIsMissing() {
    server.on("GET /api/v2/dags/d/dagRuns/r", json(200, RUN.replace("'dag_id': 'd',", "")));
    var failure = failure(() -> client().runs().get("d", "r"));
    assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(failure).hasMessageContaining("> answer:").hasMessageContaining("dag_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Please log in</html>", "", "[]", "{\"dag_run_id\""})
  void saysThatAnAnswerIsNotAirflows(String body) {
    server.on("GET /api/v2/dags/d/dagRuns/r", text(200, "text/html", body));
    var failure = failure(() -> client().runs().get("d", "r"));
    assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(failure.explanation().value()).isEqualTo(body);
    assertThat(failure.explanation().remedy()).contains("a page for logging in");
  }

  @Test
  void saysWhatV1AndV2HaveAgainstARequest() {
    server.on(
        "POST /api/v2/dags/d/dagRuns",
        json(422, "{'detail': [{'loc': ['body', 'conf'], 'msg': 'not a dictionary'}]}"));
    assertThat(failure(() -> client().runs().trigger("d", RunTrigger.of("r"))))
        .hasMessageContaining("422: [{\"loc\":[\"body\",\"conf\"],\"msg\":\"not a dictionary\"}]");
    serve(ScriptedServer.v1());
    server.on(
        "GET /api/v1/dags/d",
        text(
            404,
            "application/problem+json",
            "{\"detail\": null, \"status\": 404, \"title\": \"DAG not found\"}"));
    assertThat(failure(() -> client().dags().get("d"))).hasMessageContaining("404: DAG not found");
  }

  @Test
  void saysWhereItWasSentTo() {
    server.on("GET /api/v2/variables/k", json(302, "", "Location", "https://login.example/"));
    assertThat(failure(() -> client().variables().get("k")))
        .hasMessageContaining("302:  to https://login.example/")
        .hasMessageContaining("(expected: the address of Airflow itself)");
  }

  @Test
  void readsTheLogsOfAirflow3() {
    var path = "GET /api/v2/dags/d/dagRuns/r/taskInstances/t/logs/1";
    server.on(
        path,
        json(
            200,
            "{'content': [{'timestamp': '2026-03-01T12:00:00.5Z', 'level': 'error', 'logger': 'task', 'event': 'oh',"
                + " 'error_detail': [{'exc_type': 'E'}]}, {'event': 'no time'}], 'continuation_token': 'more+'}"),
        json(200, "{'content': ['only text'], 'continuation_token': null}"));
    var lines = client().taskInstances().log(TaskKey.of("d", "r", "t"), 1).toList();
    assertThat(lines).extracting(LogLine::event).containsExactly("oh", "no time", "only text");
    assertThat(lines.get(0).timestamp()).contains(NOW.plusMillis(500));
    assertThat(lines.get(0).level()).contains("error");
    assertThat(lines.get(0).fields())
        .isEqualTo(Map.of("error_detail", List.of(Map.of("exc_type", "E"))));
    assertThat(server.lines().get(1)).endsWith("map_index=-1&full_content=false&token=more%2B");
  }

  @Test
  void readsTheLogsOfAirflow2() {
    serve(ScriptedServer.v1());
    server.on(
        "GET /api/v1/dags/d/dagRuns/r/taskInstances/t/logs/2",
        text(
            200,
            "application/json",
            """
            {"content": "[('vm', 'first\\\\nit\\\\'s \\\\\\\\ \\\\x41\\\\u20ac\\\\U0001f600\\\\n'), (\\"w'2\\", \\"'q'\\")]", "continuation_token": "x"}"""),
        json(
            200,
            "{'content': '[(\\\\u0027vm\\\\u0027, \\\\u0027\\\\u0027)]', 'continuation_token': 'x'}"));
    assertThat(client().taskInstances().log(TaskKey.of("d", "r", "t"), 2))
        .extracting(LogLine::event)
        .containsExactly("first", "it's \\ A€😀", "'q'");
    assertThat(server.lines()).hasSize(2);
  }

  // Credentials

  private static String token(String name, long from, long to) {
    var claims = "{\"sub\":\"" + name + "\",\"iat\":" + from + ",\"exp\":" + to + "}";
    return "h." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes()) + ".s";
  }

  private List<String> authorizations() {
    return server.received().stream().flatMap(one -> one.authorization().stream()).toList();
  }

  @Test
  void getsATokenForAPasswordAndAnotherBeforeItExpires() {
    // the clock of the server is three hours late
    var from = NOW.minusSeconds(10_800).getEpochSecond();
    var first = token("first", from, from + 600);
    var second = token("second", from, from + 600);
    server
        .on(
            "POST /auth/token",
            json(201, "{'access_token': '" + first + "'}"),
            json(201, "{'access_token': '" + second + "'}"))
        .on("GET /api/v2/variables/k", json(200, VARIABLE));
    var client = client(Credentials.password("ada", "se\"cret"));
    client.variables().get("k");
    now = NOW.plusSeconds(569);
    client.variables().get("k");
    now = NOW.plusSeconds(571);
    client.variables().get("k");
    assertThat(authorizations())
        .containsExactly("Bearer " + first, "Bearer " + first, "Bearer " + second);
    assertThat(server.received().get(0).body())
        .contains("\"username\":\"ada\"", "\"password\":\"se\\\"cret\"");
  }

  @Test
  void getsAnotherTokenWhenOneIsRefused() {
    server
        .on(
            "POST /auth/token",
            json(201, "{'access_token': 'first'}"),
            json(201, "{'access_token': 'second'}"))
        .on(
            "POST /api/v2/dags/d/dagRuns",
            json(403, "{'detail': 'Invalid JWT token'}"),
            json(200, RUN));
    client(Credentials.password("ada", "p")).runs().trigger("d", RunTrigger.of("r"));
    assertThat(authorizations()).containsExactly("Bearer first", "Bearer second");
    assertThat(pauses).isEmpty();
  }

  @Test
  void asksForAnotherTokenOnceOnly() {
    server
        .on("POST /auth/token", json(201, "{'access_token': 'stale'}"))
        .on("GET /api/v2/variables/k", json(401, "{'detail': 'Token Expired'}"));
    var failure = failure(() -> client(Credentials.password("ada", "p")).variables().get("k"));
    assertThat(failure.reason()).isEqualTo(Reason.UNAUTHENTICATED);
    assertThat(server.lines()).hasSize(4);
  }

  @Test
  void saysThatAPasswordIsWrong() {
    server.on("POST /auth/token", json(401, "{'detail': 'Invalid credentials'}"));
    var failure = failure(() -> client(Credentials.password("ada", "p")).variables().get("k"));
    assertThat(failure.reason()).isEqualTo(Reason.UNAUTHENTICATED);
    assertThat(failure)
        .hasMessageContaining("POST /auth/token: 401: Invalid credentials")
        .hasMessageContaining("check user and password");
  }

  @Test
  void saysThatATokenIsWrong() {
    server.on("GET /api/v2/variables/k", json(403, "{'detail': 'Invalid JWT token'}"));
    var failure = failure(() -> client().variables().get("k"));
    assertThat(failure.reason()).isEqualTo(Reason.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("get another token, at /auth/token");
    server.on("GET /api/v2/variables/k", json(403, "{'detail': 'Forbidden'}"));
    assertThat(failure(() -> client().variables().get("k")).reason()).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void takesTheTokenOfAnybodyWhereAllAreAdministrators() {
    server
        .on("GET /auth/token", json(201, "{'access_token': 'free'}"))
        .on("GET /api/v2/variables/k", json(200, VARIABLE));
    client(Credentials.anonymous()).variables().get("k");
    assertThat(authorizations()).containsExactly("Bearer free");
  }

  @Test
  void asksForTheTokenBeforeEachRequest() {
    var tokens = List.of("0", "1", "2").iterator();
    server.on("GET /api/v2/variables/k", json(200, VARIABLE));
    var client = client(Credentials.bearer(tokens::next));
    client.variables().get("k");
    client.variables().get("k");
    assertThat(authorizations()).containsExactly("Bearer 1", "Bearer 2");
  }

  @Test
  void sendsThePasswordItselfToAirflow2() {
    serve(ScriptedServer.v1());
    server.on("GET /api/v1/variables/k", json(200, VARIABLE));
    client(Credentials.password("ada", "p:é")).variables().get("k");
    client(Credentials.bearer("openid")).variables().get("k");
    client(Credentials.anonymous()).variables().get("k");
    assertThat(server.received())
        .extracting(ScriptedServer.Received::authorization)
        .containsExactly(
            Optional.of("Basic YWRhOnA6w6k="), Optional.of("Bearer openid"), Optional.empty());
  }

  @Test
  void saysThatItHasNoKerberos() {
    serve(ScriptedServer.v1());
    server.on("GET /api/v1/variables/k", json(401, "{}", "WWW-Authenticate", "Negotiate"));
    assertThat(failure(() -> client().variables().get("k")))
        .hasMessageContaining("it asks for Kerberos, which this client does not have");
  }

  @Test
  void showsNoSecrets() {
    assertThat(Credentials.password("ada", "geheim").toString()).doesNotContain("geheim");
    assertThat(Credentials.bearer("geheim").toString()).doesNotContain("geheim");
    assertThat(Connection.of("c", "http", "h").withLogin("ada", "geheim").toString())
        .doesNotContain("geheim");
    server.on("POST /api/v2/connections", json(400, "{'detail': 'no'}"));
    assertThat(
            failure(
                () ->
                    client()
                        .connections()
                        .create(Connection.of("c", "http", "h").withLogin("ada", "geheim"))))
        .hasMessageNotContaining("geheim");
  }

  // Which Airflow

  @Test
  void takesTheVersionOfTheInterfaceThatIsThere() {
    assertThat(client().api()).isEqualTo(Api.V2);
    assertThat(client().version().version()).isEqualTo("3.3.2");
    serve(ScriptedServer.v1());
    assertThat(client().api()).isEqualTo(Api.V1);
    assertThat(client().version()).isEqualTo(new AirflowVersion("2.11.2", Optional.empty()));
  }

  @Test
  void findsAnAirflowBelowAPath() {
    server
        .on("GET /team/air/api/v2/version", json(200, "{'version': '3.0.0'}"))
        .on("POST /team/air/auth/token", json(201, "{'access_token': 't'}"))
        .on("GET /team/air/api/v2/variables/k", json(200, VARIABLE));
    var client =
        client(URI.create(server.address() + "/team/air/"), Credentials.password("ada", "p"));
    assertThat(client.variables().get("k").key()).isEqualTo("k");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.9.3", "1.10.15", "2.9.0rc1", "odd"})
  void refusesOlderAirflows(String release) {
    serve(ScriptedServer.start());
    server.on("GET /api/v1/version", json(200, "{'version': '" + release + "'}"));
    var failure = failure(this::client);
    assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(failure)
        .hasMessage(
            "Airflow at "
                + server.address()
                + ": Airflow "
                + release
                + " (expected: Airflow 2.10, 2.11 or 3); upgrade Airflow");
  }

  @Test
  void saysThatThereIsNoAirflow() {
    serve(ScriptedServer.start());
    assertThat(failure(this::client))
        .hasMessageContaining("neither /api/v2 nor /api/v1 (expected: Airflow 2.10, 2.11 or 3)");
  }

  @Test
  void saysWhatOnlyAirflow3Has() {
    serve(ScriptedServer.v1());
    var failure = failure(() -> client().backfills().get(1));
    assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(failure)
        .hasMessageContaining("GET GET_BACKFILL: /api/v1 has no such operation")
        .hasMessageEndingWith("use Airflow 3");
    assertThat(server.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://h", "localhost:8080", "http:///x", "http://h/?a=b", "http://ada:p@h", "h"})
  void refusesAddressesThatAreNone(String address) {
    var failure = failure(() -> client(URI.create(address), Credentials.anonymous()));
    assertThat(failure.reason()).isEqualTo(Reason.INVALID);
    assertThat(failure).hasMessageNotContaining("ada");
  }
}
