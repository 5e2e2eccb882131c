package io.tributary.tribuo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What XGBoost itself says (approx_contribs); {@code make_contribution_goldens.py} makes the files.
 */
class ContributionsGoldenTest {
  private static final int NUMBERS = 3;
  private static final int IDS = 4;
  private static final int ROWS = 60;

  /** XGBoost adds up in single precision. */
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @EnumSource(
      value = Task.class,
      names = {"BINARY_CLASSIFICATION", "MULTICLASS_CLASSIFICATION", "REGRESSION"})
  void contributionsAreThoseOfXgboost(Task task) throws IOException {
    var lines =
        new String(golden(task, "csv"), UTF_8).lines().map(line -> line.split(",", -1)).toList();
    var data = new TrainingData(features(lines), labels(task), "00");
    var model =
        new XgBoostModel(
            data.labels(),
            OneHotLayout.of(data.features()),
            List.of(BoostedTrees.of(golden(task, "json"), task)),
            Map.of());

    try (var explained = new Exported(model.explained(data), data.features())) {
      var found = explained.contributions(data.features());
      int width = data.labels().outputs() * (NUMBERS + 2);
      assertThat(found).hasSize(ROWS * width);
      for (int i = 0; i < found.length; i++) {
        double expected = Double.parseDouble(lines.get(i / width)[NUMBERS + 1 + i % width]);
        assertThat((double) found[i])
            .as("row %d, contribution %d", i / width, i % width)
            .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static FeatureMatrix features(List<String[]> lines) {
    assertThat(lines).hasSize(ROWS);
    var columns = new ArrayList<FeatureColumn>();
    for (int column = 0; column < NUMBERS; column++) {
      var values = new float[ROWS];
      for (int row = 0; row < ROWS; row++) {
        var cell = lines.get(row)[column];
        values[row] = cell.isEmpty() ? Float.NaN : Float.parseFloat(cell);
      }
      columns.add(new FeatureColumn.Numbers("n" + column, values));
    }
    var ids = lines.stream().mapToInt(line -> Integer.parseInt(line[NUMBERS])).toArray();
    columns.add(new FeatureColumn.Ids("id", IDS, ids));
    return new FeatureMatrix(ROWS, columns);
  }

  private static Labels labels(Task task) {
    return switch (task) {
      case BINARY_CLASSIFICATION -> Labels.binary("y", new float[ROWS]);
      case MULTICLASS_CLASSIFICATION ->
          Labels.multiclass("y", List.of("0", "1", "2"), new float[ROWS]);
      default -> Labels.regression("y", new float[ROWS]);
    };
  }

  private static byte[] golden(Task task, String ending) throws IOException {
    var name =
        switch (task) {
          case BINARY_CLASSIFICATION -> "binary";
          case MULTICLASS_CLASSIFICATION -> "multiclass";
          default -> "regression";
        };
    var file = "/goldens/contributions_" + name + "-xgboost-3.2.0." + ending + ".gz";
    try (var in =
        new GZIPInputStream(
            requireNonNull(ContributionsGoldenTest.class.getResourceAsStream(file), file))) {
      return in.readAllBytes();
    }
  }
}
