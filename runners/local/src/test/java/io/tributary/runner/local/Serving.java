package io.tributary.runner.local;

import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.grpc.MetadataServer;
import java.time.Clock;

/** A process that serves a metadata database. */
final class Serving {
  private Serving() {}

  /** Arguments: the address of the database, and the port, 0 for any; says the port. */
  public static void main(String[] arguments) throws Exception {
    try (var database = MetadataDatabase.open(arguments[0], Clock.systemUTC());
        var server =
            MetadataServer.start(
                database, MetadataServer.Options.loopback(Integer.parseInt(arguments[1])))) {
      System.out.println(server.port());
      server.awaitStop();
    }
  }
}
