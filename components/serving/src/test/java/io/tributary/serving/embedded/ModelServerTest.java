package io.tributary.serving.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.tributary.proto.health.HealthCheckRequest;
import io.tributary.proto.health.HealthCheckResponse.ServingStatus;
import io.tributary.proto.health.HealthGrpc;
import io.tributary.proto.inference.GRPCInferenceServiceGrpc;
import io.tributary.proto.inference.InferTensorContents;
import io.tributary.proto.inference.LogSettingsRequest;
import io.tributary.proto.inference.ModelInferRequest;
import io.tributary.proto.inference.ModelInferResponse;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ServingException;
import io.tributary.serving.SmallModels;
import io.tributary.serving.TaxiRows;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelServerTest {
  @TempDir Path directory;
  private ModelRepository repository;

  @BeforeEach
  void publish() {
    repository = new ModelRepository(directory.resolve("models"));
    Path taxi = SmallModels.write(directory, "taxi.onnx", SmallModels.taxi(0));
    repository.publish("taxi", taxi);
    repository.activate("taxi", List.of(1L));
  }

  @Test
  void saysWhichPortIsTakenAndWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> ModelServer.serving(repository).grpcPort(port).start())
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining(
              "gRPC port 127.0.0.1:" + port + ": already in use (expected: a free port)")
          .hasMessageContaining("choose another port, or 0");
      assertThatThrownBy(() -> ModelServer.serving(repository).grpcPort(0).httpPort(port).start())
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining(
              "HTTP port 127.0.0.1:" + port + ": already in use (expected: a free port)");
    }
  }

  @Test
  void clientsThatStallInARequestKeepNobodyElseWaiting() throws IOException {
    List<Socket> stalled = new ArrayList<>();
    try (ModelServer server = ModelServer.serving(repository).grpcPort(0).httpPort(0).start()) {
      URI address = URI.create(server.httpAddress().orElseThrow());
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors() + 2; i++) {
        Socket socket = new Socket(address.getHost(), address.getPort());
        stalled.add(socket);
        socket
            .getOutputStream()
            .write(
                "POST /v2/models/taxi/infer HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{"
                    .getBytes(UTF_8));
      }
      var live = address.resolve("/v2/health/live").toURL().openConnection();
      live.setReadTimeout(20_000);

      assertThat(live.getHeaderField(0)).contains("200");
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void refusesARepositoryThatIsNotThere() {
    assertThatThrownBy(() -> ModelServer.serving(directory.resolve("absent")).start())
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("absent (expected: a directory)");
  }

  @Test
  void servesTheOthersWhenOneModelIsDamaged() throws IOException {
    Path echo = SmallModels.write(directory, "echo.onnx", SmallModels.echo());
    Path served = repository.publish("echo", echo).directory().resolve("model.onnx");
    repository.activate("echo", List.of(1L));
    Files.write(served, "damaged".getBytes(UTF_8));
    try (ModelServer server = ModelServer.serving(repository).start()) {
      assertThat(server.client().modelReady("taxi", "1")).isTrue();
      assertThat(server.client().serverReady()).isFalse();
      assertThat(server.models())
          .extracting(ModelIndex::state)
          .containsExactly("UNAVAILABLE", "READY");
      assertThat(server.models().get(0).reason()).contains("model.onnx has SHA-256");
      assertThat(server.grpcAddress()).isEmpty();
      assertThat(server.httpAddress()).isEmpty();
    }
  }

  @Test
  void loadsForeignRepositoriesWithoutConfigurationOrManifest() throws IOException {
    Path foreign = directory.resolve("foreign");
    SmallModels.write(foreign.resolve("m/3"), "model.onnx", SmallModels.taxi(1));
    SmallModels.write(foreign.resolve("bad/1"), "model.onnx", "garbage".getBytes(UTF_8));
    try (ModelServer server = ModelServer.serving(foreign).start()) {
      assertThat(server.client().modelReady("m", "3")).isTrue();
      assertThat(server.models().get(0).reason()).contains("7 bytes that ONNX Runtime cannot load");
    }
  }

  @Test
  void startsWithoutModelsWhenToldTo() {
    try (ModelServer server = ModelServer.serving(repository).loadAtStart(false).start()) {
      assertThat(server.client().modelReady("taxi", "")).isFalse();
      server.client().load("taxi");
      assertThat(server.client().modelReady("taxi", "")).isTrue();
    }
  }

  @Test
  void saysThatItStopsOnceClosed() {
    ModelServer server = ModelServer.serving(repository).start();
    InferenceClient client = server.client();
    server.close();
    assertThat(client.serverLive()).isFalse();
    assertThatThrownBy(() -> client.infer("taxi", TaxiRows.random(1, 1).inputs()))
        .isInstanceOf(ServingException.class)
        .hasMessageContaining("the server is stopping");
  }

  @Test
  void namesTheAddressThatDoesNotAnswer() {
    String address;
    try (ModelServer server = ModelServer.serving(repository).grpcPort(0).start()) {
      address = server.grpcAddress().orElseThrow();
    }
    try (InferenceClient client = InferenceClient.grpc(address, Duration.ofSeconds(5))) {
      assertThat(client.serverLive()).isFalse();
      assertThatThrownBy(() -> client.serverMetadata())
          .isInstanceOfSatisfying(
              ServingException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ServingException.Code.UNAVAILABLE);
                assertThat(e.retryable()).isTrue();
                assertThat(e.getMessage())
                    .startsWith(address + ": UNAVAILABLE: nothing answers here");
              });
    }
    for (String wrong :
        List.of("nowhere", "http://localhost:8000", "localhost:0", ":8001", "h:x")) {
      assertThatThrownBy(() -> InferenceClient.grpc(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "' (expected: host:port");
    }
  }

  @Test
  void answersTypedContentsHealthAndWhatItDoesNotOffer() {
    try (ModelServer server = ModelServer.serving(repository).grpcPort(0).start()) {
      ManagedChannel channel =
          ManagedChannelBuilder.forTarget(server.grpcAddress().orElseThrow())
              .usePlaintext()
              .build();
      try {
        var service = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        ModelInferRequest.Builder request =
            ModelInferRequest.newBuilder().setModelName("taxi").setId("a-7");
        request
            .addInputsBuilder()
            .setName("fare")
            .setDatatype("FP32")
            .addShape(1)
            .addShape(1)
            .setContents(InferTensorContents.newBuilder().addFp32Contents(4));
        request
            .addInputsBuilder()
            .setName("seconds")
            .setDatatype("INT64")
            .addShape(1)
            .addShape(1)
            .setContents(InferTensorContents.newBuilder().addInt64Contents(0));
        request
            .addInputsBuilder()
            .setName("company")
            .setDatatype("BYTES")
            .addShape(1)
            .addShape(1)
            .setContents(
                InferTensorContents.newBuilder()
                    .addBytesContents(com.google.protobuf.ByteString.copyFromUtf8("Flash Cab")));
        ModelInferResponse response = service.modelInfer(request.build());
        assertThat(response.getId()).isEqualTo("a-7");
        assertThat(response.getRawOutputContentsCount()).isZero();
        assertThat(response.getOutputs(0).getContents().getFp32Contents(0))
            .isCloseTo(0.7310586f, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(response.getOutputs(1).getContents().getInt64Contents(0)).isZero();

        request.getInputsBuilder(0).setDatatype("FP16");
        request.getInputsBuilder(1).getContentsBuilder().addInt64Contents(3);
        assertThatThrownBy(() -> service.modelInfer(request.build()))
            .isInstanceOf(StatusRuntimeException.class)
            .hasMessageContaining("INVALID_ARGUMENT")
            .hasMessageContaining("tensor 'fare' is FP16")
            .hasMessageContaining("tensor 'seconds' has 2 values");
        assertThatThrownBy(() -> service.logSettings(LogSettingsRequest.getDefaultInstance()))
            .isInstanceOf(StatusRuntimeException.class)
            .hasMessageContaining("UNIMPLEMENTED")
            .hasMessageContaining("LogSettings");
        var health = HealthGrpc.newBlockingStub(channel);
        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
            .isEqualTo(ServingStatus.SERVING);
        assertThatThrownBy(
                () -> health.check(HealthCheckRequest.newBuilder().setService("x").build()))
            .hasMessageContaining("NOT_FOUND");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void saysWhatIsWrongWithAnHttpRequest() {
    try (ModelServer server = ModelServer.serving(repository).httpPort(0).start()) {
      HttpTestClient http = new HttpTestClient(server.httpAddress().orElseThrow());
      String infer = "/v2/models/taxi/infer";
      assertThat(http.send("POST", infer, "{").body())
          .contains("request body")
          .contains("expected");
      assertThat(http.send("POST", infer, "[]").body()).contains("START_OBJECT");
      var response =
          http.send(
              "POST",
              infer,
              """
              {"inputs": [
                {"name": "fare", "shape": [1, 1], "datatype": "FP32", "data": ["4"]},
                {"name": "seconds", "shape": [1, 1], "datatype": "INT64", "data": [1.5]},
                {"name": "company", "shape": [2, 1], "datatype": "BYTES", "data": ["a"]}]}
              """);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body())
          .contains("input 'fare' has values that are no FP32")
          .contains("input 'seconds' has values that are no INT64 (expected: integers)")
          .contains("input 'company' has 1 values (expected: 2 for shape [2, 1])");
      assertThat(http.send("POST", infer, "{\"inputs\": [{\"data\": [null]}]}").body())
          .contains("a missing number is NaN");
      assertThat(http.send("GET", "/v1/models", "").statusCode()).isEqualTo(404);
      assertThat(http.send("DELETE", infer, "").statusCode()).isEqualTo(405);
      assertThat(
              http.send(
                      "POST",
                      "/v2/repository/models/taxi/load",
                      "{\"parameters\": {\"file:1/model.onnx\": \"AA==\"}}")
                  .body())
          .contains("load parameter 'file:1/model.onnx'");
    }
  }

  @Test
  void takesNaNOverHttpInBothSpellings() {
    try (ModelServer server = ModelServer.serving(repository).httpPort(0).start()) {
      HttpTestClient http = new HttpTestClient(server.httpAddress().orElseThrow());
      for (String missing : List.of("NaN", "\"NaN\"")) {
        var response =
            http.send(
                "POST",
                "/v2/models/taxi/versions/1/infer",
                """
                {"inputs": [
                  {"name": "fare", "shape": [1, 1], "datatype": "FP32", "data": [%s]},
                  {"name": "seconds", "shape": [1, 1], "datatype": "INT64", "data": [0]},
                  {"name": "company", "shape": [1, 1], "datatype": "BYTES", "data": ["Flash Cab"]}],
                 "outputs": [{"name": "probability"}]}
                """
                    .formatted(missing));
        assertThat(response.body())
            .isEqualTo(
                "{\"model_name\":\"taxi\",\"model_version\":\"1\",\"outputs\":[{\"name\":"
                    + "\"probability\",\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":[0.5]}]}");
      }
    }
  }
}
