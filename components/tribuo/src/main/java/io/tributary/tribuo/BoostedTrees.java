package io.tributary.tribuo;

import static com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.components.transform.Task;
import io.tributary.tribuo.TreeEnsemble.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What XGBoost has fitted, in its own JSON form and read from it. The leaves that a row reaches add
 * up to as many sums as there are classes, or to one.
 *
 * @param json the model as XGBoost saves it
 * @param version of XGBoost, which wrote it: {@code 3.4.0}
 * @param bases where the sums start
 * @param trees in the order in which they were grown
 * @param targets for each tree the sum that it adds to
 */
record BoostedTrees(byte[] json, String version, double[] bases, List<Tree> trees, int[] targets) {

  /**
   * A tree; node 0 is its root.
   *
   * @param left for each node the child of rows whose value is below the condition; negative for a
   *     leaf
   * @param right for each node the child of the other rows
   * @param columns for each node the column of XGBoost that is asked for
   * @param missingLeft for each node 1 if rows without a value go left, else 0
   * @param conditions for each node what is compared with, or the value of the leaf
   * @param gains for each node by how much the split improves the objective
   * @param covers for each node the sum of the second derivatives of the loss of its rows
   */
  record Tree(
      int[] left,
      int[] right,
      int[] columns,
      int[] missingLeft,
      float[] conditions,
      float[] gains,
      float[] covers) {

    int nodes() {
      return left.length;
    }

    boolean isLeaf(int node) {
      return left[node] < 0;
    }

    private void addTo(TreeEnsemble.Builder ensemble, OneHotLayout layout, int output) {
      ensemble.beginTree();
      for (int node = 0; node < nodes(); node++) {
        if (isLeaf(node)) {
          ensemble.addLeaf();
          ensemble.contribute(output, conditions[node]);
        } else {
          addSplit(ensemble, layout, node);
        }
        ensemble.cover(covers[node]);
      }
    }

    private void addSplit(TreeEnsemble.Builder ensemble, OneHotLayout layout, int node) {
      int feature = layout.feature(columns[node]);
      boolean missing = missingLeft[node] == 1;
      if (layout.isId(feature)) {
        int without = missing ? left[node] : right[node];
        int with = 1 < conditions[node] ? left[node] : right[node];
        int id = layout.id(columns[node]);
        ensemble.addSplit(Question.IS_NOT, feature, id, without, with, false);
      } else {
        ensemble.addSplit(
            Question.BELOW, feature, conditions[node], left[node], right[node], missing);
      }
    }
  }

  /**
   * Adds trees whose sums are predictions of their own. A row goes left where {@code x <
   * condition}, as in XGBoost, or where it has not, or has, an id. How popular nodes are says the
   * sum of the second derivatives of the loss of their rows, by which XGBoost weighs the children
   * of a split, too, when it explains predictions.
   */
  void addTo(TreeEnsemble.Builder ensemble, OneHotLayout layout) {
    int first = ensemble.outputs();
    for (int i = 0; i < trees.size(); i++) {
      trees.get(i).addTo(ensemble, layout, first + targets[i]);
    }
    for (double base : bases) {
      ensemble.addBase(base);
    }
  }

  /**
   * Reads a model.
   *
   * @param json of XGBoost 3
   * @param task that it was trained for
   * @throws IllegalArgumentException if it is something else
   */
  static BoostedTrees of(byte[] json, Task task) {
    try (var in =
        JsonFactory.builder().enable(ALLOW_NON_NUMERIC_NUMBERS).build().createParser(json)) {
      return new Reader(in).read(json, task);
    } catch (IOException e) {
      throw new IllegalArgumentException("model of XGBoost: " + e.getMessage(), e);
    }
  }

  /** Looks for the few fields that matter; what XGBoost says besides is passed over. */
  private static final class Reader {
    private final JsonParser in;
    private final List<Tree> trees = new ArrayList<>();
    private float[] scores = {};
    private int[] targets = {};
    private int[] version = {};

    Reader(JsonParser in) {
      this.in = in;
    }

    BoostedTrees read(byte[] json, Task task) throws IOException {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.FIELD_NAME) {
          switch (in.currentName()) {
            case "base_score" -> scores = scores(in.nextTextValue());
            case "tree_info" -> targets = ints();
            case "version" -> version = ints();
            case "trees" -> readTrees();
            default -> {}
          }
        }
      }
      var name =
          Arrays.stream(version).mapToObj(Integer::toString).collect(Collectors.joining("."));
      return new BoostedTrees(json, name, bases(task), List.copyOf(trees), targets);
    }

    /** A text within the text: {@code [5E-1,2E-1]}. */
    private static float[] scores(String text) {
      var numbers = text.substring(1, text.length() - 1).split(",", -1);
      var scores = new float[numbers.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = Float.parseFloat(numbers[i]);
      }
      return scores;
    }

    /** Sums start at what becomes the base score; that of a logistic model is a probability. */
    private double[] bases(Task task) {
      var bases = new double[scores.length];
      for (int i = 0; i < bases.length; i++) {
        double score = scores[i];
        bases[i] = task == Task.BINARY_CLASSIFICATION ? StrictMath.log(score / (1 - score)) : score;
      }
      return bases;
    }

    private void readTrees() throws IOException {
      in.nextToken();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        trees.add(readTree());
      }
    }

    private Tree readTree() throws IOException {
      int[] left = {};
      int[] right = {};
      int[] columns = {};
      int[] missingLeft = {};
      float[] conditions = {};
      float[] gains = {};
      float[] covers = {};
      while (in.nextToken() != JsonToken.END_OBJECT) {
        switch (in.currentName()) {
          case "left_children" -> left = ints();
          case "right_children" -> right = ints();
          case "split_indices" -> columns = ints();
          case "default_left" -> missingLeft = ints();
          case "split_conditions" -> conditions = floats();
          case "loss_changes" -> gains = floats();
          case "sum_hessian" -> covers = floats();
          default -> {
            in.nextToken();
            in.skipChildren();
          }
        }
      }
      return new Tree(left, right, columns, missingLeft, conditions, gains, covers);
    }

    private int[] ints() throws IOException {
      var values = new int[16];
      int count = 0;
      in.nextToken();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
        values[count++] = in.getIntValue();
      }
      return Arrays.copyOf(values, count);
    }

    /** The nearest number in single precision, not by way of one in double precision. */
    private float[] floats() throws IOException {
      var values = new float[16];
      int count = 0;
      in.nextToken();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
        values[count++] = Float.parseFloat(in.getText());
      }
      return Arrays.copyOf(values, count);
    }
  }
}
