package io.tributary.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tributary.cli.Tributary;
import io.tributary.cli.command.ExitCode;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tributary metadata serve}, as a process. */
@Timeout(120)
class MetadataServeTest {
  @TempDir Path directory;

  /** What the launcher script passes, too: Java 24 and later print warnings without it. */
  private static final List<String> QUIET =
      Runtime.version().feature() >= 24
          ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
          : List.of();

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (var process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process serve(String... options) throws IOException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(QUIET);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Tributary.class.getName(),
            "metadata",
            "serve"));
    command.addAll(List.of(options));
    var process =
        new ProcessBuilder(command).redirectError(directory.resolve("errors").toFile()).start();
    started.add(process);
    return process;
  }

  /** The lines it prints until it listens. */
  private static List<String> greeting(Process process) throws IOException {
    var lines = new ArrayList<String>();
    var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.startsWith("Ctrl-C")) {
        return lines;
      }
    }
    throw new AssertionError("it ended: " + lines);
  }

  private static MetadataClient client(List<String> greeting) {
    return new MetadataClient(
        greeting.stream()
            .filter(line -> line.startsWith("gRPC"))
            .map(line -> line.substring(4).strip())
            .findFirst()
            .orElseThrow());
  }

  private String failure(String... options) throws Exception {
    var process = serve(options);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isIn(ExitCode.FAILED, ExitCode.USAGE);
    return Files.readString(directory.resolve("errors"));
  }

  @Test
  void itPrintsItsAddressAnswersAndEndsOnTheSignal() throws Exception {
    var file = directory.resolve("metadata.db");
    var process = serve("--db", "sqlite:" + file, "--port", "0");
    var greeting = greeting(process);
    assertThat(greeting.get(0)).contains("serving metadata of ", file.toString());
    try (var store = client(greeting).connect()) {
      store.putArtifactType(
          PutArtifactTypeRequest.newBuilder()
              .setArtifactType(ArtifactType.newBuilder().setName("kept"))
              .build());
    }
    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    assertThat(directory.resolve("errors")).isEmptyFile();
    assertThat(directory.resolve("metadata.db-wal"))
        .as("left by a database not closed")
        .doesNotExist();
    try (var database = MetadataDatabase.open(file, Clock.systemUTC())) {
      assertThat(
              database
                  .store()
                  .getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance())
                  .getArtifactTypesList())
          .extracting(ArtifactType::getName)
          .containsExactly("kept");
    }
  }

  @Test
  void withoutADatabaseItServesThatOfTheHome() throws Exception {
    var process = serve("--home", directory.resolve("home").toString(), "--port", "0");
    try (var store = client(greeting(process)).connect()) {
      assertThat(
              store
                  .getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance())
                  .getArtifactTypesCount())
          .isZero();
    }
    assertThat(directory.resolve("home/metadata.db")).exists();
  }

  @Test
  void tokenOfTheFileIsAskedFor() throws Exception {
    var token = Files.writeString(directory.resolve("token"), "s3cret\n");
    var greeting =
        greeting(
            serve("--home", directory.toString(), "--port", "0", "--token-file", token.toString()));
    assertThat(greeting).noneMatch(line -> line.contains("s3cret"));
    var request = GetArtifactTypesRequest.getDefaultInstance();
    try (var known = client(greeting).withToken("s3cret").connect();
        var unknown = client(greeting).connect()) {
      assertThat(known.getArtifactTypes(request).getArtifactTypesCount()).isZero();
      assertThat(catchThrowable(() -> unknown.getArtifactTypes(request)))
          .hasMessageContaining("authorization: none");
    }
  }

  @Test
  void whatCannotBeServedIsSaidInOneLine() throws Exception {
    var text = Files.writeString(directory.resolve("notes.txt"), "no database ".repeat(20));
    assertThat(failure("--db", "sqlite:" + text, "--port", "0"))
        .contains(text.toString(), "not a SQLite database")
        .hasLineCount(1);
    try (var taken = new ServerSocket(0)) {
      var port = Integer.toString(taken.getLocalPort());
      assertThat(failure("--home", directory.toString(), "--host", "0.0.0.0", "--port", port))
          .contains(":" + port, "choose another")
          .hasLineCount(1);
    }
    var key = Files.writeString(directory.resolve("tls"), "no key");
    assertThat(failure("--home", directory.toString(), "--tls-key", key.toString()))
        .contains("--tls-certificate: missing");
    assertThat(
            failure(
                "--home",
                directory.toString(),
                "--port",
                "0",
                "--tls-key",
                key.toString(),
                "--tls-certificate",
                key.toString()))
        .contains("metadata server > TLS", key.toString())
        .hasLineCount(1);
    var token = Files.writeString(directory.resolve("token"), " \n");
    assertThat(failure("--home", directory.toString(), "--token-file", token.toString()))
        .contains("--token-file", "without a usable token");
    assertThat(failure("--home", directory.toString(), "--token-file", key + ".none"))
        .contains("--token-file", "cannot be read");
    assertThat(failure("--home", directory.toString(), "--host", "no.such.host.invalid"))
        .contains("--host", "no.such.host.invalid");
  }
}
