package io.tributary.runner.local;

import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Checkpoint.Point;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Report;
import io.tributary.core.steps.Write;
import io.tributary.proto.pipeline.Node;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program that is killed: runs a small pipeline, and halts at a point of a node's life. */
final class DyingProcess {
  static final String RUN = "killed";
  static final List<String> NODES = List.of("Write", "FirstLine", "Join", "Report");
  static final int DEATH = 113;

  private DyingProcess() {}

  private static Pipeline pipeline(Path trace) {
    var p = Pipeline.named("kill");
    var text = p.add(new Write("a\nb", trace)).text();
    var line = p.add(new FirstLine(text, trace)).line();
    p.add(new Join(text, Optional.of(line), trace));
    p.onExit(new Report(trace));
    return p;
  }

  /** Arguments: directory, node, and the point at which to die, or HANG. */
  public static void main(String[] arguments) throws InterruptedException {
    var directory = Path.of(arguments[0]);
    Checkpoint death =
        (point, node) -> {
          if (node.equals(arguments[1]) && point.name().equals(arguments[2])) {
            Runtime.getRuntime().halt(DEATH);
          }
        };
    var hang =
        new Invoker() {
          @Override
          public <O extends Record> void invoke(Node node, Component<O> component, Run<O> run)
              throws Exception {
            component.run(run);
            if (node.getId().equals(arguments[1]) && arguments[2].equals("HANG")) {
              System.out.println("hanging");
              new CountDownLatch(1).await();
            }
          }
        };
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      var request =
          RunRequest.of(
              Compiler.compile(pipeline(directory.resolve("trace"))),
              DyingProcess.class.getClassLoader(),
              RUN);
      new LocalRunner(death, hang).start(request, home, RunListener.SILENT).await();
    }
    System.out.println("survived " + Point.values().length + " points");
  }
}
