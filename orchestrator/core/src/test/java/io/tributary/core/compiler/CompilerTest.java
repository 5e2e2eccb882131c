package io.tributary.core.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.NodeOptions;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.core.compiler.EveryParameter.Merge;
import io.tributary.core.compiler.EveryParameter.Source;
import io.tributary.core.steps.Text;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompilerTest {
  private static final ClassLoader CLASSES = CompilerTest.class.getClassLoader();
  private static final Channel<Text> TRIPS =
      Channel.of("Source", "text", ArtifactType.of(Text.class));

  private static Node node(Pipeline pipeline, String id) {
    return pipeline.getNodesList().stream()
        .filter(node -> node.getId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyParameterSurvivesTheWayThroughBytes() throws Exception {
    var counts = Map.of("a", Long.MIN_VALUE, "b", Long.MAX_VALUE);
    var compiled =
        Pipeline.parseFrom(Compiler.bytes(Compiler.compile(EveryParameter.pipeline(counts))));

    var loaded = new StepLoader(compiled, CLASSES).load(node(compiled, "EveryParameter"));

    assertThat(loaded).isEqualTo(EveryParameter.with(TRIPS, counts));
  }

  @Test
  void sameProgramGivesTheSameBytes() {
    assertThat(Compiler.bytes(Compiler.compile(EveryParameter.pipeline())))
        .isEqualTo(Compiler.bytes(Compiler.compile(EveryParameter.pipeline())));
  }

  @Test
  void orderOfAMapDoesNotShow() {
    var keys = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      keys.add("key" + i);
    }
    var random = new Random(7);
    var expected = Compiler.bytes(Compiler.compile(EveryParameter.pipeline(counts(keys))));
    for (int round = 0; round < 10; round++) {
      Collections.shuffle(keys, random);

      assertThat(Compiler.bytes(Compiler.compile(EveryParameter.pipeline(counts(keys)))))
          .isEqualTo(expected);
    }
  }

  private static Map<String, Long> counts(Iterable<String> keys) {
    var counts = new LinkedHashMap<String, Long>();
    keys.forEach(key -> counts.put(key, (long) key.hashCode()));
    return counts;
  }

  @Test
  void anotherProcessGivesTheSameBytes() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EveryParameter.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Base64.getDecoder().decode(printed))
        .isEqualTo(Compiler.bytes(Compiler.compile(EveryParameter.pipeline())).toByteArray());
  }

  /** Written by Tributary 0.1. Runs are resumed from what an older version compiled. */
  @Test
  void pipelineCompiledByVersion01StillLoads() throws Exception {
    var golden = Pipeline.newBuilder();
    try (var in = CompilerTest.class.getResourceAsStream("ir-0.1.textproto")) {
      TextFormat.merge(new String(in.readAllBytes(), StandardCharsets.UTF_8), golden);
    }
    var compiled = golden.build();
    var loader = new StepLoader(compiled, CLASSES);

    assertThat(loader.load(node(compiled, "Source"))).isEqualTo(new Source("trips"));
    assertThat(loader.load(node(compiled, "EveryParameter")))
        .isEqualTo(
            EveryParameter.with(
                TRIPS,
                Map.of("one", 1L, "two", 2L, "three", 3L, "four", 4L, "least", Long.MIN_VALUE)));
    assertThat(loader.runtimeParameters()).containsOnlyKeys("rows", "folder");
    assertThat(Plan.of(compiled).steps()).extracting(Plan.Step::stage).containsExactly(1, 2);
  }

  @Test
  void secretsAreNamedNotRevealed() throws Exception {
    var compiled = Compiler.compile(EveryParameter.pipeline());

    assertThat(TextFormat.printer().printToString(compiled))
        .contains("environment_variable: \"PASSWORD\"", "file: \"secrets/key\"");
  }

  @Test
  void nodesOfOneStageDoNotWaitForEachOther() {
    var p = io.tributary.api.Pipeline.named("diamond");
    var top = p.add(new Source("top")).text();
    var left = p.add(new Merge(top, top), NodeOptions.id("Left")).text();
    var right = p.add(new Merge(top, top), NodeOptions.id("Right")).text();
    p.add(new Merge(left, right), NodeOptions.id("Bottom"));
    p.add(new Source("alone"), NodeOptions.id("Alone"));

    assertThat(Plan.of(Compiler.compile(p)).steps())
        .extracting(step -> step.stage() + " " + step.node().getId())
        .containsExactly("1 Source", "2 Left", "2 Right", "3 Bottom", "1 Alone");
  }

  @Test
  void everyUpstreamNodeIsNamedOnce() {
    var p = io.tributary.api.Pipeline.named("twice");
    var top = p.add(new Source("top")).text();
    p.add(new Merge(top, top));

    assertThat(node(Compiler.compile(p), "Merge").getUpstreamList()).containsExactly("Source");
  }

  @Test
  void exitHandlersComeLast() {
    var p = io.tributary.api.Pipeline.named("exit");
    p.onExit(new Source("late"), NodeOptions.id("Late"));
    var top = p.add(new Source("top")).text();
    p.add(new Merge(top, top));
    var compiled = Compiler.compile(p);

    assertThat(Plan.of(compiled).steps())
        .extracting(step -> step.stage() + " " + step.node().getId())
        .containsExactly("1 Source", "2 Merge", "3 Late");
    assertThat(node(compiled, "Late").getTrigger()).isEqualTo(Node.Trigger.ALL_UPSTREAM_ENDED);
  }

  @Test
  void stepWhoseClassIsMissingIsNamed() {
    var compiled = Compiler.compile(EveryParameter.pipeline());
    var moved = node(compiled, "Source").toBuilder().setComponent("gone.Away").build();

    assertThatThrownBy(() -> new StepLoader(compiled, CLASSES).load(moved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class gone.Away: not found")
        .hasMessageContaining("--jar");
  }

  @Test
  void stepWhoseClassHasGotAParameterIsNamed() {
    var compiled = Compiler.compile(EveryParameter.pipeline());
    var older = node(compiled, "Source").toBuilder().clearParameters().build();

    assertThatThrownBy(() -> new StepLoader(compiled, CLASSES).load(older))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node 'Source': 'name' is not in the compiled pipeline")
        .hasMessageContaining("compile the pipeline again");
  }
}
