package io.tributary.serving.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Mount;
import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.InvalidModelException;
import io.tributary.serving.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepositoryTest {
  @TempDir Path directory;
  private ModelRepository repository;
  private Path onnx;

  @BeforeEach
  void create() {
    repository = new ModelRepository(directory.resolve("models"));
    onnx = SmallModels.write(directory, "source.onnx", SmallModels.taxi(0));
  }

  private Path staging() {
    return directory.resolve(".models.staging");
  }

  private static List<String> tree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void publishesWhatHasBeenLoadedBeforeWithoutLoadingItAgain() throws IOException {
    var signature = repository.publish("loaded", onnx).signature();
    var garbage = Files.writeString(directory.resolve("garbage.onnx"), "garbage");

    var version =
        repository.publish("known", Map.of(ModelRepository.MODEL_FILE, garbage), signature);

    assertThat(version.signature()).isEqualTo(signature);
    assertThat(repository.signature("known", version.version())).isEqualTo(signature);
  }

  @Test
  void laysVersionsOutAsTritonReadsThem() throws IOException {
    PublishedVersion first =
        repository.publish("taxi", Map.of("model.onnx", onnx, "labels.txt", onnx));
    PublishedVersion second = repository.publish("taxi", onnx);
    assertThat(first.version()).isEqualTo(1);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.directory()).isEqualTo(directory.resolve("models/taxi/2"));
    assertThat(first.digests()).containsOnlyKeys("labels.txt", "model.onnx", "signature.json");
    assertThat(tree(repository.root()))
        .containsExactly(
            "taxi/1/labels.txt",
            "taxi/1/manifest.sha256",
            "taxi/1/model.onnx",
            "taxi/1/signature.json",
            "taxi/2/manifest.sha256",
            "taxi/2/model.onnx",
            "taxi/2/signature.json",
            "taxi/config.pbtxt");
    assertThat(tree(staging())).isEmpty();
    assertThat(repository.models()).containsExactly("taxi");
    assertThat(repository.versions("taxi")).containsExactly(1L, 2L);
    assertThat(repository.signature("taxi", 2)).isEqualTo(second.signature());
    assertThat(repository.verify("taxi", 1)).isEqualTo(first.digests());
  }

  @Test
  void servesNothingUntilAVersionIsActivated() {
    repository.publish("taxi", onnx);
    assertThat(repository.served("taxi")).isEmpty();
    assertThat(repository.current("taxi")).isEmpty();
    repository.activate("taxi", List.of(1L));
    assertThat(repository.current("taxi")).hasValue(1);
    repository.publish("taxi", onnx);
    assertThat(repository.current("taxi")).hasValue(1);
    repository.activate("taxi", List.of(2L, 1L));
    assertThat(repository.served("taxi")).containsExactly(1L, 2L);
    repository.activate("taxi", List.of());
    assertThat(repository.served("taxi")).isEmpty();
    assertThat(repository.current("ghost")).isEmpty();
  }

  @Test
  void writesAConfigurationWithTheGraphsOwnDimensions() throws IOException {
    repository.publish("taxi", onnx);
    repository.activate("taxi", List.of(1L));
    assertThat(Files.readString(directory.resolve("models/taxi/config.pbtxt")))
        .isEqualTo(
            """
            name: "taxi"
            version_policy {
              specific {
                versions: 1
              }
            }
            input {
              name: "company"
              data_type: TYPE_STRING
              dims: -1
              dims: 1
            }
            input {
              name: "fare"
              data_type: TYPE_FP32
              dims: -1
              dims: 1
            }
            input {
              name: "seconds"
              data_type: TYPE_INT64
              dims: -1
              dims: 1
            }
            output {
              name: "probability"
              data_type: TYPE_FP32
              dims: -1
              dims: 1
            }
            output {
              name: "company_id"
              data_type: TYPE_INT64
              dims: -1
              dims: 1
            }
            default_model_filename: "model.onnx"
            backend: "onnxruntime"
            """);
  }

  @Test
  void keepsWhatPeopleHaveWrittenIntoTheConfiguration() throws IOException {
    repository.publish("taxi", onnx);
    Path file = directory.resolve("models/taxi/config.pbtxt");
    Files.writeString(
        file, Files.readString(file) + "instance_group { count: 3 kind: KIND_CPU }\n");
    repository.activate("taxi", List.of(1L));
    assertThat(repository.config("taxi").getInstanceGroup(0).getCount()).isEqualTo(3);
    Files.writeString(file, "name: \"taxi\"\nnonsense: 7\n");
    assertThatThrownBy(() -> repository.config("taxi"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining(file + ":")
        .hasMessageContaining("nonsense")
        .hasMessageContaining("correct the file");
  }

  @Test
  void readsTheVersionPoliciesOfForeignConfigurations() {
    List<Long> present = List.of(1L, 2L, 5L);
    ModelConfig.Builder config = ModelConfig.newBuilder();
    assertThat(ModelConfigs.served(config.build(), present)).containsExactly(5L);
    config.getVersionPolicyBuilder().getLatestBuilder().setNumVersions(2);
    assertThat(ModelConfigs.served(config.build(), present)).containsExactly(2L, 5L);
    config.getVersionPolicyBuilder().getAllBuilder();
    assertThat(ModelConfigs.served(config.build(), present)).isEqualTo(present);
  }

  @Test
  void removesAVersionThatIsNotServed() {
    repository.publish("taxi", onnx);
    repository.publish("taxi", onnx);
    repository.activate("taxi", List.of(1L));
    assertThatThrownBy(() -> repository.remove("taxi", 1))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("is served");
    repository.remove("taxi", 2);
    assertThat(repository.versions("taxi")).containsExactly(1L);
  }

  @Test
  void namesEveryFileThatIsNotAsPublished() throws IOException {
    PublishedVersion version =
        repository.publish("taxi", Map.of("model.onnx", onnx, "labels.txt", onnx));
    Files.write(version.directory().resolve("model.onnx"), new byte[] {1});
    Files.delete(version.directory().resolve("labels.txt"));
    assertThatThrownBy(() -> repository.activate("taxi", List.of(1L)))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("labels.txt is missing")
        .hasMessageContaining("model.onnx has SHA-256")
        .hasMessageContaining("publish the model again");
    assertThat(repository.served("taxi")).isEmpty();
  }

  @Test
  void refusesWhatIsNoModelBeforeAnythingIsVisible() throws IOException {
    Path text = Files.write(directory.resolve("text.onnx"), "text".getBytes(UTF_8));
    assertThatThrownBy(() -> repository.publish("taxi", text))
        .isInstanceOf(InvalidModelException.class);
    assertThatThrownBy(() -> repository.publish("taxi", directory.resolve("absent")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> repository.publish("taxi", Map.of("weights.bin", onnx)))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("expected: model.onnx among them");
    for (String name : List.of("", "../up", ".hidden", "a b")) {
      assertThatThrownBy(() -> repository.publish(name, onnx))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("model name: '" + name + "'");
    }
    assertThat(tree(repository.root())).isEmpty();
    assertThat(tree(staging())).isEmpty();
  }

  @Test
  void namesVersionsAndModelsThatAreNotThere() {
    repository.publish("taxi", onnx);
    assertThatThrownBy(() -> repository.activate("taxi", List.of(1L, 7L)))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("no versions [7] (expected: of [1])");
    assertThatThrownBy(() -> repository.activate("ghost", List.of()))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("no such model (expected: one of [taxi])");
  }

  @Test
  void leavesNothingWhenTheDiskIsFull() throws IOException {
    ModelRepository full =
        new ModelRepository(
            repository.root(),
            Clock.systemUTC(),
            step -> {
              if (step == ModelRepository.Step.STAGED
                  || step == ModelRepository.Step.CONFIG_STAGED) {
                throw new IOException("No space left on device");
              }
            });
    assertThatThrownBy(() -> full.publish("taxi", onnx))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("cannot publish 'taxi'")
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("free space");
    assertThat(tree(repository.root())).isEmpty();
    assertThat(tree(staging())).isEmpty();
    repository.publish("taxi", onnx);
    assertThatThrownBy(() -> full.activate("taxi", List.of(1L)))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("cannot activate versions [1]");
    assertThat(repository.served("taxi")).isEmpty();
    assertThat(tree(staging())).isEmpty();
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Files.write(repository.root(), new byte[0]);
    assertThatThrownBy(() -> repository.publish("taxi", onnx))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("cannot publish 'taxi' into " + repository.root());
  }

  @Test
  void stagesInsideWhatNothingCanBeRenamedIntoAndLeavesNothingThere() throws IOException {
    Files.write(staging(), new byte[0]);
    var first = repository.publish("taxi", onnx);
    repository.activate("taxi", List.of(first.version()));
    repository.publish("taxi", onnx);
    try (var trial = repository.trial(Map.of("model.onnx", onnx), first.signature())) {
      assertThat(repository.models()).containsExactlyInAnyOrder("taxi", trial.name());
      assertThat(repository.abandonedTrials()).isEmpty();
    }
    repository.remove("taxi", 2);

    assertThat(repository.served("taxi")).containsExactly(1L);
    assertThat(repository.root().toFile().list()).containsExactly("taxi");
  }

  @Test
  void repositoryThatIsAVolumeIsPublishedTo() throws IOException {
    try (var volume = Mount.tmpfs(repository.root(), "size=1m")) {
      repository.publish("taxi", onnx);
      repository.activate("taxi", List.of(1L));

      assertThat(repository.served("taxi")).containsExactly(1L);
      assertThat(volume.path().toFile().list()).containsExactly("taxi");
      assertThat(tree(staging())).isEmpty();
    }
  }

  @Test
  void givesConcurrentPublishersNumbersOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Long>> publishers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        publishers.add(
            () -> new ModelRepository(repository.root()).publish("taxi", onnx).version());
      }
      List<Long> numbers = new ArrayList<>();
      for (Future<Long> number : threads.invokeAll(publishers)) {
        numbers.add(number.get());
      }
      assertThat(numbers).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
      assertThat(repository.versions("taxi")).hasSize(8);
      assertThat(tree(staging())).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sweepsWhatDeadProcessesLeft() throws IOException {
    Path locked = Files.createDirectories(staging().resolve("1-abc-dead"));
    Files.write(locked.resolve("owner.lock"), new byte[0]);
    Files.write(locked.resolve("half.onnx"), new byte[10]);
    Path unlocked = Files.createDirectories(staging().resolve("2-abc-starting"));
    repository.publish("taxi", onnx);
    assertThat(locked).doesNotExist();
    assertThat(unlocked).exists();
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
    new ModelRepository(repository.root(), later, step -> {}).publish("taxi", onnx);
    assertThat(unlocked).doesNotExist();
  }

  @Test
  void placesAModelOnTrialUnderANameOfItsOwnAndTakesItAway() throws IOException {
    repository.publish("taxi", onnx);
    var signature = repository.signature("taxi", 1);
    var before = tree(directory);

    try (var trial = repository.trial(Map.of(ModelRepository.MODEL_FILE, onnx), signature)) {
      assertThat(repository.models()).containsExactlyInAnyOrder("taxi", trial.name());
      assertThat(repository.served(trial.name())).containsExactly(TrialModel.VERSION);
      assertThat(repository.config(trial.name()).getName()).isEqualTo(trial.name());
      repository.verify(trial.name(), TrialModel.VERSION);
      assertThat(repository.abandonedTrials()).isEmpty();
    }
    assertThat(tree(directory)).isEqualTo(before);
  }

  @Test
  void tellsATrialWhoseProcessDiedFromOthersAndFromModels() throws Exception {
    repository.publish("tributary-trial-run", onnx);
    DyingPublisher.onTrial(repository.root(), onnx);
    var signature = repository.signature("tributary-trial-run", 1);

    try (var alive = repository.trial(Map.of(ModelRepository.MODEL_FILE, onnx), signature)) {
      var abandoned = repository.abandonedTrials();
      assertThat(abandoned).hasSize(1).doesNotContain(alive.name(), "tributary-trial-run");

      repository.removeAbandonedTrial(abandoned.get(0));
      repository.removeAbandonedTrial(abandoned.get(0));
      assertThat(repository.models())
          .containsExactlyInAnyOrder("tributary-trial-run", alive.name());
    }
    assertThatThrownBy(() -> repository.removeAbandonedTrial("tributary-trial-run"))
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("is no model on trial");
    assertThat(tree(staging())).isEmpty();
  }

  @Test
  void survivesAPublisherThatDiesAtAnyStep() throws Exception {
    repository.publish("taxi", onnx);
    repository.activate("taxi", List.of(1L));

    DyingPublisher.run(repository.root(), onnx, ModelRepository.Step.STAGED);
    assertThat(repository.versions("taxi")).containsExactly(1L);
    assertThat(tree(staging())).isNotEmpty();

    DyingPublisher.run(repository.root(), onnx, ModelRepository.Step.PLACED);
    assertThat(repository.versions("taxi")).containsExactly(1L, 2L);
    assertThat(repository.served("taxi")).containsExactly(1L);
    repository.verify("taxi", 2);

    DyingPublisher.run(repository.root(), onnx, ModelRepository.Step.CONFIG_STAGED);
    assertThat(repository.versions("taxi")).containsExactly(1L, 2L, 3L);
    assertThat(repository.served("taxi")).containsExactly(1L);

    assertThat(repository.publish("taxi", onnx).version()).isEqualTo(4);
    assertThat(tree(staging())).isEmpty();
  }
}
