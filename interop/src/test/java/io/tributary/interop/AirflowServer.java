package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.metadata.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * An Airflow on the loopback interface with a PostgreSQL of its own, and an administrator {@link
 * #USER} with the password {@link #PASSWORD}. It runs tasks as processes of this machine, and looks
 * for new and changed DAG files every other second.
 */
final class AirflowServer implements AutoCloseable {
  static final String USER = "admin";
  static final String PASSWORD = "admin";

  private static final Duration START = Duration.ofSeconds(180);
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A release of Airflow, with its processes; the one that serves REST comes first. */
  enum Release {
    /** 3.3, with v2 of the REST interface. */
    AIRFLOW3(
        PythonEnvironment.AIRFLOW3,
        "/api/v2/monitor/health",
        List.of("metadatabase", "scheduler", "dag_processor"),
        List.of(
            List.of("api-server", "--host", "127.0.0.1", "--port", "PORT"),
            List.of("scheduler", "--skip-serve-logs"),
            List.of("dag-processor"))),

    /** 2.11, with v1 of the REST interface and basic authentication. */
    AIRFLOW2(
        PythonEnvironment.AIRFLOW2,
        "/api/v1/health",
        List.of("metadatabase", "scheduler"),
        List.of(
            List.of("webserver", "--hostname", "127.0.0.1", "--port", "PORT"),
            List.of("scheduler", "--skip-serve-logs")));

    private final PythonEnvironment python;
    private final String health;
    private final List<String> parts;
    private final List<List<String>> processes;

    Release(
        PythonEnvironment python, String health, List<String> parts, List<List<String>> processes) {
      this.python = python;
      this.health = health;
      this.parts = parts;
      this.processes = processes;
    }

    /** Leaves the test out if its environment could not be installed. */
    void need() {
      python.need();
    }
  }

  private final Release release;
  private final Path home;
  private final int port;
  private final PostgresServer postgres;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();

  private AirflowServer(Release release, Path home, int port, PostgresServer postgres) {
    this.release = release;
    this.home = home;
    this.port = port;
    this.postgres = postgres;
  }

  /**
   * Starts it and waits until all of it is healthy.
   *
   * @param home for DAG files, logs and what else it writes
   * @param more environment variables for it and for the tasks
   */
  static AirflowServer start(Release release, Path home, Map<String, String> more)
      throws IOException, InterruptedException {
    release.need();
    Files.createDirectories(home.resolve("dags"));
    var server = new AirflowServer(release, home, TritonServer.freePort(), PostgresServer.start());
    try {
      server.configure();
      server.variables.putAll(more);
      server.setUp();
      for (var process : release.processes) {
        server.startProcess(process);
      }
      server.awaitHealthy();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.kill();
      throw e;
    }
  }

  static AirflowServer start(Release release, Path home) throws IOException, InterruptedException {
    return start(release, home, Map.of());
  }

  private void configure() throws IOException {
    variables.putAll(release.python.variables());
    variables.putAll(
        Map.of(
            "AIRFLOW_HOME", home.toString(),
            "AIRFLOW__CORE__LOAD_EXAMPLES", "False",
            "AIRFLOW__CORE__EXECUTOR", "LocalExecutor",
            "AIRFLOW__CORE__PARALLELISM", "8",
            "AIRFLOW__CORE__DAGS_FOLDER", dags().toString(),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
                postgres.emptyDatabase().replace("postgresql:", "postgresql+psycopg2:"),
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME", "0.2",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED", "False"));
    var secret = "a secret of this test, longer than any hash that is made with it needs: 64 bytes";
    switch (release) {
      case AIRFLOW3 -> {
        var passwords = home.resolve("passwords.json");
        Files.writeString(passwords, "{\"" + USER + "\": \"" + PASSWORD + "\"}");
        variables.putAll(
            Map.of(
                "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS",
                USER + ":admin",
                "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE",
                passwords.toString(),
                "AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
                address() + "/execution/",
                "AIRFLOW__API__BASE_URL",
                address().toString(),
                "AIRFLOW__API__WORKERS",
                "1",
                "AIRFLOW__API__SECRET_KEY",
                secret,
                "AIRFLOW__API_AUTH__JWT_SECRET",
                secret,
                "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL",
                "2",
                "AIRFLOW__DAG_PROCESSOR__BUNDLE_REFRESH_CHECK_INTERVAL",
                "1",
                "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL",
                "2"));
      }
      case AIRFLOW2 ->
          variables.putAll(
              Map.of(
                  "AIRFLOW__API__AUTH_BACKENDS", "airflow.api.auth.backend.basic_auth",
                  "AIRFLOW__WEBSERVER__WORKERS", "1",
                  "AIRFLOW__WEBSERVER__SECRET_KEY", secret,
                  "AIRFLOW__SCHEDULER__MIN_FILE_PROCESS_INTERVAL", "2",
                  "AIRFLOW__SCHEDULER__DAG_DIR_LIST_INTERVAL", "2"));
    }
  }

  private void setUp() throws IOException, InterruptedException {
    airflow("db", "migrate");
    if (release == Release.AIRFLOW2) {
      airflow(
          "users",
          "create",
          "-r",
          "Admin",
          "-u",
          USER,
          "-p",
          PASSWORD,
          "-f",
          "Ada",
          "-l",
          "Admin",
          "-e",
          "admin@localhost.invalid");
    }
  }

  /**
   * Runs Airflow's command with the settings of this server, to the end.
   *
   * @throws IOException if it does not end well
   */
  void airflow(String... arguments) throws IOException, InterruptedException {
    var process = launch(arguments[0], List.of(arguments));
    if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("airflow " + List.of(arguments) + " failed; it said: " + log());
    }
  }

  private Process launch(String name, List<String> arguments) throws IOException {
    var command =
        Stream.concat(Stream.of(release.python.program("airflow").toString()), arguments.stream())
            .map(argument -> argument.equals("PORT") ? Integer.toString(port) : argument)
            .toList();
    var log = Files.createDirectories(home.resolve("output")).resolve(name + ".log");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    var environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("AIRFLOW") || key.startsWith("PYTHON"));
    environment.putAll(variables);
    return builder.start();
  }

  private void startProcess(List<String> arguments) throws IOException {
    processes.put(arguments.get(0), launch(arguments.get(0), arguments));
  }

  private void awaitHealthy() throws IOException, InterruptedException {
    var end = System.nanoTime() + START.toNanos();
    while (!isHealthy()) {
      for (var process : processes.entrySet()) {
        if (process.getValue().waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IOException("airflow " + process.getKey() + " ended; it said: " + log());
        }
      }
      if (System.nanoTime() > end) {
        throw new IOException("Airflow is not healthy after " + START + "; it said: " + log());
      }
    }
  }

  private boolean isHealthy() throws InterruptedException {
    try {
      var health =
          JSON.readTree(
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(URI.create(address() + release.health))
                          .timeout(Duration.ofSeconds(10))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
      return release.parts.stream()
          .map(part -> health.path(part).path("status"))
          .map(JsonNode::asText)
          .allMatch("healthy"::equals);
    } catch (IOException e) {
      return false; // not there yet, or not all of it
    }
  }

  /** {@code http://127.0.0.1:PORT} */
  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where it looks for DAG files. */
  Path dags() {
    return home.resolve("dags");
  }

  /** What its processes said, at the end of each. */
  String log() throws IOException {
    var said = new StringBuilder();
    try (var files = Files.list(home.resolve("output"))) {
      for (var file : files.sorted().toList()) {
        var text = Files.readString(file, UTF_8);
        said.append(file.getFileName())
            .append(":\n")
            .append(text, Math.max(0, text.length() - 3000), text.length())
            .append('\n');
      }
    }
    return said.toString();
  }

  /** SIGKILL to what serves REST; scheduler, tasks and database go on. */
  void killApi() throws InterruptedException {
    kill(processes.get(release.processes.get(0).get(0)));
  }

  /** Starts again what serves REST, on the same port, and waits until all is healthy. */
  void startApi() throws IOException, InterruptedException {
    startProcess(release.processes.get(0));
    awaitHealthy();
  }

  private static void kill(Process process) throws InterruptedException {
    var workers = process.descendants().toList();
    process.destroyForcibly().waitFor();
    workers.forEach(ProcessHandle::destroyForcibly);
  }

  /** SIGKILL to all of it. */
  private void kill() throws InterruptedException {
    for (var process : processes.values()) {
      kill(process);
    }
    postgres.close();
  }

  @Override
  public void close() throws IOException {
    var workers = processes.values().stream().flatMap(Process::descendants).toList();
    processes.values().forEach(Process::destroy);
    try {
      for (var process : processes.values()) {
        process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      processes.values().forEach(Process::destroyForcibly);
      throw new IOException(
          "Airflow did not end within " + STOP + " of SIGTERM; it said: " + log(), e);
    } finally {
      workers.forEach(ProcessHandle::destroyForcibly);
      postgres.close();
    }
  }
}
