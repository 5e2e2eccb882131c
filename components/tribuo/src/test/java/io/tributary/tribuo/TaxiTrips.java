package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The taxi trips as scikit-learn's goldens encode them: of every five rows the last is tested,
 * numbers as they are, words by descending frequency in the other rows.
 */
final class TaxiTrips {
  private static final Path FILE =
      Path.of("..", "..", "pipelines", "data", "chicago-taxi", "trips.csv");

  static final List<String> POSITIONS =
      List.of(
          "trip_miles",
          "trip_seconds",
          "trip_start_hour",
          "trip_start_day",
          "trip_start_month",
          "pickup_latitude",
          "pickup_longitude",
          "dropoff_latitude",
          "dropoff_longitude");
  static final List<String> AREAS = List.of("pickup_community_area", "dropoff_community_area");

  /** Of every so many rows one is tested. */
  private static final int FOLDS = 5;

  private final List<String> header;
  private final List<String[]> rows;
  private final int fold;

  private TaxiTrips(List<String> header, List<String[]> rows, int fold) {
    this.header = header;
    this.rows = rows;
    this.fold = fold;
  }

  /** Reads the file, which quotes nothing. */
  static TaxiTrips read() throws IOException {
    var lines = Files.readAllLines(FILE);
    return new TaxiTrips(
        List.of(lines.get(0).split(",", -1)),
        lines.stream().skip(1).map(line -> line.split(",", -1)).toList(),
        FOLDS - 1);
  }

  /** The same trips, of every five rows of which another is tested. */
  TaxiTrips withFold(int newFold) {
    return new TaxiTrips(header, rows, newFold);
  }

  /** Whether a row is tested. */
  boolean tests(int row) {
    return row % FOLDS == fold;
  }

  int size() {
    return rows.size();
  }

  static boolean isTest(int row) {
    return row % FOLDS == FOLDS - 1;
  }

  /** Which of the first {@code count} rows, the file repeated, are chosen. */
  static int[] rows(int count, IntPredicate chosen) {
    return IntStream.range(0, count).filter(chosen).toArray();
  }

  FeatureColumn number(String name, int[] chosen) {
    return new FeatureColumn.Numbers(name, floats(name, chosen));
  }

  float[] fares(int[] chosen) {
    return floats("fare", chosen);
  }

  private float[] floats(String name, int[] chosen) {
    int column = header.indexOf(name);
    var parsed = new float[size()];
    for (int row = 0; row < parsed.length; row++) {
      var text = rows.get(row)[column];
      parsed[row] = text.isEmpty() ? Float.NaN : Float.parseFloat(text);
    }
    var values = new float[chosen.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parsed[chosen[i] % parsed.length];
    }
    return values;
  }

  /** Whether the tip is more than a fifth of the fare. */
  float[] bigTips(int[] chosen) {
    int tips = header.indexOf("tips");
    int fare = header.indexOf("fare");
    var big = new float[size()];
    for (int row = 0; row < big.length; row++) {
      var cells = rows.get(row);
      big[row] = Double.parseDouble(cells[tips]) > 0.2 * Double.parseDouble(cells[fare]) ? 1 : 0;
    }
    var values = new float[chosen.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = big[chosen[i] % big.length];
    }
    return values;
  }

  /** Ids of the most frequent words. */
  FeatureColumn words(String name, int most, int[] chosen) {
    int column = header.indexOf(name);
    var counts = new HashMap<String, Integer>();
    for (int row = 0; row < size(); row++) {
      if (!tests(row) && !rows.get(row)[column].isEmpty()) {
        counts.merge(rows.get(row)[column], 1, Integer::sum);
      }
    }
    var words =
        counts.keySet().stream()
            .sorted(
                Comparator.comparing((String word) -> -counts.getOrDefault(word, 0))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(most)
            .toList();
    var ids = new int[size()];
    for (int row = 0; row < ids.length; row++) {
      ids[row] = words.indexOf(rows.get(row)[column]);
    }
    return new FeatureColumn.Ids(
        name, words.size(), Arrays.stream(chosen).map(row -> ids[row % ids.length]).toArray());
  }

  /** The features of the goldens for tips: 39 columns, were ids indicators. */
  FeatureMatrix forTips(int[] chosen) {
    var columns = new ArrayList<FeatureColumn>();
    POSITIONS.forEach(name -> columns.add(number(name, chosen)));
    AREAS.forEach(name -> columns.add(number(name, chosen)));
    columns.add(number("fare", chosen));
    columns.add(words("payment_type", 100, chosen));
    columns.add(words("company", 20, chosen));
    return new FeatureMatrix(chosen.length, columns);
  }

  /** The features of the goldens for fares. */
  FeatureMatrix forFares(int[] chosen) {
    var columns = new ArrayList<FeatureColumn>();
    POSITIONS.forEach(name -> columns.add(number(name, chosen)));
    columns.add(words("payment_type", 100, chosen));
    return new FeatureMatrix(chosen.length, columns);
  }
}
