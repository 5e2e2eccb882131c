package io.tributary.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.digest.Sha256;
import io.tributary.core.RunListener;
import io.tributary.metadata.AuditEntry;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.Role;
import io.tributary.metadata.RunState;
import io.tributary.server.LiveRuns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestServerTest {
  private static final String NIGHTLY =
      """
      {"name": "nightly", "pipeline": "taxi", "cron": "0 6 * * *", "zone": "Europe/Berlin",
       "catch_up": "all", "settings": {"steps": "3"}}
      """;

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

  private void refused(RestFixture.Response response, int status, String where) {
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo(Problem.TYPE);
    assertThat(response.body().get("status").intValue()).isEqualTo(status);
    assertThat(response.body().get("where").textValue()).contains(where);
    for (var part : List.of("title", "detail", "value", "expected", "advice")) {
      assertThat(response.body().get(part).textValue()).as(part).isNotEmpty();
    }
    assertThat(response.body().get("problems")).isNotEmpty();
  }

  private AuditEntry last() {
    return rest.audit().get(0);
  }

  @Test
  void healthIsToldToEverybody() throws Exception {
    var response = rest.send(HttpRequest.newBuilder(rest.uri("/api/v1/health")));
    assertThat(response.body().get("status").textValue()).isEqualTo("up");
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    assertThat(response.header("Server")).isEmpty();
  }

  @Test
  void figuresAreToldToPrometheusWithoutAToken() throws Exception {
    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(rest.uri("/metrics")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("figures 1\n");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).startsWithIgnoringCase("text/plain; version=0.0.4"));
    refused(
        rest.send(
            HttpRequest.newBuilder(rest.uri("/metrics")).POST(HttpRequest.BodyPublishers.noBody())),
        404,
        "path");
  }

  @Test
  void versionMetadataAndDoctorAreToldToViewers() throws Exception {
    assertThat(rest.get("/version").body().get("version").textValue()).isEqualTo("1.2.3");
    assertThat(rest.get("/metadata").body().get("identity").textValue())
        .isEqualTo(rest.home.metadata().identity());
    rest.gate.countDown();
    assertThat(rest.get("/doctor?thorough=true").body().at("/items/0/text").textValue())
        .isEqualTo("thoroughly");
  }

  @Test
  void pipelinesAreListedAndPlanned() throws Exception {
    var first = rest.get("/pipelines?limit=1").body();
    assertThat(first.at("/items/0/name").textValue()).isEqualTo("hail");
    var second = rest.get("/pipelines?limit=1&after=" + first.get("next").textValue()).body();
    assertThat(second.at("/items/0/settings/steps").textValue()).isEqualTo("int");
    assertThat(second.has("next")).isFalse();
    var plan = rest.get("/pipelines/taxi/plan?set=steps=3&set=other=a=b");
    assertThat(plan.body().at("/nodes/0/id").textValue()).isEqualTo("Trainer");
    refused(rest.get("/pipelines/none/plan"), 422, "pipeline");
    refused(rest.get("/pipelines/taxi/plan?set=steps"), 400, "query > set[0]");
  }

  @Test
  void runIsStartedShownAndCanceled() throws Exception {
    var started =
        rest.post(
            "/runs",
            "{\"pipeline\": \"taxi\", \"id\": \"r1\", \"settings\": {\"steps\": \"3\"}, \"cache\": false, \"seed\": 7, \"parallelism\": 2}",
            Role.OPERATOR);
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    assertThat(started.header("Location")).isEqualTo("/api/v1/runs/r1");
    assertThat(started.body().get("state").textValue()).isEqualTo("RUNNING");
    var request = rest.runner.requests.get(0);
    assertThat(request.parameters()).containsEntry("steps", "3");
    assertThat(request.cacheEnabled()).isFalse();
    assertThat(request.seed()).isEqualTo(7);
    assertThat(request.parallelism()).isEqualTo(2);
    assertThat(request.actor()).contains("operator");

    rest.home.metadata().runs().put(NodeRun.pending("r1", "Trainer"));
    var shown = rest.get("/runs/latest").body();
    assertThat(shown.at("/parameters/steps").textValue()).isEqualTo("3");
    assertThat(shown.at("/nodes/0/id").textValue()).isEqualTo("Trainer");
    assertThat(shown.at("/nodes/0/state").textValue()).isEqualTo("PENDING");

    var canceled = rest.post("/runs/r1/cancel", "", Role.OPERATOR);
    assertThat(canceled.status()).as(canceled.text()).isEqualTo(202);
    assertThat(rest.runner.end.get()).isEqualTo(RunState.CANCELED);
    assertThat(last().action()).isEqualTo("run.cancel");
    assertThat(last().actor()).isEqualTo("operator");
    assertThat(last().subject()).isEqualTo("r1");
  }

  @Test
  void schedulesAndBackfillsWhoseRunsCouldNotStartAreRefused() throws Exception {
    var settings = "\"pipeline\": \"taxi\", \"settings\": {\"steps\": \"many\"}}";
    refused(
        rest.post(
            "/schedules", "{\"name\": \"s\", \"cron\": \"0 6 * * *\", " + settings, Role.AUTHOR),
        422,
        "steps");
    refused(
        rest.post(
            "/backfills", "{\"name\": \"b\", \"from\": 1, \"to\": 2, " + settings, Role.AUTHOR),
        422,
        "steps");
    assertThat(rest.home.metadata().schedules().all()).isEmpty();
  }

  @Test
  void runIsNotCalledAsThoseOfASchedule() throws Exception {
    assertThat(rest.post("/schedules", NIGHTLY, Role.AUTHOR).status()).isEqualTo(201);
    refused(
        rest.post(
            "/runs",
            "{\"pipeline\": \"taxi\", \"id\": \"nightly-20300101T060000Z\"}",
            Role.OPERATOR),
        422,
        "body > id");
  }

  @Test
  void idIsTakenOnceAndLatestIsNone() throws Exception {
    var body = "{\"pipeline\": \"taxi\", \"id\": \"r1\"}";
    assertThat(rest.post("/runs", body, Role.OPERATOR).status()).isEqualTo(202);
    refused(rest.post("/runs", body, Role.OPERATOR), 409, "run 'r1'");
    assertThat(last().outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
    assertThat(last().subject()).isEqualTo("r1");
    refused(
        rest.post("/runs", "{\"pipeline\": \"taxi\", \"id\": \"latest\"}", Role.OPERATOR),
        422,
        "body > id");
  }

  @Test
  void runThatCannotBeIsRefused() throws Exception {
    refused(rest.post("/runs", "{\"pipeline\": \"none\"}", Role.OPERATOR), 422, "pipeline");
    var absent = "{\"pipeline\": \"taxi\", \"jars\": [\"" + "0".repeat(64) + "\"]}";
    refused(rest.post("/runs", absent, Role.OPERATOR), 422, "body > jars");
    var push =
        "{\"pipeline\": \"taxi\", \"push\": {\"address\": \"triton://x\", \"repository\": \"/m\"}}";
    refused(rest.post("/runs", push, Role.OPERATOR), 422, "push");
    assertThat(rest.runner.requests).isEmpty();
  }

  @Test
  void defectIsToldToWhoRunsTheServerAndNotToTheWorld() throws Exception {
    var response = rest.post("/runs", "{\"pipeline\": \"broken\"}", Role.OPERATOR);
    refused(response, 500, "server");
    assertThat(response.text()).doesNotContain("a defect of the program");
    assertThat(rest.warnings).singleElement().asString().contains("a defect of the program");
    assertThat(last().outcome()).isEqualTo(AuditEntry.Outcome.FAILED);
    refused(rest.post("/runs", "{\"pipeline\": \"endless\"}", Role.OPERATOR), 500, "server");
    assertThat(rest.warnings).hasSize(2).last().asString().contains("a defect of a pipeline");
  }

  @Test
  void onlySoManyRunsAreUnderWay() throws Exception {
    for (int i = 0; i < RunRoutes.MOST_RUNS; i++) {
      var body = "{\"pipeline\": \"taxi\", \"id\": \"r" + i + "\"}";
      assertThat(rest.post("/runs", body, Role.OPERATOR).status()).isEqualTo(202);
    }
    var refused = rest.post("/runs", "{\"pipeline\": \"taxi\"}", Role.OPERATOR);
    refused(refused, 429, "server");
    assertThat(refused.header("Retry-After")).isEqualTo("30");
  }

  @Test
  void runOfAnotherProcessIsNotCanceledAndItsHolderIsNamed() throws Exception {
    var runs = rest.home.metadata().runs();
    runs.create(RestFixture.stored("elsewhere", rest.home));
    refused(rest.post("/runs/elsewhere/cancel", "", Role.OPERATOR), 409, "run 'elsewhere'");
    rest.home
        .metadata()
        .leases()
        .acquire("run/elsewhere", "other|boot|17|4711", Duration.ofMinutes(1));
    var held = rest.post("/runs/elsewhere/cancel", "", Role.OPERATOR);
    refused(held, 409, "run 'elsewhere'");
    assertThat(held.body().get("value").textValue()).contains("other|boot|17|4711");
    runs.finish("elsewhere", RunState.FAILED, "Trainer failed");
    refused(rest.post("/runs/elsewhere/cancel", "", Role.OPERATOR), 409, "run 'elsewhere'");
    refused(rest.post("/runs/none/cancel", "", Role.OPERATOR), 404, "run");
  }

  @Test
  void failedRunIsResumedAndACompleteOneIsNot() throws Exception {
    var runs = rest.home.metadata().runs();
    runs.create(RestFixture.stored("r1", rest.home));
    runs.finish("r1", RunState.FAILED, "Trainer failed");
    var resumed = rest.post("/runs/r1/resume", "{}", Role.OPERATOR);
    assertThat(resumed.status()).as(resumed.text()).isEqualTo(202);
    assertThat(rest.runner.requests.get(0).resume()).isTrue();
    assertThat(rest.runner.requests.get(0).parameters()).containsEntry("steps", "3");
    runs.finish("r1", RunState.COMPLETE, "");
    refused(rest.post("/runs/r1/resume", "{}", Role.OPERATOR), 409, "run 'r1'");
  }

  @Test
  void runsAreListedByPages() throws Exception {
    var runs = rest.home.metadata().runs();
    for (int i = 0; i < 5; i++) {
      rest.clock.advance(Duration.ofSeconds(1));
      runs.create(RestFixture.stored("r" + i, rest.home));
    }
    runs.finish("r2", RunState.FAILED, "");
    var seen = new ArrayList<String>();
    var path = "/runs?limit=2";
    while (!path.isEmpty()) {
      var page = rest.get(path).body();
      page.get("items").forEach(run -> seen.add(run.get("id").textValue()));
      path = page.has("next") ? "/runs?limit=2&after=" + page.get("next").textValue() : "";
    }
    assertThat(seen).containsExactly("r4", "r3", "r2", "r1", "r0");
    assertThat(rest.get("/runs?state=FAILED").body().at("/items/0/id").textValue()).isEqualTo("r2");
    assertThat(rest.get("/runs?pipeline=none").body().get("items")).isEmpty();
    refused(rest.get("/runs?after=none"), 404, "run 'none'");
    refused(rest.get("/runs?limit=101"), 400, "query > limit");
    refused(rest.get("/runs?limit=1&limit=2"), 400, "query > limit");
    refused(rest.get("/runs?state=failed"), 400, "query > state");
    refused(rest.get("/runs?pipelines=taxi"), 400, "query");
    refused(rest.get("/runs/none"), 404, "run");
  }

  @Test
  void logIsReadByPartsThatEndBetweenCharacters() throws Exception {
    rest.home.metadata().runs().create(RestFixture.stored("r1", rest.home));
    rest.home.metadata().runs().put(NodeRun.pending("r1", "Trainer"));
    var path = "/runs/r1/nodes/Trainer/log";
    assertThat(rest.get(path).body().get("size").intValue()).isZero();
    var log = rest.home.log("r1", "Trainer");
    Files.createDirectories(log.getParent());
    var text = "loss 0.1 ü€😀 und so weiter\n".repeat(20);
    Files.writeString(log, text);
    var read = new StringBuilder();
    long offset = 0;
    for (long size = 1; offset < size; ) {
      var part = rest.get(path + "?limit=7&offset=" + offset).body();
      size = part.get("size").longValue();
      assertThat(part.get("next").longValue()).isGreaterThan(offset);
      offset = part.get("next").longValue();
      read.append(part.get("text").textValue());
    }
    assertThat(read.toString()).isEqualTo(text);
    assertThat(offset).isEqualTo(text.getBytes(UTF_8).length);
    assertThat(rest.get(path + "?offset=100000").body().get("text").textValue()).isEmpty();
    refused(rest.get("/runs/r1/nodes/None/log"), 404, "path > node");
    refused(rest.get(path + "?offset=-1"), 400, "query > offset");
    refused(rest.get("/runs/r1/nodes/..%2F..%2Fmetadata.db/log"), 400, "");
  }

  @Test
  void scheduleIsAddedShownPausedResumedAndRemoved() throws Exception {
    var added = rest.post("/schedules", NIGHTLY, Role.AUTHOR);
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo("/api/v1/schedules/nightly");
    assertThat(added.body().get("next").textValue()).isEqualTo("2026-01-02T05:00:00Z");
    assertThat(rest.get("/schedules/nightly").body()).isEqualTo(added.body());
    assertThat(rest.get("/schedules").body().at("/items/0")).isEqualTo(added.body());
    assertThat(rest.get("/schedules/nightly/next?limit=2").body().at("/items/1/time").textValue())
        .isEqualTo("2026-01-03T05:00:00Z");
    assertThat(last().action()).isEqualTo("schedule.add");
    assertThat(last().actor()).isEqualTo("author");
    assertThat(last().subject()).isEqualTo("nightly");

    var paused = rest.post("/schedules/nightly/pause", "", Role.OPERATOR);
    assertThat(paused.body().get("paused").booleanValue()).isTrue();
    assertThat(last().action()).isEqualTo("schedule.pause");
    rest.clock.advance(Duration.ofDays(2));
    var resumed = rest.post("/schedules/nightly/resume", "", Role.OPERATOR);
    assertThat(resumed.body().get("paused").booleanValue()).isFalse();
    assertThat(last().action()).isEqualTo("schedule.resume");
    var tick = rest.get("/schedules/nightly/ticks").body().at("/items/0");
    assertThat(tick.get("state").textValue()).isEqualTo("SKIPPED");
    assertThat(tick.get("reason").textValue()).isEqualTo("PAUSED");
    assertThat(rest.get("/schedules/nightly/ticks?after=2026-01-01T00:00:00Z").body().get("items"))
        .isEmpty();

    var removed = rest.send(rest.request("/schedules/nightly", rest.token(Role.AUTHOR)).DELETE());
    assertThat(removed.status()).isEqualTo(204);
    assertThat(removed.text()).isEmpty();
    assertThat(last().action()).isEqualTo("schedule.remove");
    refused(rest.get("/schedules/nightly"), 404, "schedule");
  }

  @Test
  void scheduleFallsDueUponEventsOrAboutSpans() throws Exception {
    var arrivals =
        rest.post(
            "/schedules",
            "{\"name\": \"arrivals\", \"pipeline\": \"taxi\", \"on_span\": \""
                + directory
                + "/{SPAN}.csv\"}",
            Role.AUTHOR);
    assertThat(arrivals.status()).as(arrivals.text()).isEqualTo(201);
    assertThat(arrivals.body().get("on_span").textValue()).endsWith("/{SPAN}.csv");
    assertThat(arrivals.body().get("settle").textValue()).isEqualTo("PT1M");
    assertThat(arrivals.body().get("catch_up").textValue()).isEqualTo("none");
    assertThat(arrivals.body().get("overlap").textValue()).isEqualTo("queue");
    var models =
        rest.post(
            "/schedules",
            "{\"name\": \"models\", \"pipeline\": \"taxi\", \"on_artifact\": \"other/Trainer.model\"}",
            Role.AUTHOR);
    assertThat(models.body().get("on_artifact").textValue()).isEqualTo("other/Trainer.model");
    var daily =
        rest.post(
            "/schedules",
            "{\"name\": \"daily\", \"pipeline\": \"taxi\", \"cron\": \"0 4 * * *\", \"span\": \"day-1\", \"span_data\": \"/in/{SPAN}.csv\", \"late\": \"wait\", \"patience\": \"PT6H\"}",
            Role.AUTHOR);
    assertThat(daily.status()).as(daily.text()).isEqualTo(201);
    assertThat(daily.body().get("span").textValue()).isEqualTo("day-1");
    assertThat(daily.body().get("late").textValue()).isEqualTo("wait");
    assertThat(daily.body().get("patience").textValue()).isEqualTo("PT6H");
  }

  @Test
  void scheduleWhoseFilesCannotBeLookedAtIsNotResumed() throws Exception {
    var data = Files.createDirectories(directory.resolve("data"));
    rest.post(
        "/schedules",
        "{\"name\": \"days\", \"pipeline\": \"taxi\", \"on_span\": \""
            + data
            + "/{YYYY}-{MM}-{DD}.csv\"}",
        Role.AUTHOR);
    rest.post("/schedules/days/pause", "", Role.OPERATOR);
    var wrong = Files.createFile(data.resolve("2026-13-01.csv"));
    refused(rest.post("/schedules/days/resume", "", Role.OPERATOR), 422, "span pattern");
    assertThat(last().outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
    Files.delete(wrong);
    Files.delete(data);
    Files.createSymbolicLink(data, data);
    refused(rest.post("/schedules/days/resume", "", Role.OPERATOR), 422, "schedule 'days'");
    Files.delete(data);
    var resumed = rest.post("/schedules/days/resume", "", Role.OPERATOR);
    assertThat(resumed.body().get("paused").booleanValue()).isFalse();
  }

  @Test
  void backfillIsBegunShownCanceledAndResumed() throws Exception {
    var body =
        "{\"name\": \"b\", \"pipeline\": \"taxi\", \"from\": 1, \"to\": 10, \"spans_in_a_run\": 3, \"limit\": 2}";
    var begun = rest.post("/backfills", body, Role.OPERATOR);
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    assertThat(begun.header("Location")).isEqualTo("/api/v1/backfills/b");
    assertThat(begun.body().get("pieces").intValue()).isEqualTo(4);
    assertThat(begun.body().get("state").textValue()).isEqualTo("RUNNING");
    assertThat(last().action()).isEqualTo("backfill.begin");
    assertThat(rest.get("/backfills").body().at("/items/0")).isEqualTo(begun.body());
    assertThat(rest.get("/backfills/b").body()).isEqualTo(begun.body());
    assertThat(rest.get("/backfills/b/pieces").body().get("items")).isEmpty();
    assertThat(rest.get("/schedules").body().get("items")).isEmpty();
    var canceled = rest.post("/backfills/b/cancel", "", Role.OPERATOR);
    assertThat(canceled.body().get("state").textValue()).isEqualTo("CANCELED");
    var resumed = rest.post("/backfills/b/resume", "", Role.OPERATOR);
    assertThat(resumed.body().get("state").textValue()).isEqualTo("RUNNING");
    assertThat(last().action()).isEqualTo("backfill.resume");
    refused(rest.post("/backfills", body, Role.OPERATOR), 409, "schedule 'b'");
    refused(rest.post("/backfills", body.replace("10", "0"), Role.OPERATOR), 422, "from, to");
    refused(rest.get("/backfills/none"), 404, "back-fill");
  }

  @Test
  void ofVeryManyProblemsOnlySomeAreTold() throws Exception {
    var unknown =
        IntStream.range(0, 5_000).mapToObj(i -> "\"x" + i + "\": 0").collect(joining(", "));
    var refused = rest.post("/schedules", "{" + unknown + "}", Role.AUTHOR);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().get("problems")).hasSize(100);
  }

  @Test
  void scheduleThatCannotBeIsRefusedAndLeavesNothing() throws Exception {
    rest.post("/schedules", NIGHTLY, Role.AUTHOR);
    refused(rest.post("/schedules", NIGHTLY, Role.AUTHOR), 409, "schedule 'nightly'");
    assertThat(last().outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
    for (var wrong :
        List.of(
            "\"cron\": \"0 6 * * *\", \"every\": \"PT1H\"",
            "\"zone\": \"UTC\"",
            "\"every\": \"PT1H\", \"zone\": \"UTC\"",
            "\"cron\": \"0 6 * *\"",
            "\"cron\": \"0 0 30 2 *\"",
            "\"cron\": \"0 6 * * *\", \"zone\": \"Europe/Nowhere\"",
            "\"every\": \"PT0S\"",
            "\"every\": \"PT1H\", \"late\": \"fail\"",
            "\"every\": \"PT1H\", \"settle\": \"PT1M\"",
            "\"on_span\": \"/data/no-placeholder.csv\"",
            "\"on_span\": \"/data/{SPAN}.csv\", \"overlap\": \"skip\"",
            "\"on_artifact\": \"no artifact\"",
            "\"on_artifact\": \"other/Trainer.model\", \"start\": \"2030-01-01T00:00:00Z\"",
            "\"every\": \"PT1H\", \"end\": \"2020-01-01T00:00:00Z\"")) {
      var response =
          rest.post(
              "/schedules",
              "{\"name\": \"s\", \"pipeline\": \"taxi\", " + wrong + "}",
              Role.AUTHOR);
      refused(response, 422, "");
    }
    refused(
        rest.post(
            "/schedules",
            "{\"name\": \"s\", \"pipeline\": \"none\", \"every\": \"PT1H\"}",
            Role.AUTHOR),
        422,
        "pipeline");
    assertThat(rest.home.metadata().schedules().all()).hasSize(1);
  }

  @Test
  void everythingThatIsWrongWithABodyIsTold() throws Exception {
    var response =
        rest.post(
            "/schedules",
            "{\"name\": \"../x\", \"every\": 7, \"catch_up\": \"ALL\", \"settings\": {\"a\": 1}, \"jars\": [\"x\"], \"other\": null}",
            Role.AUTHOR);
    refused(response, 400, "body");
    var places = new ArrayList<String>();
    response.body().get("problems").forEach(part -> places.add(part.get("where").textValue()));
    assertThat(places)
        .containsExactlyInAnyOrder(
            "body",
            "body > name",
            "body > pipeline",
            "body > every",
            "body > catch_up",
            "body > settings > a",
            "body > jars[0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json|``|400|body",
        "application/json|{|400|body",
        "application/json|{} {}|400|body",
        "application/json|{\"pipeline\": \"taxi\", \"pipeline\": \"taxi\"}|400|body",
        "application/json|[]|400|body",
        "application/json|null|400|body",
        "application/json|{\"pipeline\": null}|400|body > pipeline",
        "application/json|{\"pipeline\": \"taxi\", \"seed\": 1e400}|400|body",
        "application/json|{\"pipeline\": \"taxi\", \"seed\": 1.5}|400|body > seed",
        "application/json|{\"pipeline\": \"taxi\", \"parallelism\": 0}|400|body > parallelism",
        "application/json|{\"pipeline\": \"taxi\", \"settings\": {\"a\": \"\\u0000\"}}|400|body > settings > a",
        "application/json|{\"pipeline\": \"taxi\", \"settings\": {\"a\": \"\\ud800\"}}|400|body > settings > a",
        "text/plain|{\"pipeline\": \"taxi\"}|415|header > Content-Type",
        "application/x-www-form-urlencoded|pipeline=taxi|415|header > Content-Type",
      })
  void bodyThatIsNoneIsRefused(String type, String body, int status, String where)
      throws Exception {
    var response =
        rest.send(
            rest.request("/runs", rest.token(Role.OPERATOR))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    refused(response, status, where);
    assertThat(rest.runner.requests).isEmpty();
    assertThat(rest.warnings).isEmpty();
  }

  @Test
  void bodyThatIsTooLargeIsRefused() throws Exception {
    var text = "{\"pipeline\": \"" + "x".repeat(1 << 20) + "\"}";
    refused(rest.post("/runs", text, Role.OPERATOR), 413, "body");
    var chunked =
        rest.send(
            rest.request("/runs", rest.token(Role.OPERATOR))
                .header("Content-Type", RestFixture.JSON)
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(text.getBytes(UTF_8)))));
    refused(chunked, 413, "body");
  }

  @Test
  void otherMethodsAndPathsAreRefused() throws Exception {
    var token = rest.token(Role.AUTHOR);
    var other = rest.send(rest.request("/runs", token).DELETE());
    refused(other, 405, "method");
    assertThat(other.header("Allow")).isEqualTo("GET, POST");
    refused(rest.get("/nowhere"), 404, "path");
    refused(rest.send(HttpRequest.newBuilder(rest.uri("/"))), 404, "path");
    var head =
        rest.send(rest.request("/runs", token).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
  }

  private static byte[] jar(String entry) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(entry));
    }
    return bytes.toByteArray();
  }

  private RestFixture.Response put(String digest, byte[] content) throws Exception {
    return rest.send(
        rest.request("/jars/" + digest, rest.token(Role.AUTHOR))
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  @Test
  void jarIsUploadedOnceAndUsedByARunAndASchedule() throws Exception {
    var jar = jar("one");
    var digest = Sha256.hex(jar);
    var uploaded = put(digest, jar);
    assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
    assertThat(last().action()).isEqualTo("jar.add");
    assertThat(last().subject()).isEqualTo(digest);
    assertThat(put(digest, jar).status()).isEqualTo(200);
    var list = rest.get("/jars").body().get("items");
    assertThat(list).hasSize(1);
    assertThat(list.at("/0/digest").textValue()).isEqualTo(digest);
    assertThat(list.at("/0/size").intValue()).isEqualTo(jar.length);

    var run = "{\"pipeline\": \"taxi\", \"jars\": [\"" + digest + "\"]}";
    assertThat(rest.post("/runs", run, Role.OPERATOR).status()).isEqualTo(202);
    assertThat(rest.runner.requests.get(0).jars())
        .singleElement()
        .extracting("digest")
        .isEqualTo(digest);
    var schedule =
        "{\"name\": \"s\", \"pipeline\": \"taxi\", \"every\": \"PT1H\", \"jars\": [\""
            + digest
            + "\"]}";
    var added = rest.post("/schedules", schedule, Role.AUTHOR);
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    assertThat(added.body().at("/jars/0").textValue()).isEqualTo(digest);
  }

  @Test
  void jarThatIsAnotherOrNoneIsRefusedAndLeavesNothing() throws Exception {
    refused(put("0".repeat(64), jar("one")), 422, "jar 000");
    var text = "no jar at all".getBytes(UTF_8);
    refused(put(Sha256.hex(text), text), 422, "jar ");
    refused(put("x", text), 400, "path > digest");
    assertThat(rest.get("/jars").body().get("items")).isEmpty();
    try (var files = Files.list(rest.home.directory().resolve("jars"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".jar"));
    }
  }

  @Test
  void artifactsThatAreNotThereAreRefused() throws Exception {
    assertThat(rest.get("/artifacts").body().get("items")).isEmpty();
    assertThat(rest.get("/artifacts?type=Model").body().get("items")).isEmpty();
    refused(rest.get("/artifacts/7"), 404, "artifact");
    refused(rest.get("/artifacts/7/lineage"), 404, "artifact");
    refused(rest.get("/artifacts/0"), 400, "path > artifact");
    refused(rest.get("/artifacts?after=x"), 400, "query > after");
    refused(rest.get("/artifacts?run=none"), 404, "run");
  }

  @Test
  void auditIsReadByPages() throws Exception {
    for (int i = 0; i < 3; i++) {
      rest.post("/schedules/none/pause", "", Role.OPERATOR);
    }
    var first = rest.get("/audit?limit=2").body();
    assertThat(first.get("items")).hasSize(2);
    assertThat(first.at("/items/0/outcome").textValue()).isEqualTo("REFUSED");
    assertThat(first.at("/items/0/time").textValue()).isEqualTo("2026-01-01T10:00:00Z");
    var second = rest.get("/audit?limit=2&after=" + first.get("next").textValue()).body();
    assertThat(second.get("items")).hasSize(1);
    assertThat(second.has("next")).isFalse();
    refused(rest.get("/audit?after=x"), 400, "query > after");
  }

  @Test
  void changeIsUndoneIfItCannotBeNoted() throws Exception {
    rest.post("/schedules", NIGHTLY, Role.AUTHOR);
    var token = rest.token(Role.OPERATOR);
    try (var connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + rest.home.directory().resolve("metadata.db"));
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE TributaryAudit RENAME TO Gone");
      var response =
          rest.send(
              rest.request("/schedules/nightly/pause", token)
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(response.status()).isEqualTo(500);
      statement.execute("ALTER TABLE Gone RENAME TO TributaryAudit");
    }
    assertThat(rest.get("/schedules/nightly").body().get("paused").booleanValue()).isFalse();
    assertThat(rest.warnings).anyMatch(line -> line.contains("cannot be noted"));
  }

  @Test
  void databaseThatIsGoneIsSaidToBeGone() throws Exception {
    var token = rest.token(Role.VIEWER);
    rest.home.close();
    refused(rest.send(HttpRequest.newBuilder(rest.uri("/api/v1/health"))), 503, "");
    refused(rest.send(rest.request("/runs", token)), 503, "");
    assertThatThrownBy(rest::audit).isInstanceOf(MetadataException.class);
  }

  @Test
  void whatIsNoRequestIsAnsweredInTheSameForm() throws Exception {
    for (var line :
        List.of("GET /api/v1/runs/%zz HTTP/1.1", "BREW /api/v1/runs HTTP/1.1", "GET / HTTP/9.9")) {
      try (var socket = new Socket("127.0.0.1", rest.server.port())) {
        socket.setSoTimeout(10_000);
        socket
            .getOutputStream()
            .write((line + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
        var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertThat(answer)
            .as(line)
            .containsPattern("^HTTP/1.1 [45]")
            .contains(Problem.TYPE, "\"advice\"");
      }
    }
    var many = rest.request("/runs", rest.token(Role.VIEWER)).header("X-Long", "x".repeat(20_000));
    assertThat(rest.send(many).status()).isEqualTo(431);
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  @Test
  void clientThatFallsSilentIsCutOff() throws Exception {
    try (var impatient = new RestFixture(directory.resolve("other"), Duration.ofMillis(300));
        var half = new Socket("127.0.0.1", impatient.server.port());
        var silent = new Socket("127.0.0.1", impatient.server.port())) {
      half.setSoTimeout(30_000);
      silent.setSoTimeout(30_000);
      silent.getOutputStream().write("GET /api/v1/runs HTTP/1.1\r\nHost".getBytes(UTF_8));
      half.getOutputStream()
          .write(
              ("POST /api/v1/runs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                      + impatient.token(Role.OPERATOR)
                      + "\r\nContent-Length: 100\r\n\r\n{\"pipeline\"")
                  .getBytes(UTF_8));
      assertThat(answer(half)).startsWith("HTTP/1.1 408").contains("broken off");
      assertThat(answer(silent)).doesNotContain(" 200 ");
      assertThat(impatient.runner.requests).isEmpty();
      assertThat(impatient.warnings).isEmpty();
      assertThat(impatient.audit()).isEmpty();
    }
  }

  @Test
  void requestUnderWayIsAnsweredBeforeTheServerEnds() throws Exception {
    var token = rest.token(Role.VIEWER);
    var examined =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rest.send(rest.request("/doctor?thorough=true", token)).status();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    var again = rest.request("/version", token);
    rest.examining.await();
    refused(rest.get("/doctor"), 429, "server");
    var closed = CompletableFuture.runAsync(rest.server::close);
    rest.gate.countDown();
    assertThat(examined.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    closed.get(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> rest.send(again)).isInstanceOf(IOException.class);
  }

  @Test
  void portThatIsTakenIsNamed() {
    assertThatThrownBy(
            () ->
                RestServer.start(
                    new Served(
                        rest.home,
                        new LiveRuns(rest.runner),
                        rest.program(),
                        RunListener.SILENT,
                        RestServerTest.class.getClassLoader(),
                        () -> ""),
                    "127.0.0.1",
                    rest.server.port()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + rest.server.port())
        .hasMessageContaining("choose another");
  }
}
