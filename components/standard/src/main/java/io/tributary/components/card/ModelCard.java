package io.tributary.components.card;

import static java.util.Objects.requireNonNull;

import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Importances;
import io.tributary.components.transform.FeatureDescription;
import io.tributary.proto.tfmd.Schema;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that is known of a model: what it was made of and with, what it needs and gives, how good it
 * is for whom, and how to make it again. What is not known is left out, and what could not be read
 * is named. Immutable.
 *
 * @param name what readers call the model
 * @param model what its own files say
 * @param features of its transform, with expressions and fitted constants; empty if not known
 * @param schema of the raw data, if known
 * @param data from the raw data to what was trained on, in this order
 * @param origin where it was made, if it is an artifact
 * @param findings what was found out about it, such as whether it may be used
 * @param evaluation its metrics, if it was judged
 * @param absent what belongs here and could not be read, each with the reason
 */
public record ModelCard(
    String name,
    ModelFiles model,
    List<FeatureDescription> features,
    Optional<Schema> schema,
    List<DataSource> data,
    Optional<Origin> origin,
    List<Finding> findings,
    Optional<Evaluated> evaluation,
    List<String> absent) {

  /**
   * An artifact with data that the model comes from.
   *
   * @param type of the artifact
   * @param digest of its content
   * @param node that made it, with the number of its execution
   * @param span the period that the rows are from; empty where data does not come in periods
   * @param version of the span
   * @param splits their names
   * @param rows by split, as far as they were counted
   * @param raw the files that it was read from, if it was
   */
  public record DataSource(
      String type,
      long id,
      String digest,
      String node,
      OptionalLong span,
      OptionalLong version,
      List<String> splits,
      Map<String, Long> rows,
      Optional<RawData> raw) {
    public DataSource {
      splits = List.copyOf(splits);
      rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }
  }

  /**
   * Files that are no artifact.
   *
   * @param digest of their content when they were read
   */
  public record RawData(String path, String digest) {}

  /**
   * Where a model was made.
   *
   * @param artifact its id
   * @param digest of its content
   * @param run empty if no run of a pipeline made it
   * @param version of what made it
   * @param command how to make it again; empty if that is not known
   */
  public record Origin(
      long artifact,
      String digest,
      String pipeline,
      Optional<String> run,
      Instant created,
      String version,
      Optional<String> command) {}

  /**
   * What was found out about a model.
   *
   * @param what in a word: {@code model}, {@code serving}, {@code push}
   * @param passed whether it was good
   * @param message why
   */
  public record Finding(String what, boolean passed, String message) {}

  /**
   * An evaluation.
   *
   * @param place what to call it
   * @param artifact the id of the {@code ModelEvaluation}, if it is one
   * @param examplesDigest of the rows that it was judged on, if known
   * @param importances which columns and features matter, if that was found out
   */
  public record Evaluated(
      String place,
      OptionalLong artifact,
      Optional<String> examplesDigest,
      EvaluationResult result,
      Optional<Importances> importances) {}

  public ModelCard {
    requireNonNull(name, "name");
    requireNonNull(model, "model");
    features = List.copyOf(features);
    requireNonNull(schema, "schema");
    data = List.copyOf(data);
    requireNonNull(origin, "origin");
    findings = List.copyOf(findings);
    requireNonNull(evaluation, "evaluation");
    absent = List.copyOf(absent);
  }

  /** As fields, for JSON. */
  public Map<String, Object> json() {
    return CardJson.fields(this);
  }

  /** As a page, to be written in UTF-8: the same knowledge gives the same text. */
  public String html() {
    return new CardPage(this).html();
  }

  /** {@code binary classification of big_tip by logistic regression}, as far as it is known. */
  String summary() {
    var summary = new StringBuilder(model.text("task").orElse("model"));
    if (!model.labels().isEmpty()) {
      summary.append(" of ").append(String.join(", ", model.labels()));
    }
    model.text("algorithm").ifPresent(algorithm -> summary.append(" by ").append(algorithm));
    return summary.toString();
  }
}
