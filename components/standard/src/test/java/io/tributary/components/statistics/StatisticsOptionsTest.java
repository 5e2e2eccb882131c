package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatisticsOptionsTest {

  @Test
  void manyColumnsShareTheMemoryOfSixtyFour() {
    var options = StatisticsOptions.DEFAULT;

    assertThat(options.exactValues(1)).isEqualTo(options.exactValues());
    assertThat(options.exactValues(64)).isEqualTo(options.exactValues());
    assertThat(options.exactValues(128)).isEqualTo(options.exactValues() / 2);
    assertThat(options.exactValues(2_000) * 2_000L)
        .isLessThanOrEqualTo(options.exactValues() * 64L);
  }

  @Test
  void aColumnAmongVeryManyIsStillExactForAFewValues() {
    assertThat(StatisticsOptions.DEFAULT.exactValues(Integer.MAX_VALUE)).isEqualTo(16);
  }
}
