package io.tributary.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a call of the Python client costs: of the C++ store in the process of the client, of {@code
 * tributary metadata serve}, and of other stores that {@code -Dtributary.benchmark.stores} names,
 * as {@code HOST:PORT} with commas between. Not part of the tests: {@code ./mvnw test -Pinterop -pl
 * interop -am -Dtest=ClientBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ClientBenchmark {
  private static final int CALLS = 1_000;

  @TempDir Path directory;

  @Test
  void writesAndReads() throws Exception {
    PythonEnvironment.TFX.need();
    try (var service = MetadataService.onSqlite(directory.resolve("ours.db"))) {
      var arguments = new ArrayList<String>();
      arguments.add(Integer.toString(CALLS));
      arguments.add("sqlite:" + directory.resolve("peer.db"));
      arguments.add(service.address());
      var others = System.getProperty("tributary.benchmark.stores", "");
      if (!others.isEmpty()) {
        arguments.addAll(List.of(others.split(",", -1)));
      }
      PythonScript.named("metadata_speed.py", arguments.toArray(String[]::new))
          .run(directory, Duration.ofMinutes(10))
          .lines()
          .forEach(System.out::println);
    }
  }
}
