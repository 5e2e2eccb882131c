package io.tributary.components.evaluator;

import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requirements as people write them. */
final class RequirementText {
  private static final String BOUND = "\\s*(?<sign>>=|<=)\\s*(?<value>[-+.0-9eE]+)\\s*";
  private static final Pattern GAP =
      Pattern.compile(
          "(?s)\\s*(?<kind>gap|ratio)\\s+of\\s+(?<metric>.+?)\\s+between\\s+(?<slicing>.+?)"
              + BOUND);
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?s)\\s*(?<metric>[^<>=]+?)"
              + BOUND
              + "(?:on (?:every slice of (?<slicing>.+?)|(?<slice>.+?=.*?))\\s*)?(?:with confidence"
              + " (?<level>[.0-9]+)\\s*)?");
  private static final Pattern RELATIVE =
      Pattern.compile("(?s)\\(\\s*(.+?)\\s*-\\s*baseline\\s*\\)\\s*/\\s*baseline");
  private static final Pattern CHANGE = Pattern.compile("(?s)(.+?)\\s*-\\s*baseline");

  private RequirementText() {}

  static Requirement parse(String text) {
    try {
      var gap = GAP.matcher(text);
      if (gap.matches()) {
        return new Requirement.Gap(
            Metric.parse(gap.group("metric")),
            Slicing.parse(gap.group("slicing")),
            gap.group("kind").equals("ratio") ? Contrast.RATIO : Contrast.DIFFERENCE,
            bound(gap));
      }
      var figure = FIGURE.matcher(text);
      if (figure.matches()) {
        return figure(figure);
      }
    } catch (NumberFormatException e) {
      throw unreadable(text, e);
    }
    throw unreadable(text, null);
  }

  private static Requirement figure(Matcher figure) {
    var metric = figure.group("metric");
    var scope = scope(figure);
    var level = Optional.ofNullable(figure.group("level")).map(Double::valueOf);
    var relative = RELATIVE.matcher(metric);
    if (relative.matches()) {
      return new Requirement.Change(
          Metric.parse(relative.group(1)), scope, Contrast.RATIO, bound(figure), level);
    }
    var change = CHANGE.matcher(metric);
    return change.matches()
        ? new Requirement.Change(
            Metric.parse(change.group(1)), scope, Contrast.DIFFERENCE, bound(figure), level)
        : new Requirement.Value(Metric.parse(metric), scope, bound(figure), level);
  }

  private static Scope scope(Matcher figure) {
    if (figure.group("slicing") != null) {
      return new Scope.EverySlice(Slicing.parse(figure.group("slicing")));
    }
    return figure.group("slice") == null ? new Scope.Overall() : slice(figure.group("slice"));
  }

  /** {@code payment_type=Cash x hour=7}. */
  private static Scope slice(String text) {
    var columns = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (var part : text.split(" x (?=[^=]+=)", -1)) {
      int sign = part.indexOf('=');
      columns.add(part.substring(0, sign));
      values.add(part.substring(sign + 1));
    }
    return new Scope.OneSlice(Slicing.of(columns.toArray(String[]::new)), values);
  }

  private static Bound bound(Matcher matcher) {
    double value = Double.parseDouble(matcher.group("value"));
    return matcher.group("sign").equals(">=") ? Bound.atLeast(value) : Bound.atMost(value);
  }

  private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        new Explanation(
                "requirement",
                text,
                "such as 'auc >= 0.9', 'auc - baseline >= -0.01' or 'gap of recall between"
                    + " COLUMN <= 0.1'",
                "correct it")
            .toString(),
        cause);
  }
}
