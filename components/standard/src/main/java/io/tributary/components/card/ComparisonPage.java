package io.tributary.components.card;

import io.tributary.components.card.ModelComparison.Figure;
import io.tributary.components.card.ModelComparison.Line;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Slice;
import io.tributary.components.html.HtmlPage;
import io.tributary.components.html.Markup;
import io.tributary.components.html.Strip;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A comparison for people. */
final class ComparisonPage {
  /** Beyond this, chance is no explanation: such differences are coloured. */
  private static final double SURE = 0.05;

  /** So many metrics of slices are shown at most; JSON has them all. */
  private static final int SHOWN = 6;

  private static final int LONGEST = 300;

  private final ModelComparison comparison;
  private final Markup page = new Markup();

  ComparisonPage(ModelComparison comparison) {
    this.comparison = comparison;
  }

  String html() {
    var title = comparison.first().name() + " and " + comparison.second().name();
    metrics();
    slices(comparison.slices());
    lines("Inputs and outputs", comparison.signature());
    lines("Parameters", comparison.parameters());
    lines("Data", comparison.data());
    lines("Features", comparison.features());
    var body = new Markup().element("h1", title);
    body.open("ul", "class", "tiles");
    model(body, "1", "left", comparison.first());
    model(body, "2", "right", comparison.second());
    body.close("ul");
    comparison.remarks().forEach(body::remark);
    body.open("nav", "aria-label", "Sections");
    page.headings().forEach(each -> body.element("a", each, "href", "#" + Markup.anchor(each)));
    body.close("nav").append(page);
    return HtmlPage.document(title, body).html();
  }

  private static void model(Markup body, String number, String side, ModelCard card) {
    body.open("li")
        .element("b", number + "  " + card.name(), "class", side)
        .text(card.summary())
        .close("li");
  }

  private void metrics() {
    var figures = comparison.overall();
    if (figures.isEmpty()) {
      return;
    }
    boolean isSure = figures.stream().anyMatch(figure -> figure.spread().isPresent());
    var header = new ArrayList<>(List.of("Metric", "1", "2", "Difference"));
    if (isSure) {
      header.add("p");
    }
    page.heading("All rows").table(header);
    for (var figure : figures) {
      page.open("tr").cell(name(figure.metric()));
      cells(figure);
      if (isSure) {
        page.cell(figure.significance().map(ComparisonPage::chance));
      }
      page.close("tr");
    }
    page.endTable();
  }

  private static String chance(double p) {
    return p < 0.00005 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  private void cells(Figure figure) {
    page.cell(figure.first().map(figure.metric()::text))
        .cell(figure.second().map(figure.metric()::text));
    difference(figure);
  }

  private void difference(Figure figure) {
    page.cell(
        figure.difference().map(difference -> figure.metric().change(difference)).orElse("–"),
        kind(figure));
  }

  /** By what chance does not explain. */
  private static String kind(Figure figure) {
    boolean isSure = figure.significance().map(p -> p < SURE).orElse(false);
    return isSure
        ? figure.isBetter().map(better -> better ? "pass" : "fail").orElse("figure")
        : "figure";
  }

  private void slices(Map<Slice, List<Figure>> slices) {
    if (slices.isEmpty()) {
      return;
    }
    var headline = comparison.headline().orElseThrow();
    var shown = shown(headline);
    page.heading("Slices")
        .remark(
            "On the left the "
                + name(headline)
                + " of each slice: the first model's is blue, the second's orange. Then the number of"
                + " rows, and of some metrics the second model's figure with the difference to the"
                + " first's, in colour where chance does not explain it.");
    var header = new ArrayList<>(List.of("Slice", "", "rows"));
    shown.forEach(metric -> header.add(name(metric)));
    page.table(header);
    var strip = strip(slices, headline);
    slices.forEach((slice, figures) -> row(slice, figures, shown, strip));
    page.endTable();
  }

  /** The headline first, then metrics that say which value is better. */
  private List<Metric> shown(Metric headline) {
    var shown = new ArrayList<>(List.of(headline));
    comparison.overall().stream()
        .map(Figure::metric)
        .filter(metric -> metric.of().isEmpty() && !shown.contains(metric))
        .filter(metric -> metric.better() != Metric.Better.NEITHER)
        .limit(SHOWN - 1L)
        .forEach(shown::add);
    return shown;
  }

  private static Strip strip(Map<Slice, List<Figure>> slices, Metric headline) {
    var ends = new ArrayList<Double>();
    for (var figures : slices.values()) {
      find(figures, headline)
          .ifPresent(
              figure -> {
                figure.first().ifPresent(ends::add);
                figure.second().ifPresent(ends::add);
              });
    }
    return Strip.over(ends);
  }

  private static Optional<Figure> find(List<Figure> figures, Metric metric) {
    return figures.stream().filter(figure -> figure.metric().equals(metric)).findFirst();
  }

  private void row(Slice slice, List<Figure> figures, List<Metric> shown, Strip strip) {
    page.open("tr").cell(slice.toString()).open("td");
    var headline = find(figures, shown.get(0));
    strip.draw(
        page, Optional.empty(), headline.flatMap(Figure::first), headline.flatMap(Figure::second));
    page.close("td");
    page.cell(
        find(figures, Metric.EXAMPLE_COUNT)
            .flatMap(figure -> figure.second().or(figure::first))
            .map(Metric.EXAMPLE_COUNT::text));
    for (var metric : shown) {
      var figure = find(figures, metric);
      page.open("td").text(figure.flatMap(Figure::second).map(metric::text).orElse("–"));
      figure.ifPresent(
          of ->
              of.difference()
                  .ifPresent(
                      change ->
                          page.element(
                              "small", " (" + metric.change(change) + ")", "class", kind(of))));
      page.close("td");
    }
    page.close("tr");
  }

  /** What differs; of what is equal, how much there is. */
  private void lines(String title, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    page.heading(title);
    var different = lines.stream().filter(line -> !line.isEqual()).toList();
    int equal = lines.size() - different.size();
    if (different.isEmpty()) {
      page.remark("The same for both: " + equal + ".");
      return;
    }
    page.remark(equal == 0 ? "" : "The same for both, and not shown: " + equal + ".");
    page.words("", "1", "2");
    for (var line : different) {
      page.open("tr").cell(line.name().replace('_', ' '));
      page.cell(line.first().map(text -> Markup.brief(text, LONGEST)))
          .cell(line.second().map(text -> Markup.brief(text, LONGEST)))
          .close("tr");
    }
    page.endTable();
  }

  private static String name(Metric metric) {
    return metric.key().replace('_', ' ');
  }
}
