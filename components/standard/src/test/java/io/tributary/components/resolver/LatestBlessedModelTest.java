package io.tributary.components.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.Resolution;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.Property;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatestBlessedModelTest {
  private static final Channel<Model> CANDIDATE =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));

  private final History history = new History();

  @Test
  void aFirstRunHasNoBaseline() {
    assertThat(history.resolve(new LatestBlessedModel())).isEmpty();
    history.model(1, "a");
    history.judge(1, "a", false);
    assertThat(history.resolve(new LatestBlessedModel())).isEmpty();
  }

  @Test
  void theNewestBlessedModelIsChosen() {
    history.model(1, "a");
    history.judge(1, "a", true);
    history.model(2, "b");
    history.judge(2, "b", true);
    history.model(3, "c");
    history.judge(3, "c", false);

    assertThat(history.resolve(new LatestBlessedModel())).containsExactly(2L);
  }

  @Test
  void aBlessingCountsForEveryModelOfTheSameContent() {
    history.model(1, "a");
    history.judge(1, "a", true);
    history.model(2, "a");

    assertThat(history.resolve(new LatestBlessedModel())).containsExactly(2L);
  }

  @Test
  void aBlessingWithoutDigestNamesItsModelById() {
    history.model(1, "a");
    history.judge(1, null, true);

    assertThat(history.resolve(new LatestBlessedModel())).containsExactly(1L);
  }

  @Test
  void aRunThatChangedNothingFindsTheBaselineOfTheRunBefore() {
    var resolver = new LatestBlessedModel().otherThan(CANDIDATE);
    history.model(1, "a");
    history.judge(1, "a", true);
    history.model(2, "b");
    history.candidate = history.models.get(0);
    var before = history.resolve(resolver);
    history.judge(2, "b", true);
    var after = history.resolve(resolver);

    assertThat(before).containsExactly(1L);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void anEqualModelUnderAnotherIdIsPassedOverToo() {
    history.model(1, "a");
    history.judge(1, "a", true);
    history.model(2, "a");
    history.candidate = history.models.get(0);

    assertThat(history.resolve(new LatestBlessedModel().otherThan(CANDIDATE))).isEmpty();
  }

  @Test
  void withoutACandidateArtifactNothingIsPassedOver() {
    history.model(1, "a");
    history.judge(1, "a", true);

    assertThat(history.resolve(new LatestBlessedModel().otherThan(CANDIDATE))).containsExactly(1L);
  }

  /** What a metadata store would know. */
  private static final class History implements Resolution<LatestBlessedModel.Outputs> {
    final List<InputArtifact<Model>> models = new ArrayList<>();
    final List<InputArtifact<ModelBlessing>> blessings = new ArrayList<>();
    @Nullable InputArtifact<Model> candidate;
    private List<Long> selected = List.of(-1L);

    void model(long id, String digest) {
      models.add(0, new Stored<>(id, digest, Map.of()));
    }

    void judge(long id, @Nullable String digest, boolean blessed) {
      blessings.add(
          0,
          new Stored<>(
              100 + id,
              "blessing" + id,
              digest == null
                  ? Map.of("blessed", blessed, "current_model_id", id)
                  : Map.of(
                      "blessed", blessed, "current_model_id", id, "current_model_digest", digest)));
    }

    List<Long> resolve(LatestBlessedModel resolver) {
      resolver.resolve(this);
      return selected;
    }

    @Override
    @SuppressWarnings("unchecked") // the class says which list it is
    public <A extends Artifact> List<InputArtifact<A>> published(Class<A> type) {
      return (List<InputArtifact<A>>) (List<?>) (type == Model.class ? models : blessings);
    }

    @Override
    public <A extends Artifact> InputArtifact<A> input(Channel<A> channel) {
      return input(Optional.of(channel)).orElseThrow();
    }

    @Override
    @SuppressWarnings("unchecked") // the only input is the candidate
    public <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel) {
      return channel.flatMap(ignored -> Optional.ofNullable((InputArtifact<A>) candidate));
    }

    @Override
    public <A extends Artifact> void select(
        Function<LatestBlessedModel.Outputs, Channel<A>> port, List<InputArtifact<A>> artifacts) {
      selected = artifacts.stream().map(InputArtifact::id).toList();
    }
  }

  private record Stored<A extends Artifact>(long id, String digest, Map<String, Object> properties)
      implements InputArtifact<A> {
    @Override
    public String uri() {
      return "file:///artifacts/" + id;
    }

    @Override
    public Path path() {
      return Path.of("/artifacts/" + id);
    }

    @Override
    public <T> Optional<T> property(Property<A, T> property) {
      return Optional.ofNullable(properties.get(property.name())).map(property.type()::cast);
    }

    @Override
    public List<String> splits() {
      return List.of();
    }
  }
}
