package io.tributary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of memory, to be full or read-only. Mounting takes root; elsewhere the test is
 * skipped.
 */
public record Mount(Path path) implements AutoCloseable {

  /** Mounts one with options of mount, such as {@code size=1m,ro}. */
  public static Mount tmpfs(Path path, String options) throws IOException {
    Files.createDirectories(path);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString()) == 0,
        "needs the right to mount a file system");
    return new Mount(path);
  }

  /** Changes options, such as the size. */
  public void remount(String options) {
    assertThat(run("mount", "-o", "remount," + options, path.toString())).isZero();
  }

  @Override
  public void close() {
    assertThat(run("umount", "-l", path.toString())).isZero();
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(List.of(command))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
