package io.tributary.tribuo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every algorithm beside the one of scikit-learn or XGBoost with the same settings, on the same
 * rows: with {@code -Dtributary.quality.seeds=5} five times, with another seed and another fifth of
 * the trips tested, else with the first. {@code quality.py} of the module interop makes what is
 * compared with; {@code target/quality.md} is the table of docs/quality.md.
 */
class QualityTest {
  private static final String PEERS = "/goldens/quality-sklearn-1.9.1-xgboost-3.2.0.csv";
  private static final int SEEDS = 5;
  private static final int JUDGED = Integer.getInteger("tributary.quality.seeds", 1);

  /** A regression learns from one row of so many that are not tested. */
  private static final int SPARSE = 4;

  /** What fares, and deviations of their features, count as at most: few trips would decide all. */
  private static final float MOST_DOLLARS = 100;

  private static final float MOST_DEVIATIONS = 5;

  private static final Algorithm BOOSTED =
      new XgBoost().withSubsample(0.8).withColsampleByTree(0.8);

  private static final List<String> TABLE = new ArrayList<>();

  static List<Algorithm> classifiers() {
    return List.of(
        new LogisticRegression(),
        new FactorizationMachine(),
        new LibLinear(),
        new DecisionTree(),
        new RandomForest(),
        new ExtraTrees(),
        new AdaBoost(),
        BOOSTED);
  }

  static List<Algorithm> regressions() {
    return List.of(
        new LinearRegression(),
        new FactorizationMachine(),
        new LibLinear(),
        new DecisionTree(),
        new RandomForest(),
        new ExtraTrees(),
        BOOSTED);
  }

  /** The trips of a seed, cut into those to learn from and those to test. */
  private record Cut(TaxiTrips trips, int[] train, int[] test, int seed, float most) {
    static Cut of(int seed, int sparse, float most) throws IOException {
      var trips = TaxiTrips.read().withFold(seed);
      return new Cut(
          trips,
          TaxiTrips.rows(trips.size(), row -> !trips.tests(row) && row / SEEDS % sparse == 0),
          TaxiTrips.rows(trips.size(), trips::tests),
          seed,
          most);
    }

    /** Predictions for the trips that are tested. */
    double[] predicted(
        Algorithm algorithm, FeatureMatrix features, FeatureMatrix others, Labels labels)
        throws Exception {
      var data = new TrainingData(scaled(features, features, most), labels, "00");
      return algorithm.fit(data, seed).predict(scaled(features, others, most));
    }
  }

  /** Numbers as z-scores of those of {@code fitted}, 0 where they are missing. */
  private static FeatureMatrix scaled(FeatureMatrix fitted, FeatureMatrix rows, float most) {
    var columns = new ArrayList<FeatureColumn>();
    for (int i = 0; i < rows.columns().size(); i++) {
      columns.add(scaled(fitted.columns().get(i), rows.columns().get(i), most));
    }
    return new FeatureMatrix(rows.rows(), columns);
  }

  private static FeatureColumn scaled(FeatureColumn fitted, FeatureColumn column, float most) {
    if (!(column instanceof FeatureColumn.Numbers numbers)) {
      return column;
    }
    var known = present(((FeatureColumn.Numbers) fitted).values());
    double mean = mean(known);
    double deviation = deviation(known);
    var values = new float[numbers.rows()];
    for (int i = 0; i < values.length; i++) {
      float value = numbers.values()[i];
      double deviations = Float.isNaN(value) ? 0 : (value - mean) / deviation;
      values[i] = (float) Math.max(-most, Math.min(most, deviations));
    }
    return new FeatureColumn.Numbers(column.name(), values);
  }

  private static double[] present(float[] values) {
    return Arrays.stream(doubles(values)).filter(value -> !Double.isNaN(value)).toArray();
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static float[] capped(float[] fares) {
    for (int i = 0; i < fares.length; i++) {
      fares[i] = Math.min(fares[i], MOST_DOLLARS);
    }
    return fares;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values)
            .map(value -> (value - mean) * (value - mean))
            .average()
            .orElseThrow());
  }

  /** The area under the ROC curve. */
  @ParameterizedTest
  @MethodSource("classifiers")
  void tellsTipsAsWellAsThePeer(Algorithm algorithm) throws Exception {
    var areas = new double[JUDGED];
    for (int seed = 0; seed < JUDGED; seed++) {
      var cut = Cut.of(seed, 1, Float.MAX_VALUE);
      var trips = cut.trips();
      var labels = Labels.binary("tip", trips.bigTips(cut.train()));
      var scores =
          cut.predicted(algorithm, trips.forTips(cut.train()), trips.forTips(cut.test()), labels);
      areas[seed] = XgBoostTaxiTest.auc(scores, doubles(trips.bigTips(cut.test())));
    }
    compare("tips", algorithm, areas, 1);
  }

  /** The root of the mean squared error, in dollars. */
  @ParameterizedTest
  @MethodSource("regressions")
  void tellsFaresAsWellAsThePeer(Algorithm algorithm) throws Exception {
    var errors = new double[JUDGED];
    for (int seed = 0; seed < JUDGED; seed++) {
      var cut = Cut.of(seed, SPARSE, MOST_DEVIATIONS);
      var trips = cut.trips();
      var labels = Labels.regression("fare", capped(trips.fares(cut.train())));
      var predictions =
          cut.predicted(algorithm, trips.forFares(cut.train()), trips.forFares(cut.test()), labels);
      var fares = capped(trips.fares(cut.test()));
      errors[seed] =
          Math.sqrt(
              IntStream.range(0, fares.length)
                  .mapToDouble(i -> Math.pow(predictions[i] - fares[i], 2))
                  .average()
                  .orElseThrow());
    }
    compare("fares", algorithm, errors, -1);
  }

  static List<Algorithm> clusterings() {
    return List.of(new KMeans());
  }

  /** The mean squared distance from the nearest centre. */
  @ParameterizedTest
  @MethodSource("clusterings")
  void findsClustersAsDenseAsThePeer(KMeans algorithm) throws Exception {
    var distances = new double[JUDGED];
    for (int seed = 0; seed < JUDGED; seed++) {
      var cut = Cut.of(seed, 1, MOST_DEVIATIONS);
      var trips = cut.trips();
      var all =
          cut.predicted(
              algorithm, trips.forFares(cut.train()), trips.forFares(cut.test()), Labels.none());
      int clusters = algorithm.clusters();
      distances[seed] =
          IntStream.range(0, all.length / clusters)
              .mapToDouble(
                  row ->
                      Arrays.stream(all, row * clusters, (row + 1) * clusters).min().orElseThrow())
              .map(nearest -> nearest * nearest)
              .average()
              .orElseThrow();
    }
    compare("clusters", algorithm, distances, -1);
  }

  /**
   * No worse, on average, than the peer by more than what a seed makes of the peer.
   *
   * @param sign 1 if greater values are better, else −1
   */
  private static void compare(String task, Algorithm algorithm, double[] ours, int sign)
      throws IOException {
    var name = algorithm.getClass().getSimpleName();
    var all = peer(task, name);
    var peer = Arrays.copyOf(all, JUDGED);
    double noise = deviation(all);
    TABLE.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.4f ± %.4f | %.4f ± %.4f | %+.4f |",
            task,
            name,
            mean(ours),
            deviation(ours),
            mean(peer),
            deviation(peer),
            mean(ours) - mean(peer)));
    assertThat(sign * mean(ours)).as(name).isGreaterThan(sign * mean(peer) - noise);
  }

  private static double[] peer(String task, String name) throws IOException {
    try (var golden = QualityTest.class.getResourceAsStream(PEERS)) {
      assertThat(golden).isNotNull();
      var values =
          new String(golden.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> line.startsWith(task + "," + name + ","))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
              .toArray();
      assertThat(values).as(task + " by " + name).hasSize(SEEDS);
      return values;
    }
  }

  @AfterAll
  static void writeTheTable() throws IOException {
    var lines = new ArrayList<>(List.of("| task | algorithm | ours | peer | difference |"));
    lines.add("|---|---|---|---|---|");
    lines.addAll(TABLE);
    Files.write(Files.createDirectories(Path.of("target")).resolve("quality.md"), lines);
  }
}
