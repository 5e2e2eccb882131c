package io.tributary.components.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.Resolution;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Property;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreviousStatisticsTest {
  private static final PreviousStatistics RESOLVER =
      new PreviousStatistics(
          Channel.of("StatisticsGen", "statistics", ArtifactType.of(ExampleStatistics.class)));

  private final History history = new History();

  @Test
  void aFirstRunHasNone() {
    history.publish(1, "a", 0, "StatisticsGen");
    assertThat(history.before(1)).isEmpty();
    history.current = null;
    RESOLVER.resolve(history);
    assertThat(history.selected).isEmpty();
  }

  @Test
  void withoutSpansTheNewestOfOtherContentIsChosen() {
    history.publish(1, "a", 0, "StatisticsGen");
    history.publish(2, "b", 0, "StatisticsGen");
    history.publish(3, "b", 0, "StatisticsGen");
    assertThat(history.before(3)).containsExactly(1L);
  }

  @Test
  void withSpansTheLatestSpanBeforeIsChosenWheneverItWasPublished() {
    history.publish(1, "a", 7, "StatisticsGen");
    history.publish(2, "b", 9, "StatisticsGen");
    history.publish(3, "c", 8, "StatisticsGen");
    history.publish(4, "d", 10, "StatisticsGen");
    history.publish(5, "e", 5, "StatisticsGen");
    assertThat(history.before(4)).containsExactly(2L);
    assertThat(history.before(2)).containsExactly(3L);
    assertThat(history.before(5)).isEmpty();
  }

  @Test
  void ofASpanTheNewestStatisticsCountEvenIfTheContentIsTheSame() {
    history.publish(1, "a", 7, "StatisticsGen");
    history.publish(2, "b", 7, "StatisticsGen");
    history.publish(3, "b", 8, "StatisticsGen");
    assertThat(history.before(3)).containsExactly(2L);
  }

  @Test
  void statisticsOfOtherNodesAreOfOtherData() {
    history.publish(1, "a", 0, "StatisticsGen-2");
    history.publish(2, "b", 0, "StatisticsGen");
    assertThat(history.before(2)).isEmpty();
  }

  /** What a metadata store would know. */
  private static final class History implements Resolution<PreviousStatistics.Outputs> {
    final List<InputArtifact<ExampleStatistics>> statistics = new ArrayList<>();
    @Nullable InputArtifact<ExampleStatistics> current;
    List<Long> selected = List.of(-1L);

    void publish(long id, String digest, long span, String node) {
      var properties = new HashMap<String, Object>(Map.of("producer_component", node));
      if (span > 0) {
        properties.put("span", span);
      }
      statistics.add(0, new Stored(id, digest, properties));
    }

    List<Long> before(long id) {
      current =
          statistics.stream().filter(artifact -> artifact.id() == id).findFirst().orElseThrow();
      RESOLVER.resolve(this);
      return selected;
    }

    @Override
    @SuppressWarnings("unchecked") // nothing but statistics was published
    public <A extends Artifact> List<InputArtifact<A>> published(Class<A> type) {
      return (List<InputArtifact<A>>) (List<?>) statistics;
    }

    @Override
    public <A extends Artifact> InputArtifact<A> input(Channel<A> channel) {
      return input(Optional.of(channel)).orElseThrow();
    }

    @Override
    @SuppressWarnings("unchecked") // the only input is statistics
    public <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel) {
      return channel.flatMap(ignored -> Optional.ofNullable((InputArtifact<A>) current));
    }

    @Override
    public <A extends Artifact> void select(
        Function<PreviousStatistics.Outputs, Channel<A>> port, List<InputArtifact<A>> artifacts) {
      selected = artifacts.stream().map(InputArtifact::id).toList();
    }
  }

  private record Stored(long id, String digest, Map<String, Object> properties)
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
    public <T> Optional<T> property(Property<ExampleStatistics, T> property) {
      return Optional.ofNullable(properties.get(property.name())).map(property.type()::cast);
    }

    @Override
    public List<String> splits() {
      return List.of();
    }
  }
}
