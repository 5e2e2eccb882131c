package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeightSumTest {

  @Property(tries = 100)
  void sumsAreExactAndRoundedOnce(
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1e6) Double> weights,
      @ForAll @IntRange(min = 0, max = 1000) int times) {
    var sum = new WeightSum();
    var expected = BigDecimal.ZERO;
    for (double weight : weights) {
      sum.addTimes(WeightSum.whole(weight), WeightSum.fraction(weight), times);
      var rounded =
          new BigDecimal(weight)
              .multiply(new BigDecimal(2).pow(64))
              .setScale(0, java.math.RoundingMode.HALF_UP);
      expected = expected.add(rounded.multiply(new BigDecimal(times)));
    }

    assertThat(sum.toDouble())
        .isEqualTo(expected.divide(new BigDecimal(2).pow(64), new MathContext(200)).doubleValue());
  }

  @Test
  void tinyWeightsAreRoundedToMultiplesOfTheSmallest() {
    assertThat(WeightSum.toDouble(WeightSum.whole(1e-30), WeightSum.fraction(1e-30))).isZero();
    assertThat(WeightSum.toDouble(0, WeightSum.fraction(0x1p-64))).isEqualTo(0x1p-64);
    assertThat(WeightSum.toDouble(0, WeightSum.fraction(Math.nextDown(1.0))))
        .isEqualTo(Math.nextDown(1.0));
  }
}
