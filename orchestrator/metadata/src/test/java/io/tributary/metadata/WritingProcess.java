package io.tributary.metadata;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import java.nio.file.Path;
import java.time.Clock;

/** A process that writes artifacts, for tests of several processes on one file. */
final class WritingProcess {

  private WritingProcess() {}

  public static void main(String[] arguments) {
    var count = Integer.parseInt(arguments[2]);
    try (var database = MetadataDatabase.open(Path.of(arguments[0]), Clock.systemUTC())) {
      for (int i = 0; i < count; i++) {
        var name = arguments[1] + i;
        database.transact(
            () -> {
              var type = MetadataDatabaseTest.putType(database);
              return database
                  .store()
                  .putArtifacts(
                      PutArtifactsRequest.newBuilder()
                          .addArtifacts(Artifact.newBuilder().setTypeId(type).setName(name))
                          .build());
            });
      }
    }
    System.out.println("wrote " + count);
  }
}
