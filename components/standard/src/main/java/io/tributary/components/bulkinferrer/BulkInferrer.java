package io.tributary.components.bulkinferrer;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InferenceResult;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.digest.FileDigests;
import io.tributary.components.onnx.RowColumns;
import io.tributary.data.Batches;
import io.tributary.serving.ServedModel;
import io.tributary.serving.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a model about every row of examples, in full passes that either data engine does: the model
 * in ONNX Runtime, one session for all threads of a process, or a serving tier.
 *
 * <p>The result has the splits and the order of the examples. Its columns are those of the examples
 * that are kept, then what the model gives, see {@link io.tributary.serving.RowOutputs}; the same
 * rows and model give the same bytes on any number of threads and on either engine. A model that is
 * not blessed is not asked: the result then has no split, and says so.
 *
 * @param examples raw examples, with a column for each input of the model
 * @param model what is asked; beside {@code endpoint} it only names the classes; empty only with an
 *     endpoint
 * @param blessing of the model; empty, the default, to ask any model
 * @param endpoint asked in place of {@code model}; default none
 * @param splits of the examples; none, the default, for all
 * @param columns what the model is asked with, and what stands in the result; default the columns
 *     of its inputs' names, all columns and all outputs
 */
public record BulkInferrer(
    Channel<Examples> examples,
    Optional<Channel<Model>> model,
    Optional<Channel<ModelBlessing>> blessing,
    Optional<ServingEndpoint> endpoint,
    List<String> splits,
    InferenceColumns columns)
    implements Component<BulkInferrer.Outputs> {

  /**
   * What a bulk inferrer makes.
   *
   * @param inferenceResult the predictions
   */
  public record Outputs(Channel<InferenceResult> inferenceResult) {}

  private static final String MODEL_FILE = "model.onnx";
  private static final String SIGNATURE_FILE = "signature.json";

  public BulkInferrer {
    requireNonNull(examples, "examples");
    requireNonNull(model, "model");
    requireNonNull(blessing, "blessing");
    requireNonNull(endpoint, "endpoint");
    requireNonNull(columns, "columns");
    splits = List.copyOf(splits);
    if (model.isEmpty() && endpoint.isEmpty()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "BulkInferrer > model", "none", "a model, or an endpoint", "name one of the two")
              .toString());
    }
  }

  /** All rows, all columns and all outputs of the model, whether blessed or not. */
  public BulkInferrer(Channel<Examples> examples, Channel<Model> model) {
    this(
        examples,
        Optional.of(model),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        InferenceColumns.ALL);
  }

  /** The same by a model in a serving tier. */
  public BulkInferrer(Channel<Examples> examples, ServingEndpoint endpoint) {
    this(
        examples,
        Optional.empty(),
        Optional.empty(),
        Optional.of(endpoint),
        List.of(),
        InferenceColumns.ALL);
  }

  /** Asks the model only if it is blessed. */
  public BulkInferrer withBlessing(Channel<ModelBlessing> newBlessing) {
    return new BulkInferrer(examples, model, Optional.of(newBlessing), endpoint, splits, columns);
  }

  /** Asks a serving tier in place of the model, which has to be the same: it names the classes. */
  public BulkInferrer withEndpoint(ServingEndpoint newEndpoint) {
    return new BulkInferrer(examples, model, blessing, Optional.of(newEndpoint), splits, columns);
  }

  /** Asks about these splits only. */
  public BulkInferrer withSplits(String... names) {
    return new BulkInferrer(examples, model, blessing, endpoint, List.of(names), columns);
  }

  /** Makes an input of these columns, side by side, as a model wants that takes a matrix. */
  public BulkInferrer withInput(String input, String... names) {
    return with(columns.withInput(input, List.of(names)));
  }

  /** Keeps these columns of the examples, such as keys, in place of all. */
  public BulkInferrer withColumns(String... names) {
    return with(columns.keeping(List.of(names)));
  }

  /** Asks for these outputs of the model only. */
  public BulkInferrer withOutputs(String... names) {
    return with(columns.withOutputs(List.of(names)));
  }

  /** Puts a text before the names of the outputs. */
  public BulkInferrer withPrefix(String prefix) {
    return with(columns.withPrefix(prefix));
  }

  private BulkInferrer with(InferenceColumns newColumns) {
    return new BulkInferrer(examples, model, blessing, endpoint, splits, newColumns);
  }

  /** The version that would answer: what is served changes without a channel saying so. */
  @Override
  public String externalDigest(FileDigests files) {
    return endpoint.map(Inference::find).map(ServedModel::origin).orElse("");
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var result = run.output(Outputs::inferenceResult);
    var refusal = refusal(run);
    result.set(InferenceResult.INFERRED, refusal.isEmpty());
    if (refusal.isPresent()) {
      result.set(InferenceResult.ROWS, 0L);
      run.progress("not asked: " + refusal.get());
      return;
    }
    var names = splits(run);
    var asked =
        RowColumns.of(
            Batches.of(run.dataset(examples, names.toArray(String[]::new)), run.allocator()));
    try (var inference = inference(run, asked)) {
      result.set(InferenceResult.MODEL, inference.model());
      long rows = 0;
      for (var split : names) {
        run.progress("predicting split " + split);
        try (var out =
            new ExamplesWriter(
                result.split(split), inference.outputSchema(asked.schema()), run.allocator())) {
          run.engine().map(run.dataset(examples, split), inference, out);
          rows += out.rowCount();
        }
      }
      result.set(InferenceResult.ROWS, rows);
      run.progress(rows + " rows predicted by " + inference.model());
    }
  }

  /** Why the model is not asked. */
  private Optional<String> refusal(Run<Outputs> run) {
    if (blessing.isEmpty()) {
      return Optional.empty();
    }
    var verdict = run.input(blessing);
    if (verdict.isEmpty()) {
      return Optional.of("there is no blessing");
    }
    run.input(model)
        .ifPresent(
            asked ->
                requireOf(
                    asked, verdict.get().property(ModelBlessing.CURRENT_MODEL_DIGEST).orElse("")));
    return verdict.get().property(ModelBlessing.BLESSED).orElse(false)
        ? Optional.empty()
        : Optional.of(
            verdict.get().property(ModelBlessing.MESSAGE).orElse("the model is not blessed"));
  }

  private static void requireOf(InputArtifact<Model> asked, String judged) {
    if (!judged.isEmpty() && !judged.equals(asked.digest())) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "BulkInferrer < blessing",
              "that of another model, " + judged,
              "the blessing of the model that is asked, " + asked.digest(),
              "pass the blessing of the Evaluator that judged the model"));
    }
  }

  private List<String> splits(Run<Outputs> run) {
    var present = run.input(examples).splits();
    var absent = new ArrayList<>(splits);
    absent.removeAll(present);
    if (!absent.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "BulkInferrer > splits",
              String.join(", ", absent),
              "splits of the examples: " + String.join(", ", present),
              "name other splits with withSplits"));
    }
    return splits.isEmpty() ? present : splits;
  }

  private Inference inference(Run<Outputs> run, RowColumns rows) throws IOException {
    var directory = run.input(model).map(InputArtifact::path);
    if (endpoint.isEmpty()) {
      return Inference.offline(directory.orElseThrow().resolve(MODEL_FILE), columns, rows);
    }
    var signature = directory.map(path -> path.resolve(SIGNATURE_FILE)).filter(Files::exists);
    return Inference.served(
        endpoint.get(),
        signature.isEmpty() ? Optional.empty() : Optional.of(Signature.read(signature.get())),
        columns,
        rows);
  }
}
