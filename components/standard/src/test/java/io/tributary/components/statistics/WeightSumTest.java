package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  void refusesSumsThatItCannotHold() {
    long most = Long.MAX_VALUE;
    var sum = new WeightSum();
    sum.add(most, -1);
    var texts = new ByteWeights(16);
    texts.add(new byte[] {'a'}, 0, 1, most, 0);
    var numbers = new LongWeights(16);
    numbers.add(5, most, 0);

    for (ThrowingCallable adding :
        List.<ThrowingCallable>of(
            () -> sum.add(0, 1),
            () -> new WeightSum().addTimes(1L << 40, 0, 1 << 23),
            () -> new WeightSum().addTimes(1L << 40, 0, Integer.MAX_VALUE),
            () -> texts.add(new byte[] {'a'}, 0, 1, 1, 0),
            () -> numbers.add(5, most, 0))) {
      assertThatThrownBy(adding)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("2^63")
          .hasMessageContaining("divide all weights");
    }
  }

  @Test
  void tinyWeightsAreRoundedToMultiplesOfTheSmallest() {
    assertThat(WeightSum.toDouble(WeightSum.whole(1e-30), WeightSum.fraction(1e-30))).isZero();
    assertThat(WeightSum.toDouble(0, WeightSum.fraction(0x1p-64))).isEqualTo(0x1p-64);
    assertThat(WeightSum.toDouble(0, WeightSum.fraction(Math.nextDown(1.0))))
        .isEqualTo(Math.nextDown(1.0));
  }
}
