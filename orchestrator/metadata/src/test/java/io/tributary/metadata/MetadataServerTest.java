package io.tributary.metadata;

import static io.grpc.Metadata.ASCII_STRING_MARSHALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  void aTransactionThatAnErrorEndsIsAnswered() throws IOException {
    try (var server =
            MetadataServer.start(new Exhausted(database), MetadataServer.Options.loopback(0));
        var client = client(server).open()) {
      assertThatThrownBy(() -> client.transact(() -> client.runs().find("r")))
          .isInstanceOfSatisfying(
              MetadataException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.INTERNAL);
                assertThat(e.mayBeStored()).isTrue();
              })
          .hasMessageContaining("OutOfMemoryError");
    }
  }

  /** A database whose transactions end for want of memory. */
  private record Exhausted(MetadataDatabase database) implements MetadataDatabase {
    @Override
    public <T extends @Nullable Object, X extends Exception> T transact(Work<T, X> work) {
      throw new OutOfMemoryError("for a test");
    }

    @Override
    public String location() {
      return database.location();
    }

    @Override
    public String identity() {
      return database.identity();
    }

    @Override
    public MetadataStore store() {
      return database.store();
    }

    @Override
    public RunStore runs() {
      return database.runs();
    }

    @Override
    public LeaseStore leases() {
      return database.leases();
    }

    @Override
    public ScheduleStore schedules() {
      return database.schedules();
    }

    @Override
    public TokenStore tokens() {
      return database.tokens();
    }

    @Override
    public AuditStore audit() {
      return database.audit();
    }

    @Override
    public void close() {
      database.close();
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

  @Test
  void wrongOrMissingTokenIsUnauthenticatedWhateverItsForm() throws IOException {
    try (var server = start(MetadataServer.Options.loopback(0).withToken("secret"))) {
      var channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        for (var header :
            List.of(
                "", "secret", "Bearer", "Bearer ", "Bearer secre", "bearer secret", "Basic x")) {
          var headers = new Metadata();
          headers.put(Metadata.Key.of("authorization", ASCII_STRING_MARSHALLER), header);
          assertThat(status(channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
              .as(header)
              .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
        assertThat(status(channel)).isEqualTo(Status.Code.UNAUTHENTICATED);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static Status.Code status(ManagedChannel channel, ClientInterceptor... interceptors) {
    try {
      MetadataStoreServiceGrpc.newBlockingStub(channel)
          .withInterceptors(interceptors)
          .getArtifactTypes(GetArtifactTypesRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void reflectionListsTheServicesAndTheirMethods() throws Exception {
    try (var server = start(MetadataServer.Options.loopback(0))) {
      var channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        var services =
            reflect(channel, ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(services.getListServicesResponse().getServiceList())
            .extracting(ServiceResponse::getName)
            .containsExactlyInAnyOrder(
                MetadataStoreServiceGrpc.SERVICE_NAME,
                OrchestrationServiceGrpc.SERVICE_NAME,
                HealthGrpc.SERVICE_NAME,
                ServerReflectionGrpc.SERVICE_NAME);
        var file =
            reflect(
                channel,
                ServerReflectionRequest.newBuilder()
                    .setFileContainingSymbol(MetadataStoreServiceGrpc.SERVICE_NAME)
                    .build());
        assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoList())
            .anySatisfy(
                bytes ->
                    assertThat(FileDescriptorProto.parseFrom(bytes).getServiceList())
                        .anySatisfy(
                            service ->
                                assertThat(service.getMethodList())
                                    .hasSize(
                                        MetadataStoreServiceGrpc.getServiceDescriptor()
                                            .getMethods()
                                            .size())));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static ServerReflectionResponse reflect(
      ManagedChannel channel, ServerReflectionRequest request) throws Exception {
    var answer = new CompletableFuture<ServerReflectionResponse>();
    var requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    try {
      return answer.get(20, TimeUnit.SECONDS);
    } finally {
      requests.onCompleted();
    }
  }
}
