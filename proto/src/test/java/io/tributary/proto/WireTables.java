package io.tributary.proto;

import io.tributary.proto.WireContract.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads a wire contract from its Markdown tables. A line that it does not understand is an error.
 */
final class WireTables {
  private static final Pattern ENUM_VALUE = Pattern.compile("(\\w+)=(-?\\d+)");
  private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");

  /** A kind of line, and what is done with its groups. */
  private record Rule(Pattern pattern, Consumer<MatchResult> action) {}

  /** The first rule whose pattern is the whole line applies. */
  private final List<Rule> rules = new ArrayList<>();

  private final WireContract.Builder contract = new WireContract.Builder();
  private String path = "";
  private String packageName = "";
  private String message = "";
  private String enumeration = "";
  private String service = "";

  private WireTables() {
    rule("|#.*|Names, numbers and types .*|\\|[-|]+\\||\\| rpc \\| request .*", m -> {});
    rule("file (\\S+)  package (\\S+)  syntax (proto[23])", this::readFile);
    rule("  imports (\\S+)", m -> contract.dependency(path, m.group(1)));
    rule("enum (\\S+): (.+)", this::readEnum);
    rule("  reserved (.+)", m -> contract.reserved(Kind.ENUM, enumeration, ranges(m.group(1))));
    rule("\\| `(\\S+)` \\| \\| \\| \\|", this::readMessage);
    rule("\\| (\\d+) \\| (\\w+) \\| ([^|]+) \\| ([^|]*) ?\\|", this::readField);
    rule("reserved: (.+)", m -> contract.reserved(Kind.MESSAGE, message, ranges(m.group(1))));
    rule("extensions: (.+)", m -> contract.extensions(message, ranges(m.group(1))));
    rule("service (\\S+)", this::readService);
    rule(
        "\\| (\\w+) \\| ([^|]+) \\| ([^|]+) \\|",
        m -> contract.rpc(service, m.group(1), m.group(2), m.group(3)));
  }

  static WireContract parse(String markdown) {
    var tables = new WireTables();
    var lines = markdown.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!tables.read(lines.get(i))) {
        throw new IllegalArgumentException(
            "line %d: '%s' (expected: a line of a wire table)".formatted(i + 1, lines.get(i)));
      }
    }
    return tables.contract.build();
  }

  private void rule(String pattern, Consumer<MatchResult> action) {
    rules.add(new Rule(Pattern.compile(pattern), action));
  }

  private boolean read(String line) {
    for (var rule : rules) {
      var matcher = rule.pattern.matcher(line);
      if (matcher.matches()) {
        rule.action.accept(matcher);
        return true;
      }
    }
    return false;
  }

  private void readFile(MatchResult line) {
    path = line.group(1);
    packageName = line.group(2);
    contract.file(path, packageName, line.group(3));
  }

  private void readEnum(MatchResult line) {
    enumeration = packageName + "." + line.group(1);
    contract.enumeration(enumeration, path);
    for (var value : list(line.group(2))) {
      var m = ENUM_VALUE.matcher(value);
      if (!m.matches()) {
        throw new IllegalArgumentException(
            "enum %s: '%s' (expected: NAME=number)".formatted(enumeration, value));
      }
      contract.value(enumeration, m.group(1), Integer.parseInt(m.group(2)));
    }
  }

  private void readMessage(MatchResult line) {
    message = packageName + "." + line.group(1);
    contract.message(message, path);
  }

  private void readField(MatchResult line) {
    contract.field(
        message,
        Integer.parseInt(line.group(1)),
        line.group(2),
        line.group(3),
        list(line.group(4)));
  }

  private void readService(MatchResult line) {
    service = line.group(1);
    contract.service(service, path);
  }

  private static List<String> ranges(String cell) {
    var ranges = new ArrayList<String>();
    for (var range : list(cell)) {
      var m = RANGE.matcher(range);
      ranges.add(m.matches() && m.group(1).equals(m.group(2)) ? m.group(1) : range);
    }
    return ranges;
  }

  private static List<String> list(String cell) {
    var trimmed = cell.strip();
    return trimmed.isEmpty() ? List.of() : List.of(trimmed.split(",\\s*", -1));
  }
}
