package io.tributary.components.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

  record Scored(double score, double weight, boolean positive) {}

  @Provide
  Arbitrary<List<Scored>> rows() {
    var scores =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 8).map(eighths -> eighths / 8.0),
            Arbitraries.doubles().between(0, 1));
    var weights = Arbitraries.of(0.0, 0.5, 1.0, 1.0, 2.25);
    return Combinators.combine(scores, weights, Arbitraries.of(true, false))
        .as(Scored::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void aucIsTheShareOfPairsInTheRightOrder(@ForAll("rows") List<Scored> rows) {
    double pairs = 0;
    double right = 0;
    for (var positive : rows) {
      for (var negative : rows) {
        if (positive.positive && !negative.positive) {
          double weight = positive.weight * negative.weight;
          pairs += weight;
          right +=
              positive.score > negative.score
                  ? weight
                  : positive.score == negative.score ? weight / 2 : 0;
        }
      }
    }
    var auc = BinaryFigures.of(table(rows), 0.5, List.of()).get(Metric.AUC);

    if (pairs == 0) {
      assertThat(auc).isNaN();
    } else {
      assertThat(auc).isCloseTo(right / pairs, within(1e-12));
    }
  }

  @Property(tries = 200)
  void neitherOrderNorPartsNorEncodingShow(@ForAll("rows") List<Scored> rows, @ForAll long seed)
      throws IOException {
    var shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    int cut = rows.isEmpty() ? 0 : Math.floorMod(seed, rows.size());
    var merged = new ScoreTable();
    merged.add(table(shuffled.subList(cut, rows.size())));
    merged.add(copied(table(shuffled.subList(0, cut))));
    merged.add(new ScoreTable());

    assertThat(BinaryFigures.of(merged, 0.5, List.of()))
        .isEqualTo(BinaryFigures.of(table(rows), 0.5, List.of()));
  }

  @Test
  void beyondItsCapacityItLosesBitsThatDoNotDependOnTheOrder() {
    var random = new Random(7);
    var forward = new ScoreTable(500);
    var backward = new ScoreTable(500);
    var exact = new ScoreTable();
    var half = new ScoreTable(500);
    var other = new ScoreTable(500);
    int rows = 20_000;
    var scores = random.doubles(rows).map(score -> (float) score).toArray();
    var labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = scores[i] > random.nextDouble();
      forward.add(scores[i], labels[i]);
      exact.add(scores[i], labels[i]);
      (i % 3 == 0 ? half : other).add(scores[i], labels[i]);
    }
    for (int i = rows - 1; i >= 0; i--) {
      backward.add(scores[i], labels[i]);
    }
    half.add(other);

    assertThat(forward.size()).isLessThanOrEqualTo(500).isGreaterThan(100);
    assertThat(forward.droppedBits()).isPositive().isEqualTo(backward.droppedBits());
    assertThat(BinaryFigures.of(backward, 0.5, List.of()))
        .isEqualTo(BinaryFigures.of(forward, 0.5, List.of()));
    assertThat(BinaryFigures.of(half, 0.5, List.of()))
        .isEqualTo(BinaryFigures.of(forward, 0.5, List.of()));
    var figures = BinaryFigures.of(forward, 0.5, List.of());
    BinaryFigures.of(exact, 0.5, List.of())
        .forEach(
            (metric, value) ->
                assertThat(figures.get(metric))
                    .as("%s", metric)
                    .isCloseTo(value, within(Math.max(5e-3, 0.02 * Math.abs(value)))));
  }

  /** Rows wait, are sorted, merged and read at any time; weights may come late. */
  @Property(tries = 20)
  void countsAsAMapWould(@ForAll long seed) {
    var random = new Random(seed);
    var table = new ScoreTable();
    var expected = new TreeMap<Double, double[]>();
    int rows = 5_000 + random.nextInt(15_000);
    long positives = 0;
    for (int i = 0; i < rows; i++) {
      double score = random.nextInt(4_000) / 4_000.0;
      double weight = i < rows / 2 ? 1 : random.nextInt(4) / 2.0;
      boolean positive = random.nextBoolean();
      table.add(score, weight, positive);
      expected.computeIfAbsent(score, each -> new double[2])[positive ? 0 : 1] += weight;
      positives += positive ? 1 : 0;
      if (random.nextInt(3_000) == 0) {
        assertThat(table.rows(true)).isEqualTo(positives);
      }
    }
    var columns = table.columns();

    assertThat(table.droppedBits()).isZero();
    assertThat(table.rows(false)).isEqualTo(rows - positives);
    assertThat(columns.scores()).containsExactly(keys(expected));
    assertThat(columns.positives()).containsExactly(column(expected, 0));
    assertThat(columns.negatives()).containsExactly(column(expected, 1));
  }

  private static double[] keys(TreeMap<Double, double[]> expected) {
    return expected.keySet().stream().mapToDouble(score -> score).toArray();
  }

  private static double[] column(TreeMap<Double, double[]> expected, int which) {
    return expected.values().stream().mapToDouble(of -> of[which]).toArray();
  }

  @Test
  void negativeZeroIsZero() {
    var table = new ScoreTable();
    table.add(-0.0, false);
    table.add(0.0, true);

    assertThat(table.size()).isEqualTo(1);
  }

  private static ScoreTable table(List<Scored> rows) {
    var table = new ScoreTable();
    for (var row : rows) {
      table.add(row.score, row.weight, row.positive);
    }
    return table;
  }

  private static ScoreTable copied(ScoreTable table) throws IOException {
    var bytes = new ByteArrayOutputStream();
    table.encode(new DataOutputStream(bytes));
    return ScoreTable.decode(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
