package io.tributary.runner.beam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Flink clusters on this machine, where it fails. */
class FlinkClusterScriptTest {
  @TempDir Path parent;

  @Test
  void aStartWhoseProcessesEndSaysWhyAndLeavesNone() throws Exception {
    var folder = parent.resolve("cluster");
    var builder =
        new ProcessBuilder(
            FlinkProcesses.SCRIPT, "start", folder.toString(), "--class-path", "nowhere");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

    var process = builder.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(said)
        .contains(": ended (expected: a running one); see " + folder.toRealPath())
        .contains("Could not find or load main class");
    assertThat(
            said.lines()
                .filter(line -> line.startsWith("jobmanager ") || line.startsWith("taskmanager "))
                .map(line -> Long.parseLong(line.split(" ")[1])))
        .hasSize(3)
        .noneMatch(FlinkClusterScriptTest::runs);
    assertThat(folder.resolve("pids")).doesNotExist();
  }

  private static boolean runs(long process) {
    return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
  }
}
