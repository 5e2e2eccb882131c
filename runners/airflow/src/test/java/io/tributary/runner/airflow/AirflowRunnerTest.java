package io.tributary.runner.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Write;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no Airflow; the module interop has the rest. */
class AirflowRunnerTest {
  @TempDir Path directory;

  private RunRequest request() {
    var p = Pipeline.named("written");
    p.add(new Write("a", directory.resolve("trace")));
    return RunRequest.of(Compiler.compile(p), AirflowRunnerTest.class.getClassLoader(), "run");
  }

  @Test
  void aRunThatNobodyCouldWorkOnIsNotStored() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    var runner =
        new AirflowRunner()
            .configured(Map.of("url", "http://127.0.0.1:" + nobody, "dags", directory.toString()));
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      assertThatThrownBy(() -> runner.start(request(), home, RunListener.SILENT))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("http://127.0.0.1:" + nobody);
      assertThat(home.metadata().runs().find("run")).isEmpty();
    }
    assertThat(directory.resolve("home/artifacts")).doesNotExist();
  }

  @Test
  void withoutOptionsItSaysWhatIsNeeded() {
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      assertThatThrownBy(() -> new AirflowRunner().start(request(), home, RunListener.SILENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pass --runner-option url=...")
          .hasMessageContaining("pass --runner-option dags=...");
    }
  }
}
