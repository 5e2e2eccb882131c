package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.api.span.SpanPattern;
import java.util.regex.Pattern;

/**
 * Files that are read as one.
 *
 * @param name of the split that they become, where there are several
 * @param pattern relative to the input: a file, a directory, a pattern such as {@code train/*.csv},
 *     or a {@link SpanPattern}; empty for the input itself
 */
public record InputSplit(String name, String pattern) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{(SPAN|VERSION|YYYY|MM|DD|HH)(:[^{}]*)?}");

  public InputSplit {
    requireNonNull(name, "name");
    requireNonNull(pattern, "pattern");
    if (PLACEHOLDER.matcher(pattern).find()) {
      SpanPattern.of(pattern);
    }
  }

  /** Whether the files come in spans. */
  boolean hasSpans() {
    return PLACEHOLDER.matcher(pattern).find();
  }
}
