package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataServerTest {
  @TempDir Path directory;

  private MetadataDatabase database;

  @BeforeEach
  void open() {
    database = MetadataDatabase.open(directory.resolve("metadata.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private MetadataServer start(MetadataServer.Options options) throws IOException {
    return MetadataServer.start(database, options);
  }

  private static MetadataClient client(MetadataServer server) {
    return new MetadataClient("127.0.0.1:" + server.port());
  }

  @Test
  void onlyAClientWithTheTokenIsAnswered() throws IOException {
    try (var server = start(MetadataServer.Options.loopback(0).withToken("secret"));
        var known = client(server).withToken("secret").connect();
        var wrong = client(server).withToken("guess").connect();
        var none = client(server).connect()) {
      var request = GetArtifactTypesRequest.getDefaultInstance();
      assertThat(known.getArtifactTypes(request).getArtifactTypesList()).isEmpty();
      assertThatThrownBy(() -> wrong.getArtifactTypes(request))
          .isInstanceOfSatisfying(
              MetadataException.class, e -> assertThat(e.code()).isEqualTo(Code.PERMISSION_DENIED))
          .hasMessageContaining("not the token of this server");
      assertThatThrownBy(() -> none.getArtifactTypes(request))
          .hasMessageContaining("authorization: none");
    }
  }

  @Test
  void noTokenIsShown() {
    assertThat(new MetadataClient("localhost:1").withToken("secret").toString())
        .doesNotContain("secret");
    assertThat(MetadataServer.Options.loopback(0).withToken("secret").toString())
        .doesNotContain("secret");
  }

  @Test
  void aRefusalArrivesWithItsCodeAndMessage() throws IOException {
    try (var server = start(MetadataServer.Options.loopback(0));
        var client = client(server).connect()) {
      var nameless =
          PutArtifactTypeRequest.newBuilder().setArtifactType(ArtifactType.newBuilder()).build();
      assertThatThrownBy(() -> client.putArtifactType(nameless))
          .isInstanceOfSatisfying(
              MetadataException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
          .hasMessageContaining("name");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (var client =
        new MetadataClient("127.0.0.1:" + free).withPatience(Duration.ofSeconds(20)).connect()) {
      assertThatThrownBy(
              () -> client.getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              MetadataException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
          .hasMessageContaining("127.0.0.1:" + free)
          .hasMessageContaining("start it, or correct the address");
    }
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (var first = start(MetadataServer.Options.loopback(0))) {
      assertThatThrownBy(() -> start(MetadataServer.Options.loopback(first.port())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(":" + first.port())
          .hasMessageContaining("choose another");
    }
  }

  @Test
  void itTellsItsHealth() throws IOException {
    try (var server = start(MetadataServer.Options.loopback(0))) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        var health =
            HealthGrpc.newBlockingStub(channel)
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService(MetadataStoreServiceGrpc.SERVICE_NAME)
                        .build());
        assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
