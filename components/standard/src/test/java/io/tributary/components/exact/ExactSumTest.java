package io.tributary.components.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Test
  void nothingIsLostWhereTermsCancel() {
    var sum = new ExactSum();
    for (double term : new double[] {1e300, 1, -1e300, 1e-300, -1, Double.MIN_VALUE}) {
      sum.add(term);
    }
    assertThat(sum.value()).isEqualTo(1e-300 + Double.MIN_VALUE);
  }

  @Test
  void productsAndDeterminantsAreRoundedOnceAtTheEnd() {
    var random = new Random(8);
    var sums = new ExactSum[4];
    var exact = new BigDecimal[4];
    for (int i = 0; i < 4; i++) {
      sums[i] = new ExactSum();
      exact[i] = BigDecimal.ZERO;
      for (int term = 0; term < 50; term++) {
        double a = random.nextGaussian() * 1e8;
        double b = random.nextGaussian();
        sums[i].addProduct(a, b);
        exact[i] = exact[i].add(new BigDecimal(a).multiply(new BigDecimal(b)));
      }
      assertThat(sums[i].value()).isEqualTo(exact[i].doubleValue());
    }
    assertThat(ExactSum.determinant(sums[0], sums[1], sums[2], sums[3]))
        .isEqualTo(exact[0].multiply(exact[3]).subtract(exact[1].multiply(exact[2])).doubleValue());
  }
}
