package io.tributary.components.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the process has used so far, for the lines of JSON that benchmarks print. */
public final class ThisProcess {
  private ThisProcess() {}

  /** Of all threads. */
  public static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  /** At its peak, in megabytes; {@code null} in words where the system does not tell. */
  public static String peakMegabytes() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "null";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.toString(Long.parseLong(line.replaceAll("\\D", "")) / 1024))
        .findFirst()
        .orElse("null");
  }
}
