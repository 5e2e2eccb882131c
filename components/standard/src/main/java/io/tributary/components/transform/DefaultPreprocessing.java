package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.topK;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.caution.Caution;
import io.tributary.components.caution.Caution.Kind;
import io.tributary.components.transform.ColumnScan.Seen;
import io.tributary.components.transform.DefaultColumn.Holds;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Features that suit most columns, chosen by what statistics say of them; see {@link
 * AutoTransform}.
 */
final class DefaultPreprocessing implements Preprocessing {
  /** Classes up to which words are chosen by what they tell of them. */
  private static final int MOST_CLASSES = 900;

  private static final int LABEL_BUCKETS = 10;

  /** Integers so near to each other may well be classes. */
  private static final int FEW_VALUES = 20;

  private static final String NAMED_AS_OUTPUT =
      "an output of the model has this name: rename the column to learn from it";

  private final DatasetFeatureStatistics statistics;
  private final Map<String, Seen> seen;
  private final List<String> labels;
  private final Optional<LabelKind> kind;
  private final Task task;
  private final List<ColumnChoice> choices = new ArrayList<>();
  private final List<Caution> cautions = new ArrayList<>();
  private final FeatureNames names;

  /**
   * Features for columns that these statistics are of.
   *
   * @param seen what a {@link ColumnScan} has found
   */
  DefaultPreprocessing(
      DatasetFeatureStatistics statistics,
      Map<String, Seen> seen,
      List<String> labels,
      Optional<LabelKind> kind) {
    this.statistics = statistics;
    this.seen = seen;
    this.labels = labels;
    this.kind = kind;
    task = Task.ofKinds(labels.stream().map(this::kind).toList());
    names =
        new FeatureNames(statistics.getFeaturesList().stream().map(DefaultColumn::name).toList());
  }

  /** What is to be said of the columns, after {@link #define}. */
  List<Caution> cautions() {
    return cautions;
  }

  /** What is learnt, and why that, in one line. */
  String task() {
    var why =
        kind.isPresent()
            ? "as asked for"
            : labels.stream()
                .map(
                    label ->
                        "label '"
                            + label
                            + "' holds "
                            + find(label)
                                .map(DefaultPreprocessing::holds)
                                .orElse("no values that are known"))
                .collect(Collectors.joining(", "));
    return task + ": " + why;
  }

  private static String holds(FeatureNameStatistics label) {
    var numbers = label.getNumStats();
    return switch (label.getType()) {
      case STRING -> label.getStringStats().getUnique() + " different texts";
      case INT ->
          String.format(
              Locale.ROOT, "integers from %.0f to %.0f", numbers.getMin(), numbers.getMax());
      default -> "numbers";
    };
  }

  /** What became of each column that is no label, after {@link #define}. */
  List<ColumnChoice> choices() {
    return choices;
  }

  @Override
  public void define(Features f) {
    labels.forEach(this::requireNumbers);
    choose(f, true);
    if (f.outputs().isEmpty()) {
      choose(f, false);
    }
    if (f.outputs().isEmpty()) {
      throw new ExecutionFailure(
          Code.FAILED_PRECONDITION,
          new Explanation(
              "columns",
              "none of use: "
                  + choices.stream()
                      .map(choice -> "column '" + choice.column() + "': " + choice.why())
                      .collect(Collectors.joining("; ")),
              "one at least, beside the labels, that tells rows apart",
              "add columns, or describe the features yourself"));
    }
    labels.forEach(label -> label(f, label));
  }

  /** Where nothing else is left, even the number of a row may tell something. */
  private void choose(Features f, boolean withoutIdentities) {
    choices.clear();
    cautions.clear();
    labels.stream().map(this::find).flatMap(Optional::stream).forEach(this::lookAtLabel);
    var outputs = task.outputs();
    for (var feature : statistics.getFeaturesList()) {
      var name = DefaultColumn.name(feature);
      if (!labels.contains(name)) {
        var column = new DefaultColumn(feature, Optional.ofNullable(seen.get(name)));
        lookAt(column);
        choices.add(
            column
                .uselessness()
                .or(() -> outputs.contains(name) ? Optional.of(NAMED_AS_OUTPUT) : Optional.empty())
                .or(() -> withoutIdentities ? column.identity() : Optional.empty())
                .map(why -> ColumnChoice.leftOut(name, why))
                .orElseGet(() -> choice(f, column)));
      }
    }
  }

  private void lookAt(DefaultColumn column) {
    if (column.isOtherDateText()) {
      cautions.add(
          new Caution(
              Kind.TIMES,
              "column '"
                  + column.name()
                  + "': dates taken as texts, as they are not of ISO 8601; write them as 2026-11-30"
                  + " or 2026-11-30T18:05:00Z"));
    }
  }

  private void lookAtLabel(FeatureNameStatistics label) {
    var numbers = label.getNumStats();
    double span = numbers.getMax() - numbers.getMin();
    if (task == Task.REGRESSION
        && kind.isEmpty()
        && label.getType() == FeatureNameStatistics.Type.INT
        && span > 0
        && span < FEW_VALUES) {
      cautions.add(
          new Caution(
              Kind.FEW_VALUES,
              "label '"
                  + DefaultColumn.name(label)
                  + "': "
                  + holds(label)
                  + " are learnt as numbers; if they stand for classes, say --task multiclass"));
    }
  }

  private ColumnChoice choice(Features f, DefaultColumn column) {
    var made = new DefaultFeatures(f, column.name(), names);
    if (column.holds() == Holds.NUMBERS) {
      return column.isOfLists() ? ofNumberLists(f, column, made) : ofNumber(f, column, made);
    }
    return column.isOfLists() ? ofTextLists(f, column, made) : ofText(f, column, made);
  }

  private static ColumnChoice ofNumber(Features f, DefaultColumn column, DefaultFeatures made) {
    var name = column.name();
    var unit = column.timeUnit();
    if (unit.isPresent()) {
      var time = f.integer(name).asTime(unit.get());
      double perDay =
          (double) ChronoUnit.DAYS.getDuration().toNanos() / unit.get().getDuration().toNanos();
      boolean hasClock =
          unit.get() != ChronoUnit.DAYS
              && (column.min() % perDay != 0 || column.max() % perDay != 0);
      made.time(time, hasClock, column.mayLack());
      return made.choice("times in " + unit.get().name().toLowerCase(Locale.ROOT) + " since 1970");
    }
    if (column.min() < column.max()) {
      made.number("_z", f.number(name), "z-score");
    }
    made.missing(f.number(name).isMissing(), column.mayLack());
    return made.choice(column.mayLack() ? "numbers, missing in some rows" : "numbers");
  }

  private static ColumnChoice ofNumberLists(
      Features f, DefaultColumn column, DefaultFeatures made) {
    var numbers = f.numbers(column.name());
    if (!column.isOfOneLength()) {
      made.number("_count_z", numbers.count(), "count");
    }
    if (column.min() < column.max()) {
      made.number("_mean_z", numbers.mean(), "mean");
      made.number("_min_z", numbers.min(), "least");
      made.number("_max_z", numbers.max(), "greatest");
    }
    return made.choice("lists of numbers");
  }

  private ColumnChoice ofText(Features f, DefaultColumn column, DefaultFeatures made) {
    var text = f.text(column.name());
    if (column.isTimeText()) {
      made.time(text.asTime(), true, column.mayLack() || hasOthers(column));
      return made.choice("times of ISO 8601");
    }
    var why = new ArrayList<String>();
    if (column.isOfCategories()) {
      made.id("_id", text.vocabulary(topK(DefaultColumn.MOST_CATEGORIES)), "id");
      why.add(column.different() + " different texts" + kept(column));
    }
    if (column.isFreeText()) {
      made.words(text.lowerCase().words(), guide(f), Long.MAX_VALUE, "words");
      why.add(String.format(Locale.ROOT, "texts of %.1f words on average", meanWords(column)));
    }
    return made.choice(String.join(", ", why));
  }

  private static String kept(DefaultColumn column) {
    return column.different() <= DefaultColumn.MOST_CATEGORIES
        ? ""
        : String.format(
            Locale.ROOT,
            ", of which the %d most frequent are kept, those of %.0f %% of the rows",
            DefaultColumn.MOST_CATEGORIES,
            Math.floor(100 * column.shareOfCategories()));
  }

  private static boolean hasOthers(DefaultColumn column) {
    return column.seen().map(Seen::shareOfTimes).orElse(0.0) < 1;
  }

  private static double meanWords(DefaultColumn column) {
    return column.seen().map(Seen::meanWords).orElse(0.0);
  }

  private ColumnChoice ofTextLists(Features f, DefaultColumn column, DefaultFeatures made) {
    made.words(f.texts(column.name()), guide(f), column.different(), "texts");
    return made.choice("lists of " + column.different() + " different texts");
  }

  /** By what terms of a vocabulary are chosen; empty for how frequent they are. */
  private Optional<VocabularyOption> guide(Features f) {
    if (labels.size() != 1) {
      return Optional.empty();
    }
    var label = labels.get(0);
    return Optional.of(
        switch (kind(label)) {
          case BOOLEAN -> VocabularyOption.informationOn(f.number(label).isEqualTo(1));
          case NUMBER -> VocabularyOption.informationOn(f.number(label).bucketize(LABEL_BUCKETS));
          case TEXT ->
              VocabularyOption.informationOn(text(f, label).vocabulary(topK(MOST_CLASSES)));
        });
  }

  /** Texts are learnt as classes only. */
  private void requireNumbers(String label) {
    boolean isText =
        find(label).stream().anyMatch(it -> it.getType() == FeatureNameStatistics.Type.STRING);
    if (isText && kind(label) != LabelKind.TEXT) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "label '" + label + "'",
              "texts",
              kind(label) == LabelKind.BOOLEAN ? "numbers, 0 or 1" : "numbers",
              "learn it as one of several classes, or write numbers"));
    }
  }

  private void label(Features f, String label) {
    var name = names.of(label, "_label");
    switch (kind(label)) {
      case BOOLEAN -> f.binaryLabel(name, f.number(label));
      case NUMBER -> f.label(name, f.number(label));
      case TEXT -> f.label(name, text(f, label));
    }
  }

  private TextColumn text(Features f, String label) {
    boolean isInteger =
        find(label).stream().anyMatch(it -> it.getType() == FeatureNameStatistics.Type.INT);
    return isInteger ? f.integer(label).asText() : f.text(label);
  }

  private Optional<FeatureNameStatistics> find(String column) {
    return statistics.getFeaturesList().stream()
        .filter(each -> DefaultColumn.name(each).equals(column))
        .findFirst();
  }

  private LabelKind kind(String label) {
    return kind.orElseGet(
        () -> find(label).map(DefaultPreprocessing::usualKind).orElse(LabelKind.NUMBER));
  }

  private static LabelKind usualKind(FeatureNameStatistics column) {
    var numbers = column.getNumStats();
    return switch (column.getType()) {
      case STRING -> LabelKind.TEXT;
      case INT ->
          numbers.getMin() == 0 && numbers.getMax() == 1 ? LabelKind.BOOLEAN : LabelKind.NUMBER;
      default -> LabelKind.NUMBER;
    };
  }
}
