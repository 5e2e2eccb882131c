package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.topK;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Features that suit most columns, chosen by what statistics say of them; see {@link
 * AutoTransform}.
 */
final class DefaultPreprocessing implements Preprocessing {
  private static final int MOST_WORDS = 100;
  private static final int LONGEST_NAME = 80;

  private final DatasetFeatureStatistics statistics;
  private final List<String> labels;
  private final Optional<LabelKind> kind;
  private final List<String> leftOut = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  DefaultPreprocessing(
      DatasetFeatureStatistics statistics, List<String> labels, Optional<LabelKind> kind) {
    this.statistics = statistics;
    this.labels = labels;
    this.kind = kind;
    statistics.getFeaturesList().forEach(column -> taken.add(name(column)));
  }

  private static String name(FeatureNameStatistics column) {
    return column.hasPath() ? String.join(".", column.getPath().getStepList()) : column.getName();
  }

  /** What became of the columns that are no features: a line for each, after {@link #define}. */
  List<String> leftOut() {
    return leftOut;
  }

  @Override
  public void define(Features f) {
    for (var column : statistics.getFeaturesList()) {
      var name = name(column);
      if (labels.contains(name)) {
        continue;
      }
      var why = uselessness(column);
      if (why.isPresent()) {
        leftOut.add("column '" + name + "': " + why.get());
      } else if (column.getType() == FeatureNameStatistics.Type.STRING) {
        f.output(feature(name, "_id"), f.text(name).vocabulary(topK(MOST_WORDS)));
      } else {
        f.output(feature(name, "_z"), f.number(name).zScore().fillMissing(0));
        if (column.getNumStats().getCommonStats().getNumMissing() > 0) {
          f.output(feature(name, "_missing"), f.number(name).isMissing());
        }
      }
    }
    if (f.outputs().isEmpty()) {
      throw new ExecutionFailure(
          Code.FAILED_PRECONDITION,
          new Explanation(
              "columns",
              "none of use: " + String.join("; ", leftOut),
              "one at least, beside the labels, that tells rows apart",
              "add columns, or describe the features yourself"));
    }
    labels.forEach(label -> label(f, label));
  }

  /** Why nothing can be learned from a column; empty if something can. */
  private static Optional<String> uselessness(FeatureNameStatistics column) {
    return switch (column.getType()) {
      case INT, FLOAT -> {
        var numbers = column.getNumStats();
        var common = numbers.getCommonStats();
        yield common.getMaxNumValues() > 1
            ? Optional.of("it has several values in a row")
            : common.getNumNonMissing() == 0 || numbers.getMin() == numbers.getMax()
                ? Optional.of("it is the same in all rows")
                : Optional.empty();
      }
      case STRING -> {
        var texts = column.getStringStats();
        var common = texts.getCommonStats();
        long rows = common.getNumNonMissing();
        yield common.getMaxNumValues() > 1
            ? Optional.of("it has several values in a row")
            : texts.getUnique() < 2
                ? Optional.of("it is the same in all rows")
                : texts.getUnique() > MOST_WORDS && texts.getUnique() > rows / 2
                    ? Optional.of("most of its texts are met only once")
                    : Optional.empty();
      }
      default -> Optional.of("it holds neither numbers nor texts");
    };
  }

  /** A name that begins as the column's, of which only letters and digits stay. */
  private String feature(String column, String suffix) {
    var plain = column.replaceAll("[^A-Za-z0-9_]", "_");
    var name = plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    var beginning = name.substring(0, Math.min(LONGEST_NAME, name.length()));
    var unique = beginning + suffix;
    for (int i = 2; !taken.add(unique); i++) {
      unique = beginning + i + suffix;
    }
    return unique;
  }

  private void label(Features f, String label) {
    var column =
        statistics.getFeaturesList().stream().filter(each -> name(each).equals(label)).findFirst();
    var usual = column.map(DefaultPreprocessing::usualKind).orElse(LabelKind.NUMBER);
    var name = feature(label, "_label");
    boolean isInteger =
        column.isPresent() && column.get().getType() == FeatureNameStatistics.Type.INT;
    switch (kind.orElse(usual)) {
      case BOOLEAN -> f.label(name, f.number(label).isEqualTo(1));
      case NUMBER -> f.label(name, f.number(label));
      case TEXT -> f.label(name, isInteger ? f.integer(label).asText() : f.text(label));
    }
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
