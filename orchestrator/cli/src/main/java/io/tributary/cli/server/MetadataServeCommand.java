package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Interrupts;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.core.RunHome;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

final class MetadataServeCommand extends Command {
  private static final int MOST_PORT = 65_535;

  private final Home home;
  private final Given<String> database =
      option(
          "--db",
          "URL",
          String.class,
          "Database to serve: sqlite:FILE, or postgresql://USER[:PASSWORD]@HOST[:PORT]/DATABASE[?sslmode=...]; without a password that of PGPASSWORD (default: metadata.db of the home).");
  private final Given<String> host =
      option(
          "--host",
          "HOST",
          String.class,
          "127.0.0.1",
          "Interface to listen on (default: ${DEFAULT-VALUE}).");
  private final Given<Integer> port =
      option(
          "--port", "PORT", Integer.class, "8080", "0: any free port (default: ${DEFAULT-VALUE}).");
  private final Given<Path> token =
      option(
          "--token-file",
          "FILE",
          Path.class,
          "File with the token that clients must send (default: none asked for).");
  private final Given<Path> certificate =
      option("--tls-certificate", "FILE", Path.class, "Certificate chain, PEM; needs --tls-key.");
  private final Given<Path> key =
      option("--tls-key", "FILE", Path.class, "Private key of the certificate, PKCS#8 in PEM.");

  MetadataServeCommand(Home home) {
    super(
        "serve",
        "Offers the metadata store over gRPC as ml_metadata.MetadataStoreService, until it is interrupted.");
    this.home = home;
    footer(
        "",
        "From Python:",
        "  config = metadata_store_pb2.MetadataStoreClientConfig(host='localhost', port=8080)",
        "  store = ml_metadata.MetadataStore(config)",
        "",
        "From here, with the server's address in place of a file:",
        "  tributary runs --metadata grpc://localhost:8080",
        "",
        "Clients send the token of TRIBUTARY_METADATA_TOKEN, and speak TLS to grpcs://HOST:PORT?sslrootcert=FILE.");
  }

  @Override
  public Integer call() throws InterruptedException {
    var options = options();
    var closed = new CountDownLatch(1);
    try (var opened = open();
        var server = listen(opened, options)) {
      var interrupt = new Thread(() -> stop(server, closed), "tributary-interrupt");
      Runtime.getRuntime().addShutdownHook(interrupt);
      try {
        out().println("serving metadata of " + opened.location());
        out().println("gRPC  " + host.value() + ":" + server.port());
        out().println("Ctrl-C stops it");
        out().flush();
        server.awaitStop();
        return ExitCode.OK;
      } finally {
        Interrupts.remove(interrupt);
      }
    } finally {
      closed.countDown();
    }
  }

  /** Ctrl-C: calls in progress end, and the database is closed, before the process ends. */
  private static void stop(MetadataServer server, CountDownLatch closed) {
    server.close();
    Interrupts.await(closed);
  }

  /**
   * The database that is named, as --db or as every command's --metadata; else that of the home.
   */
  private String address() {
    var named = database.find().or(home::metadata);
    if (named.filter(MetadataClient::isAddress).isPresent()) {
      throw new UsageException(
          database.find().isPresent() ? "--db" : "--metadata, or " + Home.METADATA,
          named.get(),
          "a database, sqlite:FILE or postgresql://..., and not another server",
          "name the database with --db");
    }
    return named.orElseGet(() -> RunHome.SQLITE + home.directory().resolve("metadata.db"));
  }

  private MetadataDatabase open() {
    var address = address();
    try {
      return MetadataDatabase.open(address, Clock.systemUTC());
    } catch (MetadataException e) {
      if (e.code() == MetadataException.Code.INVALID_ARGUMENT && database.find().isPresent()) {
        throw new UsageException("--db", e);
      }
      throw e;
    }
  }

  private static MetadataServer listen(MetadataDatabase opened, MetadataServer.Options options) {
    try {
      return MetadataServer.start(opened, options);
    } catch (IOException e) {
      throw new MetadataException(
          MetadataException.Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private InetAddress listening() {
    try {
      return InetAddress.getAllByName(host.value())[0];
    } catch (UnknownHostException e) {
      throw new UsageException(
          "--host", host.value(), "a name or an address of this machine", "correct it");
    }
  }

  private MetadataServer.Options options() {
    if (port.value() < 0 || port.value() > MOST_PORT) {
      throw new UsageException(
          "--port", "" + port.value(), "0 to " + MOST_PORT, "choose another; 0 is any free one");
    }
    var options =
        new MetadataServer.Options(
            new InetSocketAddress(listening(), port.value()), Optional.empty(), Optional.empty());
    if (certificate.find().isPresent() != key.find().isPresent()) {
      throw new UsageException(
          certificate.find().isPresent() ? "--tls-key" : "--tls-certificate",
          "missing",
          "both, or none",
          "name the certificate and its key");
    }
    if (certificate.find().isPresent()) {
      options = options.withTls(certificate.value(), key.value());
    }
    if (token.find().isPresent()) {
      options = options.withToken(token(token.value()));
    }
    return options;
  }

  private static String token(Path file) {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (IOException e) {
      throw new UsageException(
          "--token-file", file + " cannot be read: " + e, "a text file", "correct the path");
    }
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new UsageException(
          "--token-file",
          file + " without a usable token",
          "one line of printable ASCII without blanks",
          "write the token into it");
    }
    return text;
  }
}
