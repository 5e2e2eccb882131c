package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.proto.pipeline.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static Node node(String id, String... above) {
    return Node.newBuilder().setId(id).addAllUpstream(List.of(above)).build();
  }

  @Test
  void oneLaneIsTheOrderOfThePipeline() {
    var nodes = List.of(node("a"), node("b"), node("c", "a"), node("d"));

    assertThat(Lanes.before(nodes, 1)).isEqualTo(Map.of("b", "a", "c", "b", "d", "c"));
  }

  @Test
  void graphThatIsNarrowerThanTheLimitStaysAsItIs() {
    var nodes = List.of(node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c"));

    assertThat(Lanes.before(nodes, 2)).isEmpty();
  }

  @Test
  void nodeThatWouldBeOneTooManyWaitsForTheShortestLane() {
    var nodes = List.of(node("a"), node("b"), node("below", "a"), node("c"));

    assertThat(Lanes.before(nodes, 2)).isEqualTo(Map.of("c", "b"));
  }

  @Test
  void nodeThatIsNotAmongThemIsNotWaitedFor() {
    assertThat(Lanes.before(List.of(node("a", "ended"), node("b", "ended")), 2)).isEmpty();
  }
}
