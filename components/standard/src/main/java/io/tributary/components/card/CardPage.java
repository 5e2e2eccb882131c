package io.tributary.components.card;

import io.tributary.components.card.ModelCard.DataSource;
import io.tributary.components.evaluator.EvaluationReport;
import io.tributary.components.evaluator.ImportanceReport;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.html.HtmlPage;
import io.tributary.components.html.Markup;
import io.tributary.components.transform.FeatureDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A card for people. */
final class CardPage {
  /** Longer texts are cut; JSON has the whole of them. */
  private static final int LONGEST = 300;

  private final ModelCard card;
  private final Markup page = new Markup();
  private final Markup links = new Markup();
  private final Facts facts = new Facts(page);

  CardPage(ModelCard card) {
    this.card = card;
  }

  String html() {
    verdict();
    card.evaluation()
        .ifPresent(
            evaluated -> {
              new EvaluationReport(evaluated.result(), page).sections();
              evaluated.importances().ifPresent(of -> new ImportanceReport(of, page).sections());
            });
    data();
    schema();
    signature();
    features();
    making();
    reproduce();
    absent();
    var body = new Markup().element("h1", card.name()).element("p", card.summary());
    tiles(body);
    page.headings().forEach(title -> links.element("a", title, "href", "#" + Markup.anchor(title)));
    body.open("nav", "aria-label", "Sections").append(links).close("nav").append(page);
    return HtmlPage.document(card.name(), body).html();
  }

  /** The few figures that people look for first. */
  private void tiles(Markup body) {
    var tiles = new LinkedHashMap<String, String>();
    card.evaluation()
        .ifPresent(
            evaluated -> {
              var result = evaluated.result();
              var headline = result.task().headline();
              result
                  .overall()
                  .value(headline)
                  .ifPresent(
                      value ->
                          tiles.put(
                              headline.key().replace('_', ' '),
                              String.format(Locale.ROOT, "%.4f", value)));
              result
                  .overall()
                  .value(Metric.EXAMPLE_COUNT)
                  .ifPresent(rows -> tiles.put("rows judged", Metric.EXAMPLE_COUNT.text(rows)));
            });
    Optional.ofNullable(card.model().fields("data").get("rows"))
        .ifPresent(rows -> tiles.put("rows trained on", grouped(rows)));
    if (!card.features().isEmpty()) {
      tiles.put("features", "" + card.features().size());
    }
    card.origin().ifPresent(origin -> tiles.put("artifact", "" + origin.artifact()));
    body.open("ul", "class", "tiles");
    tiles.forEach((what, figure) -> body.open("li").element("b", figure).text(what).close("li"));
    body.close("ul");
  }

  private static String grouped(Object count) {
    return count instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : count.toString();
  }

  private void verdict() {
    page.heading("Verdict");
    for (var finding : card.findings()) {
      page.element(
          "p",
          finding.what() + ": " + finding.message(),
          "class",
          finding.passed() ? "pass" : "fail");
    }
    if (card.evaluation().isEmpty()) {
      page.element(
          "p", "Not evaluated: how good this model is, nobody has measured yet.", "class", "none");
    } else if (card.findings().isEmpty()) {
      new EvaluationReport(card.evaluation().get().result(), page).verdict();
    }
    card.evaluation()
        .ifPresent(
            evaluated ->
                page.remark(
                    "Judged by "
                        + evaluated.place()
                        + evaluated
                            .examplesDigest()
                            .map(digest -> ", on examples with the digest " + digest)
                            .orElse("")
                        + "."));
    for (var warning : card.model().list("warnings")) {
      page.element("p", "Warning: " + warning, "class", "fail");
    }
  }

  private void data() {
    if (card.data().isEmpty() && card.model().fields("data").isEmpty()) {
      return;
    }
    page.heading("Data");
    if (!card.data().isEmpty()) {
      page.remark("From raw data to what was trained on.");
      page.words("Artifact", "Span", "Splits and rows", "Made by", "Content digest");
      card.data().forEach(this::source);
      page.endTable();
    }
    facts.list(card.model().fields("data"));
  }

  private void source(DataSource source) {
    page.open("tr").open("td").text(source.type() + " " + source.id());
    source
        .raw()
        .ifPresent(
            raw ->
                page.open("br")
                    .element("small", "from " + raw.path() + ", SHA-256 " + raw.digest()));
    page.close("td")
        .cell(
            source.span().isPresent()
                ? Optional.of(
                    source.span().getAsLong()
                        + (source.version().isPresent()
                            ? ", version " + source.version().getAsLong()
                            : ""))
                : Optional.empty())
        .cell(
            source.splits().stream()
                .map(
                    split ->
                        split
                            + Optional.ofNullable(source.rows().get(split))
                                .map(rows -> ": " + grouped(rows))
                                .orElse(""))
                .collect(Collectors.joining(", ")))
        .cell(source.node())
        .open("td")
        .element("code", source.digest())
        .close("td")
        .close("tr");
  }

  private void schema() {
    if (card.schema().isEmpty()) {
      return;
    }
    page.heading("Schema").words("Column", "Type", "Presence", "Values");
    for (var line : SchemaLine.of(card.schema().get())) {
      page.open("tr")
          .cell(line.name())
          .cell(line.type())
          .cell(line.presence())
          .cell(Markup.brief(line.domain(), LONGEST))
          .close("tr");
    }
    page.endTable();
  }

  private void signature() {
    if (card.model().inputs().isEmpty() && card.model().outputs().isEmpty()) {
      return;
    }
    page.heading("Inputs and outputs").words("Tensor", "", "Type", "Shape", "Values");
    card.model().inputs().forEach(tensor -> tensor("input", tensor));
    card.model().outputs().forEach(tensor -> tensor("output", tensor));
    page.endTable();
  }

  private void tensor(String kind, Map<String, @Nullable Object> tensor) {
    page.open("tr")
        .cell(String.valueOf(tensor.get("name")))
        .cell(kind)
        .cell(String.valueOf(tensor.get("datatype")))
        .cell(String.valueOf(tensor.get("shape")))
        .cell(Markup.brief(ModelFiles.values(tensor), LONGEST))
        .close("tr");
  }

  private void features() {
    if (card.features().isEmpty()) {
      var known = card.model().list("features");
      if (!known.isEmpty()) {
        page.heading("Features")
            .remark("Their expressions and constants are with the transform, which is not here.");
        facts.value(known);
      }
      return;
    }
    page.heading("Features")
        .words("Feature", "Type", "Raw columns", "Expression and fitted constants");
    card.features().forEach(this::feature);
    page.endTable();
  }

  private void feature(FeatureDescription feature) {
    page.open("tr")
        .cell(feature.name())
        .cell(feature.type())
        .cell(Markup.brief(String.join(", ", feature.columns()), LONGEST))
        .open("td")
        .element("code", Markup.brief(feature.expression(), LONGEST));
    for (var fit : feature.fitted()) {
      page.open("br").element("small", Markup.brief(feature.inWords(fit), 2 * LONGEST));
    }
    page.close("td").close("tr");
  }

  private void making() {
    if (!card.model().description().isEmpty()) {
      page.heading("Parameters");
      var parameters = new LinkedHashMap<String, @Nullable Object>();
      for (var name : List.of("algorithm", "library", "training", "seed")) {
        card.model().text(name).ifPresent(text -> parameters.put(name, text));
      }
      parameters.putAll(card.model().fields("hyper_parameters"));
      parameters.putAll(card.model().fields("options"));
      facts.list(parameters);
    }
    section("Fitted", card.model().fields("fitted"));
    section("Provenance", card.model().fields("provenance"));
  }

  private void section(String title, Map<String, @Nullable Object> fields) {
    if (!fields.isEmpty()) {
      page.heading(title);
      facts.list(fields);
    }
  }

  private void reproduce() {
    card.origin()
        .ifPresent(
            origin -> {
              page.heading("How to reproduce");
              var known = new LinkedHashMap<String, @Nullable Object>();
              known.put("pipeline", origin.pipeline());
              origin.run().ifPresent(run -> known.put("run", run));
              known.put("made", origin.created().toString());
              known.put("tributary", origin.version());
              known.put("content digest", origin.digest());
              facts.list(known);
              if (origin.command().isPresent()) {
                page.element("pre", origin.command().get())
                    .remark(
                        "Where data and code have the digests above, the model comes out the same,"
                            + " byte for byte.");
              } else {
                page.remark("With which command the run was started, it does not remember.");
              }
            });
  }

  private void absent() {
    if (!card.absent().isEmpty()) {
      page.heading("Not shown").open("ul");
      card.absent().forEach(what -> page.element("li", what));
      page.close("ul");
    }
  }
}
