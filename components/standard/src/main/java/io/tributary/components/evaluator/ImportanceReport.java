package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.components.evaluator.Importances.Contributions;
import io.tributary.components.evaluator.Importances.Effect;
import io.tributary.components.evaluator.Importances.OfSlice;
import io.tributary.components.html.Markup;
import io.tributary.components.html.Strip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Importances for people.
 *
 * @param importances what was found out
 * @param page is written to
 */
public record ImportanceReport(Importances importances, Markup page) {
  /** So many columns and features, those that matter most, are shown of every slice. */
  private static final int SHOWN = 8;

  public ImportanceReport {
    requireNonNull(importances, "importances");
    requireNonNull(page, "page");
  }

  /** What columns mean to the metrics, and what features contribute. */
  public void sections() {
    for (var metric : importances.metrics()) {
      permutation(metric);
    }
    importances.contributions().ifPresent(this::contributions);
  }

  private void permutation(Metric metric) {
    var effects = importances.overall(metric);
    page.heading("Importance of columns: " + name(metric))
        .remark(
            "By how much the "
                + name(metric)
                + " gets worse if the model sees the values of a column in another order: mean and"
                + " standard deviation of "
                + importances.repeats()
                + " orders, on a sample of "
                + importances.rows()
                + " rows. Columns that say the same stand in for each other, and then each of them"
                + " seems to matter less than they do together.");
    page.table("Column", "", "Worse by", "Deviation");
    var strip = Strip.over(ends(effects.stream().map(Effect::mean).toList()));
    for (var effect : effects) {
      page.open("tr").cell(effect.column()).open("td");
      strip.bar(page, effect.mean());
      page.close("td").cell(number(effect.mean())).cell(number(effect.deviation())).close("tr");
    }
    page.endTable();
    bySlice(metric, effects.stream().map(Effect::column).limit(SHOWN).toList());
  }

  private void bySlice(Metric metric, List<String> columns) {
    var effects = new LinkedHashMap<Slice, Map<String, Effect>>();
    for (var effect : importances.columns()) {
      if (effect.metric().equals(metric)) {
        effects
            .computeIfAbsent(effect.slice(), slice -> new HashMap<>())
            .put(effect.column(), effect);
      }
    }
    if (effects.size() < 2) {
      return;
    }
    var header = new ArrayList<>(List.of("Slice"));
    header.addAll(columns);
    page.table(header);
    effects.forEach(
        (slice, ofSlice) -> {
          page.open("tr").cell(slice.toString());
          for (var column : columns) {
            page.cell(Optional.ofNullable(ofSlice.get(column)).map(of -> number(of.mean())));
          }
          page.close("tr");
        });
    page.endTable();
  }

  private void contributions(Contributions of) {
    var overall = of.slices().get(0);
    var features = IntStream.range(0, of.features().size()).boxed().toList();
    page.heading("Contributions of features")
        .remark(
            "By how much a feature moves a prediction away from the expected one, up or down: the"
                + " mean of the absolute Shapley values of the rows of the sample, in the model's "
                + of.unit()
                + ". Expected: "
                + of.expected().stream().map(ImportanceReport::number).toList()
                + ".");
    var header = new ArrayList<>(List.of("Feature", ""));
    of.outputs().forEach(output -> header.add(output.isEmpty() ? "Mean" : output));
    page.table(header);
    var strip = Strip.over(ends(features.stream().map(overall::all).toList()));
    for (int feature : features) {
      page.open("tr").cell(of.features().get(feature)).open("td");
      strip.bar(page, overall.all(feature));
      page.close("td");
      overall.means().forEach(output -> page.cell(number(output.get(feature))));
      page.close("tr");
    }
    page.endTable();
    bySlice(of, features.stream().limit(SHOWN).toList());
  }

  private void bySlice(Contributions of, List<Integer> features) {
    if (of.slices().size() < 2) {
      return;
    }
    var header = new ArrayList<>(List.of("Slice"));
    features.forEach(feature -> header.add(of.features().get(feature)));
    page.table(header);
    for (OfSlice slice : of.slices()) {
      page.open("tr").cell(slice.slice().toString());
      features.forEach(feature -> page.cell(Optional.of(number(slice.all(feature)))));
      page.close("tr");
    }
    page.endTable();
  }

  private static List<Double> ends(List<Double> figures) {
    var ends = new ArrayList<>(figures);
    ends.add(0.0);
    return ends;
  }

  private static String name(Metric metric) {
    return metric.key().replace('_', ' ');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4f" : "%.1f", value);
  }
}
