package io.tributary.components.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.Resolution;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Property;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EarlierStatisticsTest {
  private static final Channel<ExampleStatistics> CURRENT =
      Channel.of("StatisticsGen", "statistics", ArtifactType.of(ExampleStatistics.class));

  /** Newest first; the first is that of the run. */
  private final List<Stored> published = new ArrayList<>();

  private List<Long> selected = List.of();

  @Test
  void theNewestStatisticsOfEachSpanOfTheWindowAreChosenInTheirOrder() {
    publish(1, 10, "StatisticsGen");
    publish(2, 12, "StatisticsGen");
    publish(3, 11, "StatisticsGen");
    publish(4, 11, "StatisticsGen");
    publish(5, 12, "WindowStatisticsGen");
    publish(6, 14, "StatisticsGen");
    publish(7, 13, "StatisticsGen");

    assertThat(resolve(3)).containsExactly(4L, 2L);
    assertThat(resolve(30)).containsExactly(1L, 4L, 2L);
    assertThat(resolve(2)).containsExactly(2L);
  }

  @Test
  void withoutSpansThereIsNothingEarlier() {
    publish(1, 0, "StatisticsGen");
    publish(2, 0, "StatisticsGen");

    assertThat(resolve(3)).isEmpty();
    published.clear();
    assertThat(resolve(3)).isEmpty();
  }

  @Test
  void aWindowHasAtLeastTwoSpans() {
    assertThatThrownBy(() -> new EarlierStatistics(CURRENT, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spans: 1 (expected: at least 2)");
  }

  private void publish(long id, long span, String node) {
    published.add(0, new Stored(id, Map.of("span", span, "producer_component", node)));
  }

  private List<Long> resolve(int spans) {
    new EarlierStatistics(CURRENT, spans).resolve(new History());
    return selected;
  }

  /** What a metadata store would know. */
  private final class History implements Resolution<EarlierStatistics.Outputs> {
    @Override
    @SuppressWarnings("unchecked") // nothing else is asked for
    public <A extends Artifact> List<InputArtifact<A>> published(Class<A> type) {
      return (List<InputArtifact<A>>) (List<?>) published;
    }

    @Override
    public <A extends Artifact> InputArtifact<A> input(Channel<A> channel) {
      return input(Optional.of(channel)).orElseThrow();
    }

    @Override
    @SuppressWarnings("unchecked") // the only input is the statistics of the run
    public <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel) {
      return published.stream().findFirst().map(found -> (InputArtifact<A>) found);
    }

    @Override
    public <A extends Artifact> void select(
        Function<EarlierStatistics.Outputs, Channel<A>> port, List<InputArtifact<A>> artifacts) {
      selected = artifacts.stream().map(InputArtifact::id).toList();
    }
  }

  private record Stored(long id, Map<String, Object> properties)
      implements InputArtifact<ExampleStatistics> {
    @Override
    public String uri() {
      return "file:///artifacts/" + id;
    }

    @Override
    public Path path() {
      return Path.of("/artifacts/" + id);
    }

    @Override
    public String digest() {
      return "digest " + id;
    }

    @Override
    public <T> Optional<T> property(Property<ExampleStatistics, T> property) {
      return Optional.ofNullable(properties.get(property.name())).map(property.type()::cast);
    }

    @Override
    public List<String> splits() {
      return List.of();
    }
  }
}
