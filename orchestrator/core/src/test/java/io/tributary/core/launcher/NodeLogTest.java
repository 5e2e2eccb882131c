package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tributary.core.RunRequest;
import io.tributary.proto.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogTest {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  @TempDir Path directory;

  @Test
  void linesThatComeAfterTheEndAreWrittenAndLeaveNoFileOpen() throws Exception {
    assumeTrue(Files.isDirectory(OPEN_FILES));
    var file = directory.resolve("node.log");
    var log = new NodeLog(file, "Component", context(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    log.info("in time");
    assertThat(isOpen(file)).isTrue();
    log.close();

    log.warn("late");

    assertThat(Files.readAllLines(file))
        .containsExactly("1970-01-01T00:00:00Z INFO in time", "1970-01-01T00:00:00Z WARN late");
    assertThat(isOpen(file)).isFalse();
  }

  private static LogContext context() {
    var request =
        RunRequest.of(
            Pipeline.newBuilder().setId("logged").build(),
            NodeLogTest.class.getClassLoader(),
            "run-1");
    return LogContext.of(request).attempt("node", 1, OptionalLong.of(7));
  }

  private static boolean isOpen(Path file) throws IOException {
    try (var links = Files.list(OPEN_FILES)) {
      for (var link : links.toList()) {
        if (Files.exists(link) && Files.isSameFile(link, file)) {
          return true;
        }
      }
      return false;
    }
  }
}
