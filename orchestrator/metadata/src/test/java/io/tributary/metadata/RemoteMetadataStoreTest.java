package io.tributary.metadata;

import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.metadata.grpc.RemoteMetadataStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract over gRPC, against a server on SQLite. */
class RemoteMetadataStoreTest extends MetadataStoreContract {
  @TempDir Path directory;

  private @Nullable MetadataDatabase database;
  private @Nullable MetadataServer server;
  private @Nullable RemoteMetadataStore client;

  @Override
  protected MetadataStore createStore() throws IOException {
    return open();
  }

  @Override
  protected MetadataStore reopenStore() throws IOException {
    close();
    return open();
  }

  private MetadataStore open() throws IOException {
    var opened =
        MetadataDatabase.open(
            directory.resolve("metadata.db"), new TickingClock(Duration.ofMillis(1)));
    database = opened;
    var started = MetadataServer.start(opened.store(), MetadataServer.Options.loopback(0));
    server = started;
    var connected = new MetadataClient("127.0.0.1:" + started.port()).connect();
    client = connected;
    return connected;
  }

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
    if (database != null) {
      database.close();
    }
  }
}
