package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.Aggregation;
import io.tributary.components.onnx.OpenedModel;
import io.tributary.components.onnx.RowColumns;
import io.tributary.data.Batches;
import io.tributary.data.LocalDataEngine;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * An evaluation of a model on raw rows: {@code model.onnx} gives the predictions and {@code
 * label.onnx} the labels, both through ONNX Runtime.
 *
 * @param evaluation how it is judged
 * @param model directory of the model
 * @param baseline directory of the model it is compared with; empty for none
 */
public record GraphEvaluation(Evaluation evaluation, Path model, Optional<Path> baseline) {
  private static final String MODEL_FILE = "model.onnx";
  private static final String LABEL_FILE = "label.onnx";

  public GraphEvaluation {
    requireNonNull(evaluation, "evaluation");
    requireNonNull(model, "model");
    requireNonNull(baseline, "baseline");
  }

  /**
   * Judges it on all rows, in one pass.
   *
   * @throws ExecutionFailure if model, label graph, columns and evaluation do not fit together
   */
  public EvaluationResult of(Batches rows, LocalDataEngine engine) throws IOException {
    return of(RowColumns.of(rows), on(rows, engine));
  }

  EvaluationResult of(RowColumns columns, Judging.Rows rows) throws IOException {
    return with(columns, (names, inputs) -> new Judging(evaluation, rows).of(names, inputs));
  }

  private static Judging.Rows on(Batches rows, LocalDataEngine engine) {
    return new Judging.Rows() {
      @Override
      public <A, R> R aggregate(Aggregation<A, R> aggregation) throws IOException {
        return engine.aggregate(rows, aggregation);
      }
    };
  }

  /**
   * Judges it on a random sample of the rows, which is held in memory; on all of them, as {@link
   * #of(Batches, LocalDataEngine)} does, if there are no more.
   *
   * @param most how many rows
   * @param seed decides which rows are drawn
   * @throws ExecutionFailure as {@link #of(Batches, LocalDataEngine)}, or if there are more rows
   *     and the task is a ranking, of which a sample of rows would leave parts of queries
   */
  public EvaluationResult ofSample(
      Batches rows, int most, long seed, LocalDataEngine engine, BufferAllocator allocator)
      throws IOException {
    return with(
        RowColumns.of(rows),
        (names, inputs) -> {
          var read = rows.only(columns(inputs));
          long all = RowSample.count(read, allocator);
          if (all <= most) {
            return new Judging(evaluation, on(rows, engine)).of(names, inputs);
          }
          requireRowsAlone(most, all);
          try (var sample = RowSample.of(read, all, most, seed, allocator)) {
            return new Judging(evaluation, new OneBatch(sample)).of(names, inputs);
          }
        });
  }

  private void requireRowsAlone(int most, long all) {
    if (evaluation.task() instanceof Task.Ranking ranking) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "ranking by '" + ranking.query() + "'",
              "a sample of " + most + " of " + all + " rows, which leaves parts of its queries",
              "all rows: a ranking is judged by whole queries",
              "ask about all rows"));
    }
  }

  /**
   * Finds out which columns and features matter to the model, on a sample of the rows; of a
   * ranking, by the rows of each query that are in the sample.
   *
   * @throws ExecutionFailure as {@link #of(Batches, LocalDataEngine)}, or if a metric is asked for
   *     that the task does not have
   */
  public Importances importances(Importance how, Batches rows, BufferAllocator allocator)
      throws IOException {
    return with(
        RowColumns.of(rows),
        (names, inputs) -> {
          try (var sample =
              RowSample.of(rows.only(columns(inputs)), how.rows(), how.seed(), allocator)) {
            return importances(how, names, inputs, sample, allocator);
          }
        });
  }

  /** All columns that judging reads. */
  private Set<String> columns(EvaluationPass.Inputs inputs) {
    var columns = new LinkedHashSet<>(inputs.label().columns());
    columns.addAll(inputs.candidate().columns());
    inputs.baseline().ifPresent(graph -> columns.addAll(graph.columns()));
    evaluation.slicings().forEach(slicing -> columns.addAll(slicing.columns()));
    evaluation.weightColumn().ifPresent(columns::add);
    if (evaluation.task() instanceof Task.Ranking ranking) {
      columns.add(ranking.query());
    }
    return columns;
  }

  private Importances importances(
      Importance how,
      List<String> names,
      EvaluationPass.Inputs inputs,
      VectorSchemaRoot sample,
      BufferAllocator allocator)
      throws IOException {
    var effects =
        new SampledImportance(how, evaluation, names, inputs, sample, allocator).effects();
    var labels =
        new SampledContributions.KnownLabels(inputs.label().apply(sample), inputs.labelWidth());
    Optional<Importances.Contributions> contributions;
    var without = "";
    try {
      contributions =
          Optional.of(
              new SampledContributions(evaluation, names, labels, sample)
                  .of(model.resolve(MODEL_FILE)));
    } catch (IllegalArgumentException e) {
      contributions = Optional.empty();
      without = String.valueOf(e.getMessage());
    }
    return new Importances(
        sample.getRowCount(), how.repeats(), how.seed(), effects, contributions, without);
  }

  /** What is done with graphs that fit together. */
  private interface Work<R> {
    R of(List<String> names, EvaluationPass.Inputs inputs) throws IOException;
  }

  private <R> R with(RowColumns rows, Work<R> work) throws IOException {
    var problems = new ArrayList<String>();
    try (var labels = open(model, LABEL_FILE, "label.onnx", problems);
        var scores = open(model, MODEL_FILE, "model.onnx", problems);
        var compared =
            baseline.isEmpty()
                ? Opened.NONE
                : open(baseline.get(), MODEL_FILE, "baseline model.onnx", problems)) {
      new ColumnCheck(rows.schema(), problems).of(evaluation);
      var outputs = new ModelOutputs(evaluation.task());
      var names =
          scores.model.map(graph -> outputs.names(scores.what, graph, problems)).orElse(List.of());
      compared.model.ifPresent(
          graph -> checkNames(names, outputs.names(compared.what, graph, problems), problems));
      if (names.isEmpty() && outputs.hasNames()) {
        throw unusable(problems);
      }
      var graphs = new Graphs(outputs, names, rows, problems);
      var label = graphs.label(labels);
      var candidate = graphs.predictions(scores);
      var other = graphs.predictions(compared);
      if (!problems.isEmpty() || label.isEmpty() || candidate.isEmpty()) {
        throw unusable(problems);
      }
      return work.of(
          names,
          new EvaluationPass.Inputs(
              label.get(), candidate.get(), other, outputs.labelWidth(names)));
    }
  }

  private static void checkNames(List<String> names, List<String> others, List<String> problems) {
    if (!others.equals(names)) {
      problems.add(
          "baseline model.onnx: classes "
              + others
              + " (expected: those of the model, "
              + names
              + ")");
    }
  }

  /** Graphs on their way to what is wanted of them. */
  private record Graphs(
      ModelOutputs outputs, List<String> names, RowColumns rows, List<String> problems) {

    Optional<RowValues> label(Opened opened) throws IOException {
      return opened.model.isEmpty()
          ? Optional.empty()
          : values(
              opened.model.get(), outputs.label(opened.what, opened.model.get(), names, problems));
    }

    Optional<RowValues> predictions(Opened opened) throws IOException {
      return opened.model.isEmpty()
          ? Optional.empty()
          : values(opened.model.get(), outputs.prediction(opened.what, opened.model.get(), names));
    }

    private Optional<RowValues> values(OnnxModel graph, GraphValues.Wanted wanted)
        throws IOException {
      return GraphValues.of(graph, wanted, rows, problems);
    }
  }

  /** A graph that could be opened, or none. */
  private record Opened(String what, Optional<OnnxModel> model) implements AutoCloseable {
    static final Opened NONE = new Opened("", Optional.empty());

    @Override
    public void close() {
      model.ifPresent(OnnxModel::close);
    }
  }

  private static Opened open(Path directory, String file, String what, List<String> problems) {
    var path = directory.resolve(file);
    if (!Files.exists(path)) {
      problems.add(
          what
              + ": absent from the model "
              + directory
              + " (expected: "
              + (file.equals(LABEL_FILE)
                  ? "the graph of the label); define a label in the preprocessing"
                  : "its graph)"));
      return Opened.NONE;
    }
    return new Opened(what, OpenedModel.of(path, problems).model());
  }

  static ExecutionFailure unusable(List<String> problems) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT,
        "Evaluator: "
            + String.join("; ", problems)
            + "; correct what is named, or evaluate on raw examples with the columns that model, label"
            + " and slices need");
  }
}
