package io.tributary.metadata;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A process that writes artifacts, for tests of several processes on one database. */
final class WritingProcess {

  private WritingProcess() {}

  /** Starts one in which each thread writes so many artifacts. */
  static Process start(String address, String name, int each, int threads, Path log)
      throws IOException {
    return start(List.of(), address, name, each, threads, log);
  }

  static Process start(
      List<String> options, String address, String name, int each, int threads, Path log)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            address,
            name,
            Integer.toString(each),
            Integer.toString(threads)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    var each = Integer.parseInt(arguments[2]);
    var threads = Integer.parseInt(arguments[3]);
    try (var database = MetadataDatabase.open(arguments[0], Clock.systemUTC())) {
      StoreFixture.inParallel(
          threads,
          thread -> {
            for (int i = 0; i < each; i++) {
              write(database, arguments[1] + "/" + thread + "/" + i);
            }
            return thread;
          });
    }
    System.out.println("wrote " + each * threads);
  }

  private static void write(MetadataDatabase database, String name) {
    database.transact(
        () -> {
          var type = MetadataDatabaseContract.putType(database);
          return database
              .store()
              .putArtifacts(
                  PutArtifactsRequest.newBuilder()
                      .addArtifacts(Artifact.newBuilder().setTypeId(type).setName(name))
                      .build());
        });
  }
}
