package io.tributary.components.transform;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Eigenvectors of a symmetric matrix by cyclic Jacobi rotations (G. H. Golub and C. F. Van Loan,
 * "Matrix Computations", 8.5), which use the four basic operations and roots only and so give the
 * same bits everywhere.
 */
final class SymmetricMatrix {
  private static final int MOST_SWEEPS = 100;

  private final double[][] values;
  private final double[][] vectors;

  /** Of that matrix, which is changed. */
  SymmetricMatrix(double[][] values) {
    this.values = values;
    this.vectors = new double[values.length][values.length];
    for (int i = 0; i < values.length; i++) {
      vectors[i][i] = 1;
    }
    int sweep = 0;
    while (sweep++ < MOST_SWEEPS && rotateAll()) {}
  }

  /** An eigenvalue, and its eigenvector of length 1. */
  record Eigen(double value, List<Double> vector) {}

  /** By descending eigenvalue. */
  List<Eigen> eigen() {
    return IntStream.range(0, values.length)
        .mapToObj(
            i ->
                new Eigen(
                    values[i][i],
                    IntStream.range(0, values.length).mapToObj(row -> vectors[row][i]).toList()))
        .sorted(Comparator.comparingDouble(Eigen::value).reversed())
        .toList();
  }

  /** One sweep; whether anything was left to rotate. */
  private boolean rotateAll() {
    boolean rotated = false;
    for (int p = 0; p < values.length; p++) {
      for (int q = p + 1; q < values.length; q++) {
        double least =
            Math.ulp(Math.sqrt(Math.abs(values[p][p])) * Math.sqrt(Math.abs(values[q][q])));
        if (Math.abs(values[p][q]) > least / 4) {
          rotate(p, q);
          rotated = true;
        }
      }
    }
    return rotated;
  }

  /** Makes the element at p, q zero. */
  private void rotate(int p, int q) {
    double theta = (values[q][q] - values[p][p]) / (2 * values[p][q]);
    double tangent = 1 / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double t = theta < 0 ? -tangent : tangent;
    double cosine = 1 / Math.sqrt(t * t + 1);
    double sine = t * cosine;
    values[p][p] -= t * values[p][q];
    values[q][q] += t * values[p][q];
    values[p][q] = 0;
    values[q][p] = 0;
    for (int i = 0; i < values.length; i++) {
      if (i != p && i != q) {
        double a = values[i][p];
        double b = values[i][q];
        values[i][p] = cosine * a - sine * b;
        values[p][i] = values[i][p];
        values[i][q] = sine * a + cosine * b;
        values[q][i] = values[i][q];
      }
      double a = vectors[i][p];
      double b = vectors[i][q];
      vectors[i][p] = cosine * a - sine * b;
      vectors[i][q] = sine * a + cosine * b;
    }
  }
}
