package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricMatrixTest {
  private static double[][] random(int size) {
    var random = new Random(size);
    double[][] values = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        values[i][j] = random.nextGaussian() * Math.pow(10, random.nextInt(5));
        values[j][i] = values[i][j];
      }
    }
    return values;
  }

  private static double product(List<Double> a, List<Double> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 60})
  void eigenvectorsAreOnlyStretched(int size) {
    double[][] matrix = random(size);
    var eigen = new SymmetricMatrix(random(size)).eigen();
    double largest = eigen.stream().mapToDouble(e -> Math.abs(e.value())).max().orElse(0);
    for (int k = 0; k < size; k++) {
      for (int i = 0; i < size; i++) {
        double stretched = 0;
        for (int j = 0; j < size; j++) {
          stretched += matrix[i][j] * eigen.get(k).vector().get(j);
        }
        assertThat(stretched)
            .isCloseTo(
                eigen.get(k).value() * eigen.get(k).vector().get(i), within(largest * 1e-12));
      }
      for (int other = 0; other <= k; other++) {
        assertThat(product(eigen.get(k).vector(), eigen.get(other).vector()))
            .isCloseTo(other == k ? 1 : 0, within(1e-12));
        assertThat(eigen.get(other).value()).isGreaterThanOrEqualTo(eigen.get(k).value());
      }
    }
  }

  @Test
  void zerosHaveTheAxesAsEigenvectors() {
    var eigen = new SymmetricMatrix(new double[2][2]).eigen();
    assertThat(eigen.get(0).vector()).containsExactly(1.0, 0.0);
    assertThat(eigen.get(1).vector()).containsExactly(0.0, 1.0);
  }
}
