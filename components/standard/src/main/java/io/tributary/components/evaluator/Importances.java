package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns and features matter to a model: the content of {@code importance.json}.
 *
 * @param rows of the sample that was looked at
 * @param repeats orders that each column was brought into
 * @param seed of sample and orders
 * @param columns what the order of the values of each raw column means to the metrics; of slices
 *     only the 20 columns that matter most over all rows
 * @param contributions of features to predictions; empty for models that are no trees
 * @param withoutContributions why there are none; empty if there are
 */
public record Importances(
    long rows,
    int repeats,
    long seed,
    List<Effect> columns,
    Optional<Contributions> contributions,
    String withoutContributions) {

  /** The file inside a {@code ModelEvaluation}. */
  public static final String FILE = "importance.json";

  /**
   * What the order of a column's values means to a metric over the rows of a slice.
   *
   * @param mean by how much the metric gets worse in another order, on average over the orders;
   *     below 0 where it gets better
   * @param deviation standard deviation among the orders; 0 for one order
   */
  public record Effect(String column, Slice slice, Metric metric, double mean, double deviation) {}

  /**
   * What features contribute to predictions.
   *
   * @param unit of the output that they add up to, such as {@code log odds}
   * @param features their names, first what contributes most over all rows
   * @param outputs the names of what is predicted; one, empty name where there is one output
   * @param expected what is expected of any row, for each output
   * @param slices over all rows first
   */
  public record Contributions(
      String unit,
      List<String> features,
      List<String> outputs,
      List<Double> expected,
      List<OfSlice> slices) {
    public Contributions {
      features = List.copyOf(features);
      outputs = List.copyOf(outputs);
      expected = List.copyOf(expected);
      slices = List.copyOf(slices);
    }
  }

  /**
   * What features contribute on the rows of a slice.
   *
   * @param size weight of its rows
   * @param means absolute Shapley values, averaged over rows: for each output those of the
   *     features, of other slices than all rows only those of the first 20
   */
  public record OfSlice(Slice slice, double size, List<List<Double>> means) {
    public OfSlice {
      requireNonNull(slice, "slice");
      means = means.stream().map(List::copyOf).toList();
    }

    /** The sum over the outputs, of a feature. */
    public double all(int feature) {
      return means.stream().mapToDouble(of -> of.get(feature)).sum();
    }
  }

  public Importances {
    columns = List.copyOf(columns);
    requireNonNull(contributions, "contributions");
    requireNonNull(withoutContributions, "withoutContributions");
  }

  /** The effects over all rows on a metric, the greatest first. */
  public List<Effect> overall(Metric metric) {
    return columns.stream()
        .filter(effect -> effect.slice().equals(Slice.OVERALL) && effect.metric().equals(metric))
        .sorted(Comparator.comparingDouble(Effect::mean).reversed())
        .toList();
  }

  /** The metrics that were looked at. */
  public List<Metric> metrics() {
    return columns.stream().map(Effect::metric).distinct().toList();
  }

  /** As fields, for JSON. */
  public Map<String, Object> json() {
    return ImportancesJson.fields(this);
  }

  /** Writes {@code importance.json}. */
  public void write(Path directory) throws IOException {
    ImportancesJson.write(this, directory.resolve(FILE));
  }

  /**
   * Reads the payload of a {@code ModelEvaluation}; empty if it has none.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<Importances> find(Path modelEvaluation) throws IOException {
    var file = modelEvaluation.resolve(FILE);
    return Files.exists(file) ? Optional.of(ImportancesJson.read(file)) : Optional.empty();
  }
}
