package io.tributary.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract is only worth something if a tier that breaks it fails it. */
class BrokenTierTest {
  private static final String ASKED = "tributary.broken.tier";

  @Test
  void aBrokenTierFailsTheCasesItBreaks() {
    Set<String> failed = new TreeSet<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(BrokenTier.class))
            .configurationParameter(ASKED, "true")
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                  failed.add(test.getDisplayName().replace("()", ""));
                }
              }
            });
    assertThat(failed)
        .containsExactlyInAnyOrder(
            "answersEveryRowWithTheOfflineBits",
            "answersBatchesOfAnySize",
            "answersEveryRequestWhileModelsAreReplaced",
            "answersOnlyTheOutputsAskedFor",
            "countsWhatItDid",
            "describesServerAndModel",
            "findsEveryTextInTheVocabulary",
            "listsModelsThatAreNotServed",
            "namesUnknownModelsAndVersions",
            "reportsEverythingWrongWithARequest",
            "servesOnWhenALoadFails",
            "servesSeveralVersionsSideBySide",
            "stopsServingWhatIsUnloaded",
            "triesACandidateWithoutAChangeOnDisk");
  }

  /**
   * Alters every answer by a bit, forgets one company, forgets the version, the outputs and failed
   * calls, says yes to every question, hides what is not ready, ignores overrides. Runs only from
   * the test above, whoever else finds it.
   */
  @ExtendWith(OnlyWhenAsked.class)
  static class BrokenTier extends ModelServerContract {
    @Override
    protected Tier start(ModelRepository repository) {
      ModelServer server = ModelServer.serving(repository).start();
      return new Tier() {
        @Override
        public InferenceClient client() {
          return new Lying(server.client());
        }

        @Override
        public void close() {
          server.close();
        }
      };
    }
  }

  static final class OnlyWhenAsked implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getConfigurationParameter(ASKED).isPresent()
          ? ConditionEvaluationResult.enabled("asked for")
          : ConditionEvaluationResult.disabled("meant to fail");
    }
  }

  private record Lying(InferenceClient honest) implements InferenceClient {
    @Override
    public String address() {
      return honest.address();
    }

    @Override
    public boolean serverLive() {
      return true;
    }

    @Override
    public boolean serverReady() {
      return true;
    }

    @Override
    public boolean modelReady(String model, String version) {
      return true;
    }

    @Override
    public ServerMetadata serverMetadata() {
      return honest.serverMetadata();
    }

    @Override
    public ModelMetadata modelMetadata(String model, String version) {
      return honest.modelMetadata(model, version);
    }

    @Override
    public InferenceResult infer(
        String model, String version, Map<String, Tensor> inputs, Set<String> outputs) {
      InferenceResult right;
      try {
        right = honest.infer(model, "", inputs, Set.of());
      } catch (ServingException e) {
        return new InferenceResult(model, "1", new Tensors(Map.of()));
      }
      Map<String, Tensor> wrong = new LinkedHashMap<>();
      right.outputs().byName().forEach((name, tensor) -> wrong.put(name, altered(tensor)));
      return new InferenceResult(model, version, new Tensors(wrong));
    }

    private static Tensor altered(Tensor tensor) {
      if (tensor instanceof FloatTensor floats) {
        float[] values = floats.values().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.nextUp(values[i]);
        }
        return new FloatTensor(floats.shape(), values);
      } else if (tensor instanceof Int64Tensor longs) {
        long[] values = longs.values().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = values[i] == 3 ? -1 : values[i];
        }
        return new Int64Tensor(longs.shape(), values);
      }
      return tensor;
    }

    @Override
    public ModelConfig modelConfig(String model, String version) {
      return honest.modelConfig(model, version);
    }

    @Override
    public List<ModelStatistics> statistics(String model, String version) {
      return List.of();
    }

    @Override
    public List<ModelIndex> repositoryIndex() {
      return honest.repositoryIndex().stream().filter(ModelIndex::ready).toList();
    }

    @Override
    public void load(String model) {
      try {
        honest.load(model);
      } catch (ServingException e) {
        assertThat(e).hasMessageContaining(model);
      }
    }

    @Override
    public void load(String model, ModelConfig override) {
      load(model);
    }

    @Override
    public void unload(String model) {}

    @Override
    public void close() {}
  }
}
