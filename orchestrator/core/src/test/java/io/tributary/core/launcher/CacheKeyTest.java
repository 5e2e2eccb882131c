package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Text;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.pipeline.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
  record Settings(int size, List<String> names, Optional<Secret> token) {}

  record Step(Settings settings, Map<String, Double> weights, RuntimeParameter<Integer> times)
      implements Component<Step.Outputs> {
    record Outputs(Channel<Text> text) {}

    @Override
    public void run(Run<Outputs> run) {
      throw new UnsupportedOperationException("not to be run");
    }
  }

  private static final Map<String, String> CODE = Map.of("Step", "c0de");

  private static Node node(String id, int size, Secret token) {
    var p = Pipeline.named("keys");
    p.add(
        new Step(
            new Settings(size, List.of("a", "b"), Optional.of(token)),
            Map.of("x", 1.0),
            RuntimeParameter.withDefault("times", 3)),
        io.tributary.api.NodeOptions.id(id));
    return Compiler.compile(p).getNodes(0);
  }

  private static String key(
      Node node, Map<String, String> code, String times, Map<String, List<StoredArtifact<?>>> in) {
    return CacheKey.of(node, code, new ParameterText(Map.of("times", times)), in, 42, "").hex();
  }

  private static String key(Node node) {
    return key(node, CODE, "3", Map.of());
  }

  private static StoredArtifact<?> artifact(
      long id, String digest, Map<String, String> properties) {
    var message =
        Artifact.newBuilder()
            .setId(id)
            .setUri("/somewhere/" + id)
            .putCustomProperties(StoredArtifact.CONTENT_DIGEST, text(digest))
            .putCustomProperties("name", text("name of " + id));
    properties.forEach((name, value) -> message.putCustomProperties(name, text(value)));
    return new StoredArtifact<Text>(message.build(), Path.of("/somewhere"));
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Map<String, List<StoredArtifact<?>>> inputs(StoredArtifact<?>... artifacts) {
    var inputs = new LinkedHashMap<String, List<StoredArtifact<?>>>();
    inputs.put("in", List.of(artifacts));
    return inputs;
  }

  @Test
  void parametersCodeAndRuntimeValuesCount() {
    var node = node("a", 1, Secret.environment("A"));

    assertThat(key(node("a", 2, Secret.environment("A")))).isNotEqualTo(key(node));
    assertThat(key(node, Map.of("Step", "other"), "3", Map.of())).isNotEqualTo(key(node));
    assertThat(key(node, CODE, "4", Map.of())).isNotEqualTo(key(node));
  }

  @Test
  void secretsAndTheNodesNameDoNot() {
    var key = key(node("a", 1, Secret.environment("A")));

    assertThat(key(node("a", 1, Secret.environment("B")))).isEqualTo(key);
    assertThat(key(node("b", 1, Secret.environment("A")))).isEqualTo(key);
  }

  @Test
  void contentOrderAndPropertiesOfInputsCountButNotTheirIdentity() {
    var node = node("a", 1, Secret.environment("A"));
    var one = artifact(1, "d1", Map.of());
    var two = artifact(2, "d2", Map.of());
    var key = key(node, CODE, "3", inputs(one, two));

    assertThat(key(node, CODE, "3", inputs(artifact(9, "d1", Map.of()), two))).isEqualTo(key);
    assertThat(key(node, CODE, "3", inputs(two, one))).isNotEqualTo(key);
    assertThat(key(node, CODE, "3", inputs(artifact(1, "d3", Map.of()), two))).isNotEqualTo(key);
    assertThat(key(node, CODE, "3", inputs(artifact(1, "d1", Map.of("blessed", "1")), two)))
        .isNotEqualTo(key);
  }

  @Test
  void ingredientsNameEverythingThatCounts() {
    var key =
        CacheKey.of(
            node("a", 1, Secret.environment("A")),
            CODE,
            new ParameterText(Map.of("times", "3")),
            inputs(artifact(1, "d1", Map.of())),
            42,
            "outside");

    assertThat(Json.of(key.ingredients()))
        .contains("\"code\":{\"Step\":\"c0de\"}")
        .contains("\"external\":\"outside\"", "\"seed\":42", "\"digest\":\"d1\"")
        .contains("\"times\":\"3\"", "\"weights\":\"{x=1.0}\"")
        .contains("token=secret");
  }
}
