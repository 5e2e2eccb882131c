package io.tributary.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.artifact.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
  record Ingest(String path) implements Component<Ingest.Outputs> {
    record Outputs(Channel<Examples> examples) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  record DropNegativeFares(Channel<Examples> examples, double minFare)
      implements Component<DropNegativeFares.Outputs> {
    record Outputs(Channel<Examples> cleaned) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  @Test
  void outputsOfOneStepAreInputsOfTheNext() {
    var p = Pipeline.named("fares");
    var examples = p.add(new Ingest("fares.csv")).examples();
    var cleaned = p.add(new DropNegativeFares(examples, 0)).cleaned();

    p.check();

    assertThat(cleaned).hasToString("DropNegativeFares.cleaned");
    assertThat(p.nodes()).extracting(Node::id).isEqualTo(List.of("Ingest", "DropNegativeFares"));
    assertThat(p.nodes().get(1).inputs()).containsEntry("examples", examples);
  }
}
