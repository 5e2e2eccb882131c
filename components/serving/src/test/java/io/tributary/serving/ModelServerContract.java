package io.tributary.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.ServingException.Code;
import io.tributary.serving.repository.ModelRepository;
import io.tributary.serving.repository.PublishedVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for a serving tier however it is reached. An implementation's test says how a tier is
 * started over a repository; every case uses one of its own.
 */
public abstract class ModelServerContract {
  private static final String MODEL = "taxi";

  /** A running tier. */
  public interface Tier extends AutoCloseable {
    InferenceClient client();

    @Override
    void close();
  }

  @TempDir Path directory;
  private ModelRepository repository;
  private Tier tier;
  private InferenceClient client;

  /** Starts a tier that serves the repository's active versions. */
  protected abstract Tier start(ModelRepository repository);

  @BeforeEach
  void startWithOneModel() {
    repository = new ModelRepository(directory.resolve("models"));
    publish(0.5f);
    repository.activate(MODEL, List.of(1L));
    tier = start(repository);
    client = tier.client();
  }

  @AfterEach
  void stop() {
    tier.close();
  }

  private PublishedVersion publish(float bias) {
    Path file = SmallModels.write(directory, "taxi-" + bias + ".onnx", SmallModels.taxi(bias));
    return repository.publish(MODEL, file);
  }

  private static Tensors offline(float bias, TaxiRows rows) {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(bias), "offline")) {
      return model.infer(rows.inputs());
    }
  }

  @Test
  protected void answersEveryRowWithTheOfflineBits() {
    TaxiRows rows = TaxiRows.random(1_000, 42);
    InferenceResult whole = client.infer(MODEL, rows.inputs());
    assertThat(whole.outputs()).isEqualTo(offline(0.5f, rows));
    assertThat(whole.version()).isEqualTo("1");
    for (int i = 0; i < 20; i++) {
      assertThat(client.infer(MODEL, rows.row(i).inputs()).outputs().floats("probability"))
          .containsExactly(whole.outputs().floats("probability")[i]);
    }
  }

  @Test
  protected void findsEveryTextInTheVocabulary() {
    for (int id = 0; id < SmallModels.COMPANIES.size(); id++) {
      TaxiRows row = TaxiRows.of(SmallModels.COMPANIES.get(id), 10, 60);
      assertThat(client.infer(MODEL, row.inputs()).outputs().longs("company_id"))
          .containsExactly(id);
    }
  }

  @Test
  protected void answersBatchesOfAnySize() {
    for (int count : new int[] {0, 1, 2, 10_000}) {
      TaxiRows rows = TaxiRows.random(count, count);
      assertThat(client.infer(MODEL, rows.inputs()).outputs()).isEqualTo(offline(0.5f, rows));
    }
  }

  @Test
  protected void answersOnlyTheOutputsAskedFor() {
    TaxiRows rows = TaxiRows.random(3, 7);
    InferenceResult result = client.infer(MODEL, "1", rows.inputs(), Set.of("company_id"));
    assertThat(result.outputs().byName()).containsOnlyKeys("company_id");
  }

  @Test
  protected void describesServerAndModel() {
    assertThat(client.serverLive()).isTrue();
    assertThat(client.serverReady()).isTrue();
    assertThat(client.serverMetadata().name()).isEqualTo("tributary");
    assertThat(client.serverMetadata().extensions()).contains("model_repository");
    assertThat(client.modelReady(MODEL, "")).isTrue();
    assertThat(client.modelReady(MODEL, "1")).isTrue();
    assertThat(client.modelReady(MODEL, "2")).isFalse();
    assertThat(client.modelReady("ghost", "")).isFalse();
    ModelMetadata metadata = client.modelMetadata(MODEL, "1");
    assertThat(metadata.versions()).containsExactly("1");
    assertThat(metadata.signature()).isEqualTo(repository.signature(MODEL, 1));
    ModelConfig config = client.modelConfig(MODEL, "");
    assertThat(config).isEqualTo(repository.config(MODEL));
    assertThat(config.getInputCount()).isEqualTo(3);
  }

  @Test
  protected void servesSeveralVersionsSideBySide() {
    publish(1.5f);
    repository.activate(MODEL, List.of(1L, 2L));
    TaxiRows rows = TaxiRows.random(20, 9);
    assertThat(client.infer(MODEL, rows.inputs()).version()).isEqualTo("1");
    client.load(MODEL);
    assertThat(client.modelMetadata(MODEL, "").versions()).containsExactly("1", "2");
    InferenceResult old = client.infer(MODEL, "1", rows.inputs());
    InferenceResult latest = client.infer(MODEL, rows.inputs());
    assertThat(old.outputs()).isEqualTo(offline(0.5f, rows));
    assertThat(latest.version()).isEqualTo("2");
    assertThat(latest.outputs()).isEqualTo(offline(1.5f, rows));
    repository.activate(MODEL, List.of(2L));
    client.load(MODEL);
    refused(() -> client.infer(MODEL, "1", rows.inputs()), Code.NOT_FOUND, "one of [2]");
  }

  @Test
  protected void triesACandidateWithoutAChangeOnDisk() {
    publish(2.5f);
    ModelConfig before = repository.config(MODEL);
    client.load(MODEL, repository.configServing(MODEL, List.of(1L, 2L)));
    TaxiRows rows = TaxiRows.random(20, 11);
    assertThat(client.infer(MODEL, "2", rows.inputs()).outputs()).isEqualTo(offline(2.5f, rows));
    assertThat(client.infer(MODEL, "1", rows.inputs()).outputs()).isEqualTo(offline(0.5f, rows));
    assertThat(repository.config(MODEL)).isEqualTo(before);
    client.load(MODEL);
    assertThat(client.modelReady(MODEL, "2")).isFalse();
  }

  @Test
  protected void stopsServingWhatIsUnloaded() {
    client.unload(MODEL);
    assertThat(client.modelReady(MODEL, "")).isFalse();
    assertThat(client.repositoryIndex()).noneMatch(ModelIndex::ready);
    Map<String, Tensor> row = TaxiRows.random(1, 1).inputs();
    refused(() -> client.infer(MODEL, row), Code.NOT_FOUND, "model 'taxi' is not served");
    refused(() -> client.unload(MODEL), Code.NOT_FOUND, "model 'taxi' is not served");
    client.load(MODEL);
    assertThat(client.modelReady(MODEL, "1")).isTrue();
  }

  @Test
  protected void namesUnknownModelsAndVersions() {
    Map<String, Tensor> row = TaxiRows.random(1, 1).inputs();
    refused(() -> client.infer("ghost", row), Code.NOT_FOUND, "one of [taxi]");
    refused(() -> client.infer(MODEL, "7", row), Code.NOT_FOUND, "version 7 is not served");
    refused(() -> client.infer(MODEL, "seven", row), Code.INVALID_ARGUMENT, "version 'seven'");
    refused(() -> client.modelMetadata("ghost", ""), Code.NOT_FOUND, "model 'ghost'");
    refused(() -> client.modelConfig("ghost", ""), Code.NOT_FOUND, "model 'ghost'");
    refused(() -> client.statistics("ghost", ""), Code.NOT_FOUND, "model 'ghost'");
    refused(() -> client.load("ghost"), Code.NOT_FOUND, "publish it first");
  }

  @Test
  protected void reportsEverythingWrongWithARequest() {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("fare", Int64Tensor.column(1));
    inputs.put("fair", FloatTensor.column(1));
    refused(
        () -> client.infer(MODEL, "", inputs, Set.of("score")),
        Code.INVALID_ARGUMENT,
        "input 'company' is missing",
        "input 'fare' is INT64 (expected: FP32)",
        "input 'seconds' is missing",
        "input 'fair' is unknown",
        "output 'score' is unknown");
  }

  @Test
  protected void servesOnWhenALoadFails() throws IOException {
    PublishedVersion damaged = publish(3.5f);
    repository.activate(MODEL, List.of(2L));
    Path file = damaged.directory().resolve(ModelRepository.MODEL_FILE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    refused(() -> client.load(MODEL), Code.INTERNAL, "damaged", "SHA-256", "is served on");

    TaxiRows rows = TaxiRows.random(10, 5);
    assertThat(client.infer(MODEL, rows.inputs()).outputs()).isEqualTo(offline(0.5f, rows));
    assertThat(client.serverReady()).isTrue();
    assertThat(client.repositoryIndex())
        .extracting(ModelIndex::version, ModelIndex::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("1", "READY"),
            org.assertj.core.groups.Tuple.tuple("2", "UNAVAILABLE"));
    assertThat(client.repositoryIndex().get(1).reason()).contains("damaged: model.onnx");

    repository.activate(MODEL, List.of(1L));
    client.load(MODEL);
    assertThat(client.repositoryIndex()).containsExactly(new ModelIndex(MODEL, "1", "READY", ""));
  }

  @Test
  protected void listsModelsThatAreNotServed() {
    Path file = SmallModels.write(directory, "echo.onnx", SmallModels.echo());
    repository.publish("echo", file);
    assertThat(client.repositoryIndex())
        .containsExactly(
            new ModelIndex("echo", "", "", ""), new ModelIndex(MODEL, "1", "READY", ""));
    refused(() -> client.load("echo"), Code.INTERNAL, "serves no version", "[1]");
  }

  @Test
  protected void countsWhatItDid() {
    client.infer(MODEL, TaxiRows.random(7, 1).inputs());
    client.infer(MODEL, TaxiRows.random(3, 1).inputs());
    refused(() -> client.infer(MODEL, Map.of()), Code.INVALID_ARGUMENT, "missing");
    ModelStatistics statistics = client.statistics(MODEL, "").get(0);
    assertThat(statistics.version()).isEqualTo("1");
    assertThat(statistics.inferences()).isEqualTo(10);
    assertThat(statistics.executions()).isEqualTo(2);
    assertThat(statistics.failures()).isEqualTo(1);
    assertThat(statistics.successTime()).isPositive();
    assertThat(client.statistics("", "")).hasSize(1);
  }

  @Test
  protected void answersEveryRequestWhileModelsAreReplaced() throws Exception {
    publish(1.5f);
    TaxiRows rows = TaxiRows.random(5, 3);
    Map<String, Tensors> right = Map.of("1", offline(0.5f, rows), "2", offline(1.5f, rows));
    AtomicBoolean replaced = new AtomicBoolean();
    CountDownLatch asking = new CountDownLatch(3);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> askers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        askers.add(
            threads.submit(
                () -> {
                  int answers = 0;
                  try {
                    while (!replaced.get() || answers == 0) {
                      InferenceResult result = client.infer(MODEL, rows.inputs());
                      assertThat(result.outputs()).isEqualTo(right.get(result.version()));
                      if (answers++ == 0) {
                        asking.countDown();
                      }
                    }
                  } finally {
                    asking.countDown();
                  }
                  return answers;
                }));
      }
      assertThat(asking.await(2, TimeUnit.MINUTES)).isTrue();
      for (int i = 0; i < 10; i++) {
        repository.activate(MODEL, List.of(i % 2 == 0 ? 2L : 1L));
        client.load(MODEL);
      }
      replaced.set(true);
      for (Future<Integer> asker : askers) {
        assertThat(asker.get(2, TimeUnit.MINUTES)).isPositive();
      }
    } finally {
      replaced.set(true);
      threads.shutdownNow();
    }
  }

  private void refused(Runnable call, Code code, String... words) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ServingException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.address()).isEqualTo(client.address());
              assertThat(e.serverMessage()).contains(words);
            });
  }
}
