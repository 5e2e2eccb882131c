package io.tributary.components.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What XGBoost itself says; {@code make_shap_goldens.py} makes the files. */
class TreeShapGoldenTest {
  private static final int FEATURES = 6;
  private static final double BASE = Math.log(0.4 / 0.6);

  /** XGBoost adds up in single precision. */
  @Test
  void contributionsAreThoseOfXgboost() throws IOException {
    var lines = new String(golden("csv"), UTF_8).lines().toList();
    var rows = new double[lines.size() * FEATURES];
    for (int i = 0; i < rows.length; i++) {
      var cell = lines.get(i / FEATURES).split(",", -1)[i % FEATURES];
      rows[i] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    var shap = new TreeShap(trees(), FEATURES, new double[] {BASE});
    var found = shap.values(rows);

    assertThat(lines).hasSize(100);
    for (int row = 0; row < lines.size(); row++) {
      var cells = lines.get(row).split(",", -1);
      for (int feature = 0; feature < FEATURES; feature++) {
        assertThat(found[row * FEATURES + feature])
            .as("row %d, feature %d", row, feature)
            .isCloseTo(Double.parseDouble(cells[FEATURES + feature]), within(2e-5));
      }
      assertThat(shap.expected()[0])
          .isCloseTo(Double.parseDouble(cells[2 * FEATURES]), within(2e-5));
    }
  }

  private static List<Tree> trees() throws IOException {
    var learner = fields(fields(Json.read(golden("json"))).get("learner"));
    var model = fields(fields(learner.get("gradient_booster")).get("model"));
    var trees = new ArrayList<Tree>();
    for (var each : (List<?>) requireNonNull(model.get("trees"))) {
      trees.add(tree(fields(each)));
    }
    assertThat(trees).hasSize(25).allMatch(Tree::hasCovers).anyMatch(tree -> tree.depth() == 6);
    return trees;
  }

  private static Tree tree(Map<?, ?> of) {
    var left = numbers(of, "left_children");
    int nodes = left.length;
    var conditions = numbers(of, "split_conditions");
    var splits = new Tree.Split[nodes];
    var missing = new boolean[nodes];
    var values = new double[nodes][1];
    for (int node = 0; node < nodes; node++) {
      splits[node] = left[node] < 0 ? Tree.Split.LEAF : Tree.Split.BRANCH_LT;
      missing[node] = numbers(of, "default_left")[node] == 1;
      values[node][0] = conditions[node];
    }
    return new Tree(
        ints(numbers(of, "split_indices")),
        splits,
        conditions,
        ints(left),
        ints(numbers(of, "right_children")),
        missing,
        values,
        numbers(of, "sum_hessian"));
  }

  private static int[] ints(double[] numbers) {
    return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
  }

  /** In single precision, as XGBoost has them. */
  private static double[] numbers(Map<?, ?> of, String name) {
    return ((List<?>) requireNonNull(of.get(name), name))
        .stream().mapToDouble(value -> ((Number) value).floatValue()).toArray();
  }

  private static Map<?, ?> fields(Object of) {
    return (Map<?, ?>) requireNonNull(of);
  }

  private static byte[] golden(String ending) throws IOException {
    var file = "/goldens/shap-xgboost-3.2.0." + ending + ".gz";
    try (var in =
        new GZIPInputStream(requireNonNull(TreeShapGoldenTest.class.getResourceAsStream(file)))) {
      return in.readAllBytes();
    }
  }
}
