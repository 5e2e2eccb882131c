package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.NodeResult;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.metadata.NodeState;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.pipeline.ChannelReference;
import io.tributary.proto.pipeline.Comparison;
import io.tributary.proto.pipeline.Comparison.Operator;
import io.tributary.proto.pipeline.Predicate;
import io.tributary.proto.pipeline.PredicateList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static Value number(double value) {
    return Value.newBuilder().setDoubleValue(value).build();
  }

  private static NodeResult made(Value auc) {
    var artifact = Artifact.newBuilder().setId(1).putCustomProperties("auc", auc).build();
    return result(
        NodeState.COMPLETE,
        Map.of("metrics", List.of(new StoredArtifact<>(artifact, Path.of("payload")))));
  }

  private static NodeResult result(NodeState state, Map<String, List<StoredArtifact<?>>> outputs) {
    return new NodeResult(
        "Evaluator", state, "", 1, OptionalLong.empty(), Duration.ZERO, outputs, Optional.empty());
  }

  private static Predicate comparison(String node, Operator operator, Value value) {
    return Predicate.newBuilder()
        .setComparison(
            Comparison.newBuilder()
                .setChannel(ChannelReference.newBuilder().setNode(node).setOutput("metrics"))
                .setProperty("auc")
                .setOperator(operator)
                .setValue(value))
        .build();
  }

  private static Predicate any(Predicate... parts) {
    return Predicate.newBuilder()
        .setAny(PredicateList.newBuilder().addAllPredicates(List.of(parts)))
        .build();
  }

  private static Predicate all(Predicate... parts) {
    return Predicate.newBuilder()
        .setAll(PredicateList.newBuilder().addAllPredicates(List.of(parts)))
        .build();
  }

  private static Predicate not(Predicate part) {
    return Predicate.newBuilder().setNot(part).build();
  }

  /** The node "Evaluator" made 0.9, the node "Skipped" nothing. */
  private static Optional<String> obstacle(Predicate condition) {
    return obstacle(number(0.9), condition);
  }

  private static Optional<String> obstacle(Value auc, Predicate condition) {
    return new Conditions(
            node -> node.equals("Skipped") ? result(NodeState.SKIPPED, Map.of()) : made(auc))
        .obstacle(List.of(condition));
  }

  private static final Predicate GOOD =
      comparison("Evaluator", Operator.GREATER_OR_EQUAL, number(0.9));
  private static final Predicate BAD = comparison("Evaluator", Operator.LESS_THAN, number(0.9));
  private static final Predicate UNKNOWN =
      comparison("Skipped", Operator.GREATER_OR_EQUAL, number(0.9));

  @Test
  void notANumberMeetsNoCondition() {
    for (var operator :
        List.of(
            Operator.EQUAL,
            Operator.NOT_EQUAL,
            Operator.LESS_THAN,
            Operator.LESS_OR_EQUAL,
            Operator.GREATER_THAN,
            Operator.GREATER_OR_EQUAL)) {
      var condition = comparison("Evaluator", operator, number(0.9));

      assertThat(obstacle(number(Double.NaN), condition))
          .as(operator.name())
          .hasValueSatisfying(text -> assertThat(text).contains("cannot be met", "auc is NaN"));
      assertThat(obstacle(number(Double.NaN), not(condition))).as(operator.name()).isPresent();
    }
  }

  @Test
  void zeroEqualsNegativeZero() {
    assertThat(obstacle(number(-0.0), comparison("Evaluator", Operator.EQUAL, number(0.0))))
        .isEmpty();
  }

  @Test
  void integersCompareWithFractions() {
    var two = Value.newBuilder().setIntValue(2).build();

    assertThat(obstacle(two, comparison("Evaluator", Operator.GREATER_THAN, number(1.5))))
        .isEmpty();
    assertThat(obstacle(two, comparison("Evaluator", Operator.LESS_THAN, number(1.5))))
        .hasValueSatisfying(text -> assertThat(text).contains("auc is 2, wanted < 1.5"));
  }

  @Test
  void textDoesNotCompareWithNumbers() {
    var text = Value.newBuilder().setStringValue("0.9").build();

    assertThat(obstacle(text, GOOD))
        .hasValueSatisfying(reason -> assertThat(reason).contains("cannot be compared"));
  }

  @Test
  void onePartThatDecidesIsEnough() {
    assertThat(obstacle(any(UNKNOWN, GOOD))).isEmpty();
    assertThat(obstacle(any(GOOD, UNKNOWN))).isEmpty();
    assertThat(obstacle(not(all(UNKNOWN, BAD)))).isEmpty();
    assertThat(obstacle(all(UNKNOWN, BAD)))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("does not hold", "Skipped.metrics was not made", "auc is 0.9"));
  }

  @Test
  void whatDependsOnSomethingThatIsNotThereHasNoAnswer() {
    for (var condition :
        List.of(
            UNKNOWN,
            not(UNKNOWN),
            any(UNKNOWN, BAD),
            all(GOOD, UNKNOWN),
            not(any(UNKNOWN, BAD)),
            not(all(GOOD, UNKNOWN)))) {
      assertThat(obstacle(condition))
          .hasValueSatisfying(
              text -> assertThat(text).contains("cannot be met", "Skipped.metrics was not made"));
    }
  }
}
