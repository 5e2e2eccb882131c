package io.tributary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeRunTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));

  @TempDir Path directory;

  record Copy(Channel<Examples> examples) implements Component<Copy.Outputs> {
    record Outputs(Channel<Examples> copied) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      var copied = run.output(Outputs::copied);
      for (var split : run.input(examples).splits()) {
        Files.writeString(copied.split(split).resolve("rows"), split + run.seed());
      }
      copied.set(Examples.SPAN, run.input(examples).property(Examples.SPAN).orElse(-1L));
    }
  }

  record Leak() implements Component<Leak.Outputs> {
    record Outputs() {}

    @Override
    @SuppressWarnings("MustBeClosedChecker") // it is a leak that is wanted
    public void run(Run<Outputs> run) {
      run.allocator().buffer(8);
    }
  }

  @Test
  void whatOneRunMadeIsInputOfTheNext() throws Exception {
    Files.createDirectories(directory.resolve("payload/Split-train"));
    try (var first = FakeRun.of(new Copy(EXAMPLES), directory.resolve("first"));
        var second = FakeRun.of(new Copy(EXAMPLES), directory.resolve("second"))) {
      first.given(EXAMPLES, directory.resolve("payload"), Map.of(Examples.SPAN, 7L)).execute();
      var made = first.made(Copy.Outputs::copied);
      second.given(EXAMPLES, made).execute();

      assertThat(made.splits()).containsExactly("train");
      assertThat(made.split("train").resolve("rows")).hasContent("train1");
      assertThat(second.properties(Copy.Outputs::copied)).containsEntry("span", 7L);
      assertThat(second.made(Copy.Outputs::copied).digest()).isEqualTo(made.digest());
    }
  }

  @Test
  void closingFailsWhenTheComponentLeaked() throws Exception {
    var run = FakeRun.of(new Leak(), directory);
    run.execute();

    assertThatThrownBy(run::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Leak");
  }
}
