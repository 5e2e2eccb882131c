package io.tributary.pipelines.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are started over HTTP, in a server in a process of its own. */
@Timeout(300)
class RestRunTest {
  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private Process server;
  private String address;
  private String token;

  @BeforeEach
  void serve() throws Exception {
    token = call("token", "add", "ops", "--role", "operator", "--home", home()).out().strip();
    server =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.tributary.cli.Tributary",
                    "server",
                    "--port",
                    "0",
                    "--home",
                    home()))
            .redirectError(directory.resolve("server.err").toFile())
            .start();
    var lines = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    var line = lines.readLine();
    while (line != null && !line.startsWith("REST ")) {
      line = lines.readLine();
    }
    assertThat(line).as("where the server listens").isNotNull();
    address = line.substring(5).strip();
  }

  @AfterEach
  void kill() throws Exception {
    server.destroyForcibly().waitFor();
  }

  private Outcome call(String... arguments) throws Exception {
    return Outcome.of(directory, arguments);
  }

  private String home() {
    return directory.resolve("home").toString();
  }

  private JsonNode send(HttpRequest.Builder request, int status) throws Exception {
    var response =
        client.send(
            request.header("Authorization", "Bearer " + token).build(),
            HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return new ObjectMapper().readTree(response.body());
  }

  private JsonNode get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(address + path)), 200);
  }

  private JsonNode post(String path, String json, int status) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        status);
  }

  private JsonNode start(String how, String id) throws Exception {
    return post(
        "/runs",
        "{\"pipeline\": \""
            + Misbehaving.class.getName()
            + "\", \"id\": \""
            + id
            + "\", \"settings\": {\"how\": \""
            + how
            + "\"}}",
        202);
  }

  private JsonNode await(String path, Predicate<JsonNode> what) throws Exception {
    var found = get(path);
    while (!what.test(found)) {
      LockSupport.parkNanos(20_000_000);
      found = get(path);
    }
    return found;
  }

  private static boolean hasEnded(JsonNode run) {
    return !run.get("state").textValue().equals("RUNNING");
  }

  @Test
  void runIsStartedFollowedAndTheSameAsTheCommandLineShows() throws Exception {
    start("well", "r1");
    var run = await("/runs/r1", RestRunTest::hasEnded);
    assertThat(run.get("state").textValue()).isEqualTo("COMPLETE");
    assertThat(run.at("/nodes/0/id").textValue()).isEqualTo("First");
    assertThat(get("/runs/r1/nodes/First/log").get("text").textValue()).contains("behaves");
    var artifact = run.at("/nodes/1/outputs/0/id").longValue();
    assertThat(get("/artifacts/" + artifact).get("type").textValue()).isEqualTo("Note");
    var lineage = get("/artifacts/" + artifact + "/lineage");
    assertThat(lineage.at("/executions/0/artifacts/0/id").longValue())
        .isEqualTo(run.at("/nodes/0/outputs/0/id").longValue());
    var first = get("/artifacts?limit=1");
    assertThat(first.get("items")).hasSize(1);
    var second = get("/artifacts?limit=1&after=" + first.get("next").textValue());
    assertThat(second.at("/items/0/id").longValue())
        .isLessThan(first.at("/items/0/id").longValue());
    assertThat(get("/artifacts?run=r1&type=Note").get("items")).hasSize(2);

    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(call("show", "r1", "--json", "--home", home()).out()))
        .isEqualTo(run);
    assertThat(mapper.readTree(call("lineage", "" + artifact, "--json", "--home", home()).out()))
        .isEqualTo(lineage);
    assertThat(mapper.readTree(call("runs", "--json", "--home", home()).out()))
        .isEqualTo(get("/runs").get("items"));
    assertThat(mapper.readTree(call("audit", "--json", "--home", home()).out()))
        .isEqualTo(get("/audit").get("items"));
    assertThat(get("/audit").at("/items/0/actor").textValue()).isEqualTo("ops");
    assertThat(get("/audit").at("/items/0/action").textValue()).isEqualTo("run.start");
    assertThat(get("/doctor").at("/items/0/check").textValue()).isEqualTo("java");
  }

  @Test
  void runIsCanceledResumedAndStoppedWithTheServer() throws Exception {
    start("waits", "r1");
    await("/runs/r1/nodes/First/log", log -> log.get("text").textValue().contains("waits"));
    assertThat(post("/runs/r1/resume", "{}", 409).get("value").textValue())
        .contains("is held by process");
    post("/runs/r1/cancel", "", 202);
    assertThat(await("/runs/r1", RestRunTest::hasEnded).get("state").textValue())
        .isEqualTo("CANCELED");
    post("/runs/r1/cancel", "", 409);

    post("/runs/r1/resume", "{}", 202);
    assertThat(call("resume", "r1", "--home", home()).err()).contains("is held by process");
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(call("runs", "--home", home()).out()).containsPattern("r1 +misbehaving +CANCELED");
    var noted = call("audit", "--home", home()).out();
    assertThat(noted)
        .containsPattern("ops +run.start +r1 +DONE")
        .containsPattern("ops +run.resume +r1 +REFUSED")
        .containsPattern("ops +run.cancel +r1 +DONE")
        .containsPattern("ops +run.cancel +r1 +REFUSED")
        .containsPattern("ops +run.resume +r1 +DONE")
        .containsPattern("cli:\\S+ +run.resume +r1 +REFUSED");
  }
}
