package io.tributary.components.transform;

/**
 * The first four sample L-moments, unbiased (J. R. M. Hosking, 1990); 0 where there are too few
 * values.
 */
record LMoments(double mean, double scale, double third, double fourth) {

  /** Of all values, whose mean is known. */
  static LMoments of(ValuesStatistic values, double mean) {
    var sums = new WeightedSums(mean);
    values.forEach(sums);
    double n = sums.rank;
    double b1 = n < 2 ? 0 : sums.first / (n * (n - 1));
    double b2 = n < 3 ? 0 : sums.second / (n * (n - 1) * (n - 2));
    double b3 = n < 4 ? 0 : sums.third / (n * (n - 1) * (n - 2) * (n - 3));
    double b0 = n < 1 ? 0 : sums.zeroth / n;
    return new LMoments(
        mean,
        n < 2 ? 0 : 2 * b1 - b0,
        n < 3 ? 0 : 6 * b2 - 6 * b1 + b0,
        n < 4 ? 0 : 20 * b3 - 30 * b2 + 12 * b1 - b0);
  }

  /**
   * Σ (x - mean) · r (r - 1) … of up to three factors, r being the rank of x from 0: those of equal
   * values in one step, by the moments of consecutive ranks.
   */
  private static final class WeightedSums implements ValuesStatistic.Sink {
    private final double mean;
    private double rank;
    private double zeroth;
    private double first;
    private double second;
    private double third;

    WeightedSums(double mean) {
      this.mean = mean;
    }

    @Override
    public void accept(double value, long count) {
      double middle = rank + (count - 1) / 2.0;
      double spread = ((double) count * count - 1) / 12;
      double ranks = middle * count;
      double squares = (middle * middle + spread) * count;
      double cubes = middle * (middle * middle + 3 * spread) * count;
      double x = value - mean;
      zeroth += x * count;
      first += x * ranks;
      second += x * (squares - ranks);
      third += x * (cubes - 3 * squares + 2 * ranks);
      rank += count;
    }
  }
}
