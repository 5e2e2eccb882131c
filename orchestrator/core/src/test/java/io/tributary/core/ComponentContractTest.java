package io.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Leak;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Write;
import io.tributary.metadata.SuiteCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract is worth something only if components that are broken fail it. */
class ComponentContractTest {
  @TempDir Path directory;

  /** Writes other bytes in every run. */
  record Moody(String name) implements Component<Moody.Outputs> {
    record Outputs(Channel<Text> text) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      Files.writeString(run.output(Outputs::text).path().resolve("text.txt"), run.runId());
    }
  }

  private List<String> failures(BiConsumer<Pipeline, Path> steps) {
    return SuiteCheck.failures(
        () ->
            new ComponentContract() {
              @Override
              protected Pipeline pipeline(Path files) {
                var p = Pipeline.named("contract");
                steps.accept(p, files.resolve("trace"));
                return p;
              }
            },
        directory);
  }

  @Test
  void soundComponentPasses() {
    assertThat(
            failures((p, trace) -> p.add(new FirstLine(p.add(new Write("", trace)).text(), trace))))
        .isEmpty();
  }

  @Test
  void componentThatKeepsMemoryFails() {
    assertThat(failures((p, trace) -> p.add(new Leak(false))))
        .containsExactly("smallestInputIsEnoughAndAllMemoryIsReleased");
  }

  @Test
  void componentThatFailsOnSmallInputFails() {
    assertThat(
            failures((p, trace) -> p.add(new Fail(9, ExecutionFailure.Code.INVALID_DATA, trace))))
        .containsExactly("smallestInputIsEnoughAndAllMemoryIsReleased");
  }

  @Test
  void componentThatDependsOnTheRunFails() {
    assertThat(failures((p, trace) -> p.add(new Moody("x"))))
        .containsExactly("sameInputGivesTheSameBytes");
  }

  @Test
  void componentWhoseProgramChangesFails() {
    var count = new java.util.concurrent.atomic.AtomicInteger();
    assertThat(failures((p, trace) -> p.add(new Write("text " + count.incrementAndGet(), trace))))
        .contains("sameProgramGivesTheSameIr");
  }
}
