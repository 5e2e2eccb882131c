package io.tributary.components.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static Moments of(double... values) {
    var moments = new Moments();
    for (double value : values) {
      moments.add(value, 1);
    }
    return moments;
  }

  @Test
  void cancellationLosesNothing() {
    assertThat(of(1e300, 1, -1e300).mean()).isEqualTo(1.0 / 3);
    assertThat(of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).standardDeviation())
        .isEqualTo(Math.sqrt(22.5));
    assertThat(of(Double.MIN_VALUE, Double.MIN_VALUE).mean()).isEqualTo(Double.MIN_VALUE);
    assertThat(of(Double.MAX_VALUE, Double.MAX_VALUE).mean()).isEqualTo(Double.MAX_VALUE);
    assertThat(of(0.1, 0.1, 0.1).standardDeviation()).isZero();
  }

  @Test
  void countsWeighAsManyTimesAsTheySay() {
    var counted = new Moments();
    counted.add(-3.7, 5_000_000_000L);
    counted.add(2.25, 7);

    assertThat(counted.mean()).isCloseTo(-3.7, within(1e-7));
    assertThat(counted.standardDeviation())
        .isCloseTo(Math.sqrt(7.0 / 5_000_000_007L) * 5.95, within(1e-12));
  }

  @Property(tries = 100)
  void meanIsTheRoundedExactMean(@ForAll @NotEmpty List<Double> values) {
    var moments = new Moments();
    var sum = BigDecimal.ZERO;
    for (double value : values) {
      moments.add(value, 1);
      sum = sum.add(new BigDecimal(value));
    }

    assertThat(moments.mean())
        .isEqualTo(
            sum.divide(BigDecimal.valueOf(values.size()), new MathContext(1_100)).doubleValue());
  }

  @Property(tries = 100)
  void manyAtATimeGiveWhatOneByOneGives(@ForAll @NotEmpty List<Double> values) throws IOException {
    var oneByOne = new Moments();
    values.forEach(value -> oneByOne.add(value, 1));
    var atOnce = new Moments();
    int half = values.size() / 2;
    atOnce.addAll(values.stream().mapToDouble(value -> value).toArray(), half);
    atOnce.addAll(
        values.stream().skip(half).mapToDouble(value -> value).toArray(), values.size() - half);

    assertThat(encoded(atOnce)).isEqualTo(encoded(oneByOne));
  }

  private static byte[] encoded(Moments moments) throws IOException {
    var bytes = new ByteArrayOutputStream();
    moments.encode(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void sumsOfAllMagnitudesAreExact() {
    var random = new Random(7);
    var sum = new ExactSum();
    var expected = BigDecimal.ZERO;
    for (int i = 0; i < 5_000; i++) {
      long mantissa = random.nextLong() >> 10;
      int exponent = random.nextInt(2_000) - 1_000;
      sum.add(3, mantissa, exponent);
      var unit = new BigDecimal(2).pow(Math.abs(exponent));
      var term = new BigDecimal(mantissa).multiply(new BigDecimal(3));
      expected = expected.add(exponent < 0 ? term.divide(unit) : term.multiply(unit));
    }
    assertThat(new BigDecimal(sum.scaled()))
        .isEqualByComparingTo(expected.multiply(new BigDecimal(2).pow(ExactSum.FRACTION_BITS)));
  }
}
