package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("airflow")
class AirflowServerTest {

  @ParameterizedTest
  @EnumSource
  void startsAndStops(AirflowServer.Release release, @TempDir Path directory) throws Exception {
    try (var server = AirflowServer.start(release, directory)) {
      assertThat(server.log()).doesNotContain("Traceback");
    }
  }
}
