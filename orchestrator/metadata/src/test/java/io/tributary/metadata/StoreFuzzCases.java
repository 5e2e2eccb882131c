package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests that nobody would send in good faith, to every method of the service: each is answered
 * or refused with a status that says why, and what is refused leaves no trace.
 */
@Timeout(120)
abstract class StoreFuzzCases {
  private static final long SEED = 20260101;

  private MetadataDatabase database;
  private MetadataServer server;
  private ManagedChannel channel;

  /** The address of the database of this test, which is empty at first. */
  abstract String address();

  /** Looks at that database. */
  abstract DatabaseWatch watch() throws SQLException;

  /** How many requests are sent to every method. */
  abstract int rounds();

  /** Whether the database has room for names of any length. */
  abstract boolean keepsHugeNames();

  @BeforeEach
  final void start() throws IOException {
    database = MetadataDatabase.open(address(), new TickingClock(Duration.ofMillis(1)));
    server = MetadataServer.start(database, MetadataServer.Options.loopback(0));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .maxInboundMessageSize(64 << 20)
            .usePlaintext()
            .build();
  }

  @AfterEach
  final void stop() {
    channel.shutdownNow();
    server.close();
    database.close();
  }

  private static List<MethodDescriptor<?, ?>> methods() {
    return Stream.of(
            MetadataStoreServiceGrpc.getServiceDescriptor(),
            OrchestrationServiceGrpc.getServiceDescriptor())
        .<MethodDescriptor<?, ?>>flatMap(service -> service.getMethods().stream())
        .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY)
        .toList();
  }

  private static Message prototype(MethodDescriptor<?, ?> method) {
    return (Message) ((PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype();
  }

  /** Sends bytes as they are, whatever the method makes of them. */
  private Status send(MethodDescriptor<?, ?> method, byte[] request) {
    var raw =
        MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
            .setFullMethodName(method.getFullMethodName())
            .setType(MethodDescriptor.MethodType.UNARY)
            .build();
    try {
      ClientCalls.blockingUnaryCall(
          channel, raw, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  private record Bytes() implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isProper(Status status) {
    return switch (status.getCode()) {
      case OK,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED ->
          true;
      default -> false;
    };
  }

  @Test
  void wellFormedRequestsAreAnsweredOrRefusedWithoutATrace() throws Exception {
    var random = new Random(SEED);
    var messages = new RandomMessages(random);
    var improper = new ArrayList<String>();
    var seen = new EnumMap<Status.Code, Integer>(Status.Code.class);
    try (var watch = watch()) {
      for (int round = 0; round < rounds(); round++) {
        for (var method : methods()) {
          var request = messages.like(prototype(method));
          var status = send(method, request.toByteArray());
          seen.merge(status.getCode(), 1, Integer::sum);
          var changed = watch.changed();
          if (!isProper(status)) {
            improper.add(about(method, status, request));
          } else if (!status.isOk() && changed) {
            improper.add("left a trace: " + about(method, status, request));
          } else if (status.isOk() && changed && method.getBareMethodName().startsWith("Get")) {
            improper.add("read and wrote: " + about(method, status, request));
          }
        }
      }
      assertThat(improper).isEmpty();
      assertThat(watch.problems()).isEmpty();
    }
    // Not everything may be refused, or nothing is learnt.
    assertThat(seen.get(Status.Code.OK)).isGreaterThan(rounds() * 8);
    assertThat(seen.get(Status.Code.INVALID_ARGUMENT)).isGreaterThan(rounds() * 4);
    assertThat(seen).containsKey(Status.Code.NOT_FOUND);
  }

  private static String about(MethodDescriptor<?, ?> method, Status status, Message request) {
    var text = request.toString();
    return method.getBareMethodName()
        + " "
        + status.getCode()
        + " "
        + status.getDescription()
        + "\n"
        + text.substring(0, Math.min(600, text.length()));
  }

  @Test
  void bytesThatAreNoRequestAreInvalid() throws Exception {
    var random = new Random(SEED);
    var messages = new RandomMessages(random);
    var improper = new ArrayList<String>();
    var seen = new EnumMap<Status.Code, Integer>(Status.Code.class);
    try (var watch = watch()) {
      for (int round = 0; round < rounds() / 4; round++) {
        for (var method : methods()) {
          for (var bytes : List.of(noise(random), damaged(random, messages, method))) {
            var status = send(method, bytes);
            seen.merge(status.getCode(), 1, Integer::sum);
            if (!isProper(status) || (!status.isOk() && watch.changed())) {
              improper.add(
                  method.getBareMethodName()
                      + " "
                      + status
                      + " "
                      + HexFormat.of().formatHex(bytes, 0, Math.min(60, bytes.length)));
            }
            watch.changed();
          }
        }
      }
      assertThat(improper).isEmpty();
      assertThat(watch.problems()).isEmpty();
    }
    assertThat(seen.getOrDefault(Status.Code.INVALID_ARGUMENT, 0)).isGreaterThan(rounds() * 6);
  }

  private static byte[] noise(Random random) {
    var bytes = new byte[random.nextInt(200) + 1];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A request of the method with one byte changed, or without its end. */
  private static byte[] damaged(
      Random random, RandomMessages messages, MethodDescriptor<?, ?> method) {
    var bytes = messages.like(prototype(method)).toByteArray();
    if (bytes.length == 0) {
      return noise(random);
    }
    if (random.nextBoolean()) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt();
    return bytes;
  }

  @Test
  void filtersAreAnsweredOrInvalid() throws Exception {
    var type =
        database
            .store()
            .putArtifactType(
                PutArtifactTypeRequest.newBuilder()
                    .setArtifactType(
                        ArtifactType.newBuilder()
                            .setName("known")
                            .putProperties("number", PropertyType.INT)
                            .putProperties("text", PropertyType.STRING))
                    .build())
            .getTypeId();
    for (long number : new long[] {0, -1, 5, Long.MIN_VALUE, Long.MAX_VALUE}) {
      database
          .store()
          .putArtifacts(
              PutArtifactsRequest.newBuilder()
                  .addArtifacts(
                      Artifact.newBuilder()
                          .setTypeId(type)
                          .setName("known " + number)
                          .setUri("\\%_'\"")
                          .setState(Artifact.State.LIVE)
                          .putProperties("number", Value.newBuilder().setIntValue(number).build())
                          .putProperties("text", Value.newBuilder().setStringValue("🚕").build())
                          .putCustomProperties(
                              "a b", Value.newBuilder().setDoubleValue(number * 1e290).build()))
                  .build());
    }
    var filters = new RandomFilters(new Random(SEED));
    var improper = new ArrayList<String>();
    int answered = 0;
    int refused = 0;
    try (var watch = watch()) {
      for (int i = 0; i < rounds() * 60; i++) {
        var filter = filters.next();
        try {
          database
              .store()
              .getArtifacts(
                  GetArtifactsRequest.newBuilder()
                      .setOptions(ListOperationOptions.newBuilder().setFilterQuery(filter))
                      .build());
          answered++;
        } catch (MetadataException e) {
          refused++;
          if (e.code() != Code.INVALID_ARGUMENT || !e.getMessage().contains("(expected: ")) {
            improper.add(e.code() + " " + filter + "\n" + e.getMessage());
          }
        } catch (RuntimeException e) {
          improper.add(e + " " + filter);
        }
      }
      assertThat(improper).isEmpty();
      assertThat(watch.changed()).isFalse();
    }
    assertThat(answered).isGreaterThan(rounds() * 12);
    assertThat(refused).isGreaterThan(rounds() * 12);
  }

  @Test
  void filtersBeyondAllMeasureAreInvalid() {
    var many = 200_000;
    var aliases = new StringBuilder("contexts_0.id = 1");
    for (int i = 1; i < 200; i++) {
      aliases.append(" AND contexts_").append(i).append(".id = 1");
    }
    for (var filter :
        List.of(
            "(".repeat(many) + "id = 1" + ")".repeat(many),
            "NOT ".repeat(many) + "id = 1",
            "id = " + "-".repeat(many) + "1",
            "id = 1" + " AND id = 1".repeat(many),
            "id = 1" + " + 1".repeat(many),
            "id IN (1" + ", 1".repeat(many) + ")",
            "name = " + "LOWER(".repeat(many) + "'x'" + ")".repeat(many),
            "name = COALESCE('x'" + ", 'x'".repeat(many) + ")",
            "name LIKE '" + "%a".repeat(many) + "'",
            "id = 1 " + "/*".repeat(many),
            "'".repeat(many + 1),
            "`".repeat(many + 1),
            "contexts_0".repeat(many),
            aliases.toString())) {
      var status =
          send(
              MetadataStoreServiceGrpc.getGetArtifactsMethod(),
              GetArtifactsRequest.newBuilder()
                  .setOptions(ListOperationOptions.newBuilder().setFilterQuery(filter))
                  .build()
                  .toByteArray());
      assertThat(status.getCode())
          .as("%s", filter.substring(0, 40))
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void methodsThatDoNotExistAreUnimplemented() {
    var unknown =
        MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
            .setFullMethodName(MetadataStoreServiceGrpc.SERVICE_NAME + "/DropEverything")
            .setType(MethodDescriptor.MethodType.UNARY)
            .build();
    assertThat(send(unknown, new byte[3]).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void requestsBeyondTheLimitAreRefused() throws Exception {
    try (var watch = watch()) {
      var status = send(methods().get(0), new byte[(64 << 20) + 1]);
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(watch.changed()).isFalse();
    }
  }

  @Test
  void refusalThatQuotesAHugeNameArrives() {
    for (var name : List.of("x".repeat(1 << 20), "🚕".repeat(1 << 18), "%\n".repeat(1 << 18))) {
      var status =
          send(
              MetadataStoreServiceGrpc.getGetArtifactTypeMethod(),
              GetArtifactTypeRequest.newBuilder().setTypeName(name).build().toByteArray());
      assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(status.getDescription()).contains(" characters) ... ");
    }
  }

  @Test
  void hugeNamesAreKeptOrRefused() {
    var name = "1 MB ".repeat(1 << 18);
    var type = ArtifactType.newBuilder().setName(name).putProperties(name, PropertyType.INT);
    var put =
        send(
            MetadataStoreServiceGrpc.getPutArtifactTypeMethod(),
            PutArtifactTypeRequest.newBuilder().setArtifactType(type).build().toByteArray());
    if (!keepsHugeNames()) {
      assertThat(put.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(put.getDescription()).contains("at most 255 characters");
      return;
    }
    assertThat(put).isEqualTo(Status.OK);
    var found =
        MetadataStoreServiceGrpc.newBlockingStub(channel)
            .getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName(name).build())
            .getArtifactType();
    assertThat(found.toBuilder().clearId().build()).isEqualTo(type.build());
  }
}
