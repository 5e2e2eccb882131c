package io.tributary.metadata;

import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.metadata.grpc.RemoteMetadataStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A database, a server in front of it, and a client of that server. */
record RemoteStore(MetadataDatabase database, MetadataServer server, RemoteMetadataStore client)
    implements AutoCloseable {

  static RemoteStore open(Path file) throws IOException {
    return open(file, new TickingClock(Duration.ofMillis(1)));
  }

  static RemoteStore open(Path file, Clock clock) throws IOException {
    var database = MetadataDatabase.open(file, clock);
    var server = MetadataServer.start(database, MetadataServer.Options.loopback(0));
    return new RemoteStore(
        database, server, new MetadataClient("127.0.0.1:" + server.port()).connect());
  }

  /** All of the database, over the wire. */
  MetadataDatabase connect() throws IOException {
    return new MetadataClient("127.0.0.1:" + server.port()).open();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    database.close();
  }
}
