package io.tributary.pipelines.own;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.api.Run;
import io.tributary.api.artifact.Artifact;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A pipeline of two nodes whose code does what it should not. */
public record Misbehaving(String how) implements PipelineDefinition {

  /** Some text. */
  public interface Note extends Artifact {}

  /** Misbehaves. */
  public record First(String how) implements Component<First.Outputs> {
    /** A note. */
    public record Outputs(Channel<Note> note) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      Files.writeString(run.output(Outputs::note).path().resolve("note"), how);
      switch (how) {
        case "exits" -> System.exit(0);
        case "exits-elsewhere" -> {
          var thread = new Thread(() -> System.exit(3));
          thread.start();
          thread.join();
        }
        case "halts" -> Runtime.getRuntime().halt(0);
        case "prints" -> System.out.println("printed by the component");
        case "stays" -> {
          run.log().info("stays, whatever it is told");
          for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end; ) {
            LockSupport.parkNanos(10_000_000);
            Thread.interrupted();
          }
        }
        case "waits" -> {
          run.log().info("waits until it is told to stop");
          new CountDownLatch(1).await();
        }
        case "throws" -> throw new IllegalStateException("first line\nsecond line \u001b[31mred");
        default -> run.log().info("behaves");
      }
    }
  }

  /** Reads what the first one wrote. */
  public record Second(Channel<Note> above) implements Component<Second.Outputs> {
    /** The same note. */
    public record Outputs(Channel<Note> note) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      Files.copy(
          run.input(above).path().resolve("note"),
          run.output(Outputs::note).path().resolve("note"));
    }
  }

  @Override
  public Pipeline define() {
    if (how.equals("exits-while-defining")) {
      System.exit(0);
    }
    var p = Pipeline.named("misbehaving");
    p.add(new Second(p.add(new First(how)).note()));
    return p;
  }
}
