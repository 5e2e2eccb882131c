package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.metadata.grpc.RemoteMetadataStore;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes in at the socket and is no call, or half of one, harms nobody else. */
@Timeout(60)
class MetadataServerAbuseTest {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;

  @TempDir Path directory;

  private MetadataDatabase database;
  private MetadataServer server;
  private RemoteMetadataStore client;
  private long type;

  @BeforeEach
  void start() throws IOException {
    database =
        MetadataDatabase.open(
            directory.resolve("metadata.db"), new TickingClock(Duration.ofMillis(1)));
    server = MetadataServer.start(database, MetadataServer.Options.loopback(0));
    client = new MetadataClient("127.0.0.1:" + server.port()).connect();
    type =
        client
            .putArtifactType(
                PutArtifactTypeRequest.newBuilder()
                    .setArtifactType(ArtifactType.newBuilder().setName("A"))
                    .build())
            .getTypeId();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    database.close();
  }

  private Socket connect() throws IOException {
    var socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private void answersStill(int artifactsBefore) {
    client.putArtifacts(
        PutArtifactsRequest.newBuilder()
            .addArtifacts(Artifact.newBuilder().setTypeId(type))
            .build());
    assertThat(client.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount())
        .isEqualTo(artifactsBefore + 1);
  }

  @Test
  void garbageEndsItsConnectionOnly() throws IOException {
    var random = new Random(5);
    for (int i = 0; i < 60; i++) {
      var garbage = new byte[random.nextInt(4_000) + 100];
      random.nextBytes(garbage);
      try (var socket = connect()) {
        if (i % 3 > 0) {
          socket.getOutputStream().write(PREFACE);
        }
        if (i % 3 > 1) {
          socket.getOutputStream().write(frame(SETTINGS, 0, 0, new byte[0]));
        }
        socket.getOutputStream().write(garbage);
        socket.getOutputStream().flush();
      }
    }
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      socket.getOutputStream().flush();
      socket.getInputStream().readAllBytes(); // until the server closes it
    }
    answersStill(0);
  }

  @Test
  void clientsThatHangInTheMiddleOfARequestKeepNobodyWaiting() throws IOException {
    var hanging = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 100; i++) {
        var socket = connect();
        hanging.add(socket);
        var out = socket.getOutputStream();
        if (i % 4 > 0) {
          out.write(PREFACE);
          out.write(frame(SETTINGS, 0, 0, new byte[0]));
        }
        if (i % 4 > 1) {
          out.write(frame(HEADERS, END_HEADERS, 1, headers()));
        }
        if (i % 4 > 2) {
          out.write(frame(DATA, 0, 1, new byte[] {0, 0, 0, 4, 0, 10, 20, 30}));
        }
        out.flush();
      }
      answersStill(0);
      answersStill(1);
    } finally {
      for (var socket : hanging) {
        socket.close();
      }
    }
    answersStill(2);
  }

  @Test
  void requestThatIsCutOffIsNotCarriedOut() throws IOException {
    var whole =
        PutArtifactsRequest.newBuilder()
            .addArtifacts(Artifact.newBuilder().setTypeId(type).setName("cut off"))
            .build()
            .toByteArray();
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write(PREFACE);
      out.write(frame(SETTINGS, 0, 0, new byte[0]));
      out.write(frame(HEADERS, END_HEADERS, 1, headers()));
      var body = new ByteArrayOutputStream();
      var data = new DataOutputStream(body);
      data.writeByte(0);
      data.writeInt(whole.length);
      data.write(whole, 0, whole.length - 3);
      out.write(frame(DATA, 0, 1, body.toByteArray()));
      out.flush();
      assertThat(readUntilTimeout(socket)).isTrue();
    }
    answersStill(0);
  }

  /** Whether the server waits for more: it neither closes the connection nor answers the stream. */
  private static boolean readUntilTimeout(Socket socket) throws IOException {
    socket.setSoTimeout(300);
    try {
      return socket.getInputStream().readAllBytes().length < 0;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  private static byte[] frame(int kind, int flags, int stream, byte[] payload) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeByte(payload.length >>> 16);
    out.writeShort(payload.length);
    out.writeByte(kind);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    return bytes.toByteArray();
  }

  /** The head of a call of PutArtifacts; every header as literal text. */
  private static byte[] headers() {
    var block = new ByteArrayOutputStream();
    header(block, ":method", "POST");
    header(block, ":scheme", "http");
    header(
        block, ":path", "/" + MetadataStoreServiceGrpc.getPutArtifactsMethod().getFullMethodName());
    header(block, ":authority", "localhost");
    header(block, "te", "trailers");
    header(block, "content-type", "application/grpc");
    return block.toByteArray();
  }

  private static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(US_ASCII));
  }
}
