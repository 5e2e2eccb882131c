package io.tributary.components.schema;

import java.util.List;

/** Paths of features as one string, in TFDV's notation. */
public final class FeaturePaths {
  private FeaturePaths() {}

  /**
   * The steps joined by dots; a step with a dot, quote or bracket of its own is quoted, unless it
   * is wholly in brackets.
   */
  public static String serialize(List<String> steps) {
    var path = new StringBuilder();
    for (var step : steps) {
      if (!path.isEmpty()) {
        path.append('.');
      }
      path.append(isPlain(step) ? step : "'" + step.replace("'", "''") + "'");
    }
    return path.toString();
  }

  private static boolean isPlain(String step) {
    if (step.isEmpty()) {
      return false;
    }
    boolean bracketed = step.length() >= 2 && step.startsWith("(") && step.endsWith(")");
    for (int i = bracketed ? 1 : 0; i < (bracketed ? step.length() - 1 : step.length()); i++) {
      char c = step.charAt(i);
      if (c == '(' || c == ')' || (!bracketed && (c == '.' || c == '\''))) {
        return false;
      }
    }
    return true;
  }
}
