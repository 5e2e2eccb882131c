package io.tributary.components.card;

import io.tributary.components.card.ModelCard.DataSource;
import io.tributary.components.card.ModelCard.Finding;
import io.tributary.components.card.ModelCard.Origin;
import io.tributary.components.evaluator.Disparity;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.transform.FeatureDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of a card. */
final class CardJson {
  private static final int FORMAT = 1;

  private CardJson() {}

  static Map<String, Object> fields(ModelCard card) {
    var root = new LinkedHashMap<String, Object>();
    root.put("format", FORMAT);
    root.put("name", card.name());
    root.put("summary", card.summary());
    card.origin().ifPresent(origin -> root.put("origin", fields(origin)));
    root.put("model", card.model().description());
    root.put("signature", card.model().signature());
    root.put("data", card.data().stream().map(CardJson::fields).toList());
    card.schema()
        .ifPresent(
            schema ->
                root.put("schema", SchemaLine.of(schema).stream().map(SchemaLine::json).toList()));
    if (!card.features().isEmpty()) {
      root.put("features", card.features().stream().map(FeatureDescription::asMap).toList());
    }
    root.put("findings", card.findings().stream().map(CardJson::fields).toList());
    card.evaluation()
        .ifPresent(
            evaluated -> {
              root.put("evaluated", evaluated.place());
              evaluated
                  .examplesDigest()
                  .ifPresent(digest -> root.put("evaluated_examples_digest", digest));
              root.put("evaluation", evaluated.result().json());
              root.put("fairness", fairness(evaluated.result()));
              evaluated.importances().ifPresent(of -> root.put("importance", of.json()));
            });
    root.put("absent", card.absent());
    return root;
  }

  private static Map<String, Object> fields(Origin origin) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("artifact", origin.artifact());
    fields.put("digest", origin.digest());
    fields.put("pipeline", origin.pipeline());
    origin.run().ifPresent(run -> fields.put("run", run));
    fields.put("created", origin.created().toString());
    fields.put("version", origin.version());
    origin.command().ifPresent(command -> fields.put("command", command));
    return fields;
  }

  private static Map<String, Object> fields(DataSource source) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", source.type());
    fields.put("artifact", source.id());
    fields.put("digest", source.digest());
    fields.put("node", source.node());
    source.span().ifPresent(span -> fields.put("span", span));
    source.version().ifPresent(version -> fields.put("version", version));
    fields.put("splits", source.splits());
    fields.put("rows", source.rows());
    source
        .raw()
        .ifPresent(
            raw -> {
              fields.put("raw_data", raw.path());
              fields.put("raw_data_digest", raw.digest());
            });
    return fields;
  }

  private static Map<String, Object> fields(Finding finding) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("what", finding.what());
    fields.put("passed", finding.passed());
    fields.put("message", finding.message());
    return fields;
  }

  private static List<Map<String, @Nullable Object>> fairness(EvaluationResult result) {
    return Disparity.of(result).stream().map(CardJson::fields).toList();
  }

  private static Map<String, @Nullable Object> fields(Disparity disparity) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("columns", disparity.columns());
    fields.put("metric", disparity.metric().key());
    fields.put("lowest", disparity.low());
    fields.put("lowest_slice", disparity.lowest().slice().toString());
    fields.put("highest", disparity.high());
    fields.put("highest_slice", disparity.highest().slice().toString());
    fields.put("gap", disparity.gap());
    fields.put("ratio", Double.isNaN(disparity.ratio()) ? null : disparity.ratio());
    return fields;
  }
}
