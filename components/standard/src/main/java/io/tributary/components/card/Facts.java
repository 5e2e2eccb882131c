package io.tributary.components.card;

import io.tributary.components.html.Markup;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names with their values, which may be nested, as a list on a page.
 *
 * @param page is written to
 */
record Facts(Markup page) {
  /** Longer lists and texts are cut. */
  private static final int LONGEST = 300;

  /** Names that are nested stay as they are: they may be those of labels and features. */
  void list(Map<String, @Nullable Object> facts) {
    list(facts, name -> name.replace('_', ' '));
  }

  private void list(Map<String, @Nullable Object> facts, UnaryOperator<String> words) {
    page.open("ul", "class", "plain");
    facts.forEach(
        (name, value) -> {
          page.open("li").element("span", words.apply(name), "class", "faint").text(" ");
          value(value);
          page.close("li");
        });
    page.close("ul");
  }

  void value(@Nullable Object value) {
    if (value instanceof Map<?, ?> fields) {
      list(ModelFiles.named(fields), UnaryOperator.identity());
    } else if (value instanceof List<?> elements
        && elements.stream().anyMatch(Map.class::isInstance)) {
      page.open("details")
          .element("summary", elements.size() + (elements.size() == 1 ? " entry" : " entries"))
          .open("ol");
      for (var element : elements) {
        page.open("li");
        value(element);
        page.close("li");
      }
      page.close("ol").close("details");
    } else {
      page.text(Markup.brief(text(value), LONGEST));
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof List<?> elements
        ? elements.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : String.valueOf(value);
  }
}
