package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.metadata.grpc.RemoteMetadataStore;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataServerTlsTest {
  private static final GetArtifactTypesRequest REQUEST =
      GetArtifactTypesRequest.getDefaultInstance();

  @TempDir static Path directory;

  private static Certificate certificate;
  private static MetadataDatabase database;
  private static MetadataServer server;

  @BeforeAll
  static void start() throws Exception {
    certificate = Certificate.make(directory, "server");
    database = MetadataDatabase.open(directory.resolve("metadata.db"), Clock.systemUTC());
    server =
        MetadataServer.start(
            database,
            MetadataServer.Options.loopback(0)
                .withTls(certificate.chain(), certificate.key())
                .withToken("secret"));
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  private static MetadataClient client() {
    return new MetadataClient("127.0.0.1:" + server.port())
        .withToken("secret")
        .withPatience(Duration.ofSeconds(20));
  }

  private static void fails(Connecting client, String... words) throws IOException {
    try (var store = client.connect()) {
      assertThatThrownBy(() -> store.getArtifactTypes(REQUEST))
          .isInstanceOfSatisfying(
              MetadataException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
          .hasMessageContainingAll(words);
    }
  }

  private interface Connecting {
    RemoteMetadataStore connect() throws IOException;
  }

  @Test
  void clientThatTrustsTheCertificateIsAnswered() throws Exception {
    try (var store = client().withTls(certificate.chain()).connect()) {
      assertThat(store.getArtifactTypes(REQUEST).getArtifactTypesList()).isEmpty();
    }
  }

  @Test
  void tokenIsAskedForOverTlsToo() throws Exception {
    try (var store =
        new MetadataClient("127.0.0.1:" + server.port()).withTls(certificate.chain()).connect()) {
      assertThatThrownBy(() -> store.getArtifactTypes(REQUEST))
          .hasMessageContaining("authorization: none")
          .hasMessageContaining("127.0.0.1:" + server.port())
          .hasMessageContaining(MetadataClient.TOKEN_VARIABLE);
    }
  }

  @Test
  void clientThatTrustsAnotherCertificateGoesNoFurther() throws Exception {
    var other = Certificate.make(directory, "other");
    fails(
        () -> client().withTls(other.chain()).connect(),
        "127.0.0.1:" + server.port(),
        "certificate");
  }

  @Test
  void clientInPlainTextIsToldThatThereIsNoAnswerToIt() throws Exception {
    fails(() -> client().connect(), "127.0.0.1:" + server.port(), "TLS");
  }

  @Test
  void clientWithTlsOfAServerInPlainTextIsTold() throws Exception {
    try (var plain = MetadataServer.start(database, MetadataServer.Options.loopback(0))) {
      fails(
          () ->
              new MetadataClient("127.0.0.1:" + plain.port())
                  .withTls(certificate.chain())
                  .withPatience(Duration.ofSeconds(20))
                  .connect(),
          "127.0.0.1:" + plain.port(),
          "TLS");
    }
  }

  @Test
  void serverOfAnotherKindIsNamed() throws Exception {
    var http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    http.start();
    try {
      var address = "127.0.0.1:" + http.getAddress().getPort();
      try (var store = new MetadataClient(address).withPatience(Duration.ofSeconds(20)).connect()) {
        assertThatThrownBy(() -> store.getArtifactTypes(REQUEST))
            .isInstanceOf(MetadataException.class)
            .hasMessageContaining("metadata server " + address)
            .hasMessageContaining("(expected: ");
      }
    } finally {
      http.stop(0);
    }
  }

  @Test
  void noWordOfPlainTextComesOutOfATlsPort() throws Exception {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      socket.getOutputStream().flush();
      // At most a TLS alert: record type 21, of seven bytes.
      var answer = socket.getInputStream().readAllBytes();
      assertThat(answer).hasSizeLessThanOrEqualTo(7);
      if (answer.length > 0) {
        assertThat(answer[0]).isEqualTo((byte) 21);
      }
    }
  }

  @Test
  void keyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
    var other = Certificate.make(directory, "another");
    var options = MetadataServer.Options.loopback(0).withTls(certificate.chain(), other.key());

    assertThatThrownBy(() -> MetadataServer.start(database, options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(other.key().toString())
        .hasMessageContaining("the key is not that of the certificate");
  }

  @Test
  void certificateThatCannotBeReadIsNamed() throws Exception {
    var options = MetadataServer.Options.loopback(0);
    var missing = directory.resolve("none.crt");
    assertThatThrownBy(() -> MetadataServer.start(database, options.withTls(missing, missing)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
    var text = Files.writeString(directory.resolve("text.crt"), "no certificate");
    assertThatThrownBy(
            () -> MetadataServer.start(database, options.withTls(text, certificate.key())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(text.toString())
        .hasMessageContaining("(expected: ");
    assertThatThrownBy(() -> client().withTls(text).connect())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(text.toString());
  }
}
