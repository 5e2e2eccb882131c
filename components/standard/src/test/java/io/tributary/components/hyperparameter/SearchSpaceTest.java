package io.tributary.components.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final NumberRange RATE = NumberRange.logarithmic("rate", 0.001, 1, 0.1);
  private static final NumberRange SHARE = NumberRange.linear("share", 0.5, 1, 1);
  private static final IntegerRange DEPTH = IntegerRange.linear("depth", 2, 10, 4).withStep(2);
  private static final IntegerRange ROUNDS = IntegerRange.logarithmic("rounds", 10, 1000, 100);
  private static final Choice KIND = Choice.of("kind", "trees", "line");
  private static final Flag BALANCED = new Flag("balanced", false);
  private static final SearchSpace SPACE =
      SearchSpace.of(KIND, BALANCED).when(KIND, "trees", DEPTH, SHARE).when(KIND, "line", RATE);

  @Test
  void presetsAreWhatIsTakenWhenNobodyChooses() {
    assertThat(SPACE.preset().values())
        .containsExactly(
            Map.entry("kind", "trees"),
            Map.entry("balanced", false),
            Map.entry("depth", 4),
            Map.entry("share", 1.0));
  }

  @Test
  void onlyWhatIsBelowTheChosenOptionCounts() {
    assertThat(SPACE.presetWith(Map.of("kind", "line")).values())
        .containsOnlyKeys("kind", "balanced", "rate");
    assertThat(SPACE.places(SPACE.presetWith(Map.of("kind", "line"))))
        .containsExactly(0.75, 0.25, Double.NaN, Double.NaN, RATE.place(0.1));
  }

  @Test
  void logarithmicRangesTryEqualRatiosEquallyOften() {
    assertThat(List.of(RATE.at(0), RATE.at(1.0 / 3), RATE.at(2.0 / 3), RATE.at(1)))
        .containsExactly(0.001, 0.01, 0.1, 1.0);
  }

  @Test
  void stepsOfIntegersAreTriedEquallyOften() {
    var counts = new HashMap<Integer, Integer>();
    for (int i = 0; i < 1000; i++) {
      counts.merge(DEPTH.at((i + 0.5) / 1000), 1, Integer::sum);
    }
    assertThat(counts).isEqualTo(Map.of(2, 200, 4, 200, 6, 200, 8, 200, 10, 200));
  }

  @Property(tries = 200)
  void everyPlaceIsAValueAndTheValuesPlaceIsThatValue(
      @ForAll @DoubleRange(min = 0, max = 1) double place) {
    assertSame(RATE, place);
    assertSame(SHARE, place);
    assertSame(DEPTH, place);
    assertSame(ROUNDS, place);
    assertSame(KIND, place);
    assertSame(BALANCED, place);
  }

  private static <T> void assertSame(Hyperparameter<T> parameter, double place) {
    var value = parameter.at(place);
    assertThat(parameter.read(value)).isEqualTo(value);
    assertThat(parameter.place(value)).isBetween(0.0, 1.0);
    assertThat(parameter.at(parameter.place(value))).isEqualTo(value);
  }

  @Property(tries = 200)
  void jsonHoldsEverySetting(@ForAll long seed) throws IOException {
    var random = new Random(seed);
    var setting = SPACE.at(random.doubles(5).toArray());
    var json = (Map<?, ?>) Json.read(Json.write(setting.values()));
    assertThat(json).isNotNull();
    assertThat(SPACE.read(json)).isEqualTo(setting);
  }

  @Test
  void settingsThatAreNoneOfTheSpaceAreRefused() {
    assertThatThrownBy(() -> SPACE.read(Map.of("kind", "forest")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'kind'")
        .hasMessageContaining("[trees, line]");
    assertThatThrownBy(
            () -> SPACE.read(Map.of("kind", "line", "balanced", true, "rate", 0.1, "depth", 4)))
        .hasMessageContaining("'depth'");
    assertThatThrownBy(() -> SPACE.read(Map.of("kind", "line", "balanced", true, "rate", 2)))
        .hasMessageContaining("0.001 to 1.0, by orders of magnitude");
    assertThatThrownBy(() -> DEPTH.read(5L)).hasMessageContaining("2 to 10 by 2");
  }

  @Test
  void settingsAreCounted() {
    assertThat(SearchSpace.of(KIND, BALANCED).when(KIND, "trees", DEPTH).size()).hasValue(12);
    assertThat(SPACE.size()).isEmpty();
  }

  @Test
  void emptyAndAmbiguousSpacesAreRefused() {
    assertThatThrownBy(SearchSpace::of).hasMessageContaining("no hyper-parameter");
    assertThatThrownBy(() -> SearchSpace.of(RATE, RATE)).hasMessageContaining("given twice");
    assertThatThrownBy(() -> SearchSpace.of(RATE).when(KIND, "trees", DEPTH))
        .hasMessageContaining("no such choice");
    assertThatThrownBy(() -> SearchSpace.of(KIND).when(KIND, "forest", DEPTH))
        .hasMessageContaining("no such option");
  }

  @Test
  void wrongRangesAreRefused() {
    assertThatThrownBy(() -> NumberRange.logarithmic("rate", 0, 1, 0.1))
        .hasMessageContaining("above 0 on a logarithmic scale");
    assertThatThrownBy(() -> NumberRange.linear("rate", 0, Double.NaN, 0.1))
        .hasMessageContaining("finite numbers");
    assertThatThrownBy(() -> NumberRange.linear("Rate", 0, 1, 0.1))
        .hasMessageContaining("lower case");
    assertThatThrownBy(() -> IntegerRange.linear("depth", 2, 10, 3).withStep(2))
        .hasMessageContaining("by 2, by default 3");
    assertThatThrownBy(() -> new Choice("kind", List.of("a", "a"), "a"))
        .hasMessageContaining("different options");
  }
}
