package io.tributary.runner.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.NodeEvents;
import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.RunnerContract;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.NodeSession;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** The contract, with threads in place of processes, which share nothing but the home. */
class ProcessRunnerTest extends RunnerContract {
  @Override
  protected Runner runner(Checkpoint checkpoint) {
    return new ProcessRunner(task -> new Stage(task, checkpoint));
  }

  /** What a process says goes line by line to the one that started it. */
  private static final class Lines extends OutputStream {
    private final NodeTask task;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(NodeTask task) {
      this.task = task;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        assertThat(NodeEvents.read(line.toString(UTF_8), task.node().getId(), task.listener()))
            .isTrue();
        line.reset();
      } else {
        line.write(b);
      }
    }
  }

  private static final class Stage implements NodeProcess {
    private final AtomicReference<String> end = new AtomicReference<>("");
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicReference<NodeSession> session = new AtomicReference<>();
    private final Thread thread;

    Stage(NodeTask task, Checkpoint checkpoint) {
      thread = new Thread(() -> work(task, checkpoint));
      thread.start();
    }

    private void work(NodeTask task, Checkpoint checkpoint) {
      try (var home = RunHome.open(task.home().directory(), Clock.systemUTC())) {
        var stored = home.metadata().runs().find(task.request().runId()).orElseThrow();
        var request = RunRequest.resuming(stored, home, task.request().classLoader());
        try (var node =
            NodeSession.open(
                request,
                task.node().getId(),
                home,
                NodeEvents.writing(new PrintStream(new Lines(task), true, UTF_8)),
                checkpoint,
                Invoker.COMPONENT)) {
          session.set(node);
          opened.countDown();
          node.launch();
        }
      } catch (RuntimeException e) {
        end.set(e.toString());
      } finally {
        opened.countDown();
      }
    }

    @Override
    public String await() throws InterruptedException {
      thread.join();
      return end.get();
    }

    @Override
    public void stop() {
      try {
        opened.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      var node = session.get();
      if (node != null) {
        node.cancel();
      }
    }
  }
}
