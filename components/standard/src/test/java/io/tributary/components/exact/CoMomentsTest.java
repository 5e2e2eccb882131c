package io.tributary.components.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CoMomentsTest {

  @Test
  void covarianceIsThatOfThePopulation() {
    var moments = of(new double[] {1, 2, 4}, new double[] {-1, 3, 4});

    // means 7/3 and 2
    assertThat(moments.covariance()).isCloseTo((-1 + 6 + 16) / 3.0 - 14 / 3.0, within(1e-15));
    assertThat(moments.correlation()).isCloseTo(0.8660254037844387, within(1e-3));
    assertThat(moments.count()).isEqualTo(3);
  }

  @Test
  void proportionalNumbersCorrelateWhollyAndConstantsNotAtAll() {
    assertThat(of(new double[] {1, 2, 9}, new double[] {2, 4, 18}).correlation()).isEqualTo(1);
    assertThat(of(new double[] {1, 2, 9}, new double[] {-1, -2, -9}).correlation()).isEqualTo(-1);
    assertThat(of(new double[] {1, 2}, new double[] {5, 5}).correlation()).isNaN();
  }

  @Test
  void cancellationLosesNothing() {
    assertThat(of(new double[] {1e300, 1, -1e300}, new double[] {1, 3, 1}).covariance())
        .isCloseTo(1 - (1 / 3.0) * (5 / 3.0), within(1e-15));
  }

  @Property(tries = 50)
  void neitherOrderNorGroupingShows(@ForAll @Size(min = 2, max = 20) List<Double> values)
      throws Exception {
    int n = values.size();
    var x = values.stream().mapToDouble(Double::doubleValue).toArray();
    var there = new CoMoments();
    var back = new CoMoments();
    for (int i = 0; i < n; i++) {
      there.add(x[i], x[n - 1 - i]);
      var one = new CoMoments();
      one.add(x[n - 1 - i], x[i]);
      var bytes = new ByteArrayOutputStream();
      one.encode(new DataOutputStream(bytes));
      back.add(
          CoMoments.decode(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    }

    assertThat(there.covariance()).isEqualTo(back.covariance());
  }

  private static CoMoments of(double[] x, double[] y) {
    var moments = new CoMoments();
    for (int i = 0; i < x.length; i++) {
      moments.add(x[i], y[i]);
    }
    return moments;
  }
}
