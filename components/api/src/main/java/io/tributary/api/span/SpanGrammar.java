package io.tributary.api.span;

import io.tributary.api.Explanation;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the names that a {@link SpanPattern} consists of. Not thread-safe. */
final class SpanGrammar {
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern NUMBERED = Pattern.compile("(SPAN|VERSION)(?::(.*))?");
  private static final Pattern WIDTH = Pattern.compile("[1-9][0-9]?");
  private static final List<String> DATE = List.of("YYYY", "MM", "DD");

  private final String text;
  private final List<String> fields = new ArrayList<>();

  /** The width of a number, the zone of an hour. */
  private final Map<String, String> details = new TreeMap<>();

  SpanGrammar(String text) {
    this.text = text;
  }

  /** One name of a path. */
  record Segment(String text, Pattern pattern, List<String> fields) {}

  /** Reads one name of the path. */
  Segment segment(String name) {
    var regex = new StringBuilder();
    var fields = new ArrayList<String>();
    int end = 0;
    var placeholders = PLACEHOLDER.matcher(name);
    while (placeholders.find()) {
      regex.append(literal(name.substring(end, placeholders.start())));
      regex.append(placeholder(placeholders.group(1), fields));
      end = placeholders.end();
    }
    regex.append(literal(name.substring(end)));
    this.fields.addAll(fields);
    return new Segment(name, Pattern.compile(regex.toString()), List.copyOf(fields));
  }

  private static String literal(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(Character.toString(c)));
    }
    return regex.toString();
  }

  private String placeholder(String inside, List<String> fields) {
    var digits =
        switch (inside) {
          case "YYYY" -> "{4}";
          case "MM", "DD", "HH" -> "{2}";
          default -> inside.startsWith("HH:") ? zoned(inside) : numbered(inside);
        };
    var field = inside.contains(":") ? inside.substring(0, inside.indexOf(':')) : inside;
    if (fields.contains(field)) {
      throw twice(field);
    }
    fields.add(field);
    return "(?<" + field + ">[0-9]" + digits + ")";
  }

  private String zoned(String inside) {
    var zone = inside.substring("HH:".length());
    try {
      details.put("HH", ZoneId.of(zone).getId());
    } catch (DateTimeException e) {
      throw wrong(
          "{" + inside + "}",
          "a time zone such as Europe/Berlin",
          "write its name as the tz database has it");
    }
    return "{2}";
  }

  private String numbered(String inside) {
    var parts = NUMBERED.matcher(inside);
    if (!parts.matches()) {
      throw wrong(
          "{" + inside + "}",
          "{SPAN}, {SPAN:n}, {YYYY}, {MM}, {DD}, {HH}, {HH:zone}, {VERSION} or {VERSION:n}",
          "write one of these, or leave out the braces");
    }
    @Nullable String width = parts.group(2);
    if (width == null) {
      return "{1,18}";
    }
    if (!WIDTH.matcher(width).matches() || Integer.parseInt(width) > 18) {
      throw wrong("{" + inside + "}", "a width from 1 to 18", "write how many digits there are");
    }
    details.put(parts.group(1), width);
    return "{" + width + "}";
  }

  private void check() {
    for (var field : fields) {
      if (Collections.frequency(fields, field) > 1) {
        throw twice(field);
      }
    }
    var date = DATE.stream().filter(fields::contains).toList();
    if (date.size() == 1 || date.size() == 2) {
      throw wrong(
          "of a date only {" + String.join("}, {", date) + "}",
          "{YYYY}, {MM} and {DD}",
          "add what is missing");
    }
    if (date.isEmpty() && fields.contains("HH")) {
      throw wrong("{HH} without a date", "{YYYY}, {MM} and {DD} beside it", "add the date");
    }
    if (!date.isEmpty() && fields.contains("SPAN")) {
      throw wrong("{SPAN} and a date", "one of them", "take one of them out");
    }
    if (date.isEmpty() && !fields.contains("SPAN")) {
      throw wrong(
          fields.contains("VERSION") ? "{VERSION} without a span" : "no span",
          "{SPAN}, or {YYYY}, {MM} and {DD}",
          "say where the span stands");
    }
  }

  private WrongSpanException twice(String field) {
    return wrong("{" + field + "} twice", "each once", "put * in place of one of them");
  }

  private WrongSpanException wrong(String value, String expected, String remedy) {
    return new WrongSpanException(
        new Explanation("span pattern '" + text + "'", value, expected, remedy));
  }

  /**
   * What the names that have been read say.
   *
   * @throws WrongSpanException if they break a rule
   */
  SpanCalendar calendar() {
    check();
    return new SpanCalendar(
        fields.contains("HH")
            ? SpanCalendar.Unit.HOUR
            : fields.contains("YYYY") ? SpanCalendar.Unit.DAY : SpanCalendar.Unit.NUMBER,
        details.containsKey("HH") ? ZoneId.of(details.get("HH")) : ZoneOffset.UTC,
        Integer.parseInt(details.getOrDefault("SPAN", "0")));
  }

  boolean hasVersion() {
    return fields.contains("VERSION");
  }
}
