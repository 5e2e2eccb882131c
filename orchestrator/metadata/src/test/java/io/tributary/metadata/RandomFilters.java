package io.tributary.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Filter queries: sound ones, sound ones that were damaged, and heaps of words. */
final class RandomFilters {
  private static final List<String> NUMBERS =
      List.of(
          "id",
          "type_id",
          "create_time_since_epoch",
          "properties.number.int_value",
          "custom_properties.`a b`.double_value",
          "contexts_0.id",
          "contexts_1.create_time_since_epoch",
          "events_0.execution_id",
          "0",
          "1",
          "-7",
          "2.5",
          "1e300",
          "-1e308",
          "9223372036854775807",
          "-9223372036854775808",
          "1e400",
          "0x1F",
          "LENGTH(name)",
          "ABS(id)",
          "ROUND(properties.number.int_value / 3, 2)");

  private static final List<String> TEXTS =
      List.of(
          "name",
          "uri",
          "type",
          "external_id",
          "properties.text.string_value",
          "custom_properties.`x' OR 1=1 --`.string_value",
          "contexts_0.name",
          "contexts_0.type",
          "''",
          "'known 1'",
          "'Robert''); DROP TABLE Artifact;--'",
          "'it\\'s'",
          "'\\0'",
          "'\u0000'",
          "'🚕 数据'",
          "r'raw\\'",
          "'''three'''",
          "\"%_\\\\\"",
          "UPPER(name)",
          "SUBSTR(name, -2)",
          "SUBSTR(uri, 0, -1)",
          "REPLACE(name, '', 'x')",
          "TRIM(uri, '')",
          "COALESCE(external_id, uri, '')");

  private static final List<String> WORDS =
      List.of(
          "AND",
          "OR",
          "NOT",
          "(",
          ")",
          "()",
          ",",
          "=",
          "!=",
          "<>",
          "<",
          ">=",
          "IN",
          "LIKE",
          "IS",
          "NULL",
          "TRUE",
          "BETWEEN",
          "+",
          "-",
          "*",
          "/",
          "%",
          "||",
          ";",
          "--",
          "/*",
          "*/",
          "#",
          ".",
          "`",
          "'",
          "\"",
          "\\",
          "@",
          "?",
          "$1",
          ":x",
          "SELECT",
          "UNION",
          "FROM",
          "Artifact",
          "CASE",
          "WHEN",
          "EXISTS",
          "state",
          "LIVE",
          "last_known_state",
          "properties",
          "contexts_0",
          "contexts_0.",
          "events_0.type",
          "INPUT",
          "parent_contexts_0.name",
          "\u0000",
          "\u2028",
          "é",
          "🚕",
          "\ud800",
          "\t",
          "\n");

  private final Random random;

  RandomFilters(Random random) {
    this.random = random;
  }

  String next() {
    var kind = random.nextInt(10);
    if (kind < 6) {
      return condition(3);
    } else if (kind < 8) {
      return damaged(condition(3));
    }
    var words = new ArrayList<String>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      words.add(
          switch (random.nextInt(4)) {
            case 0 -> one(NUMBERS);
            case 1 -> one(TEXTS);
            default -> one(WORDS);
          });
    }
    return String.join(random.nextBoolean() ? " " : "", words);
  }

  private String condition(int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 11)) {
      case 0 -> number(depth) + comparison() + number(depth);
      case 1 -> text() + comparison() + text();
      case 2 -> text() + (random.nextBoolean() ? " NOT" : "") + " LIKE " + text();
      case 3 -> number(depth) + " IN (" + number(0) + ", " + number(0) + ")";
      case 4 -> text() + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
      case 5 -> number(depth) + " BETWEEN " + number(0) + " AND " + number(0);
      case 6 -> random.nextBoolean() ? "state = LIVE" : "state IN (LIVE, DELETED)";
      case 7 -> "NOT (" + condition(depth - 1) + ")";
      case 8 -> "(" + condition(depth - 1) + ") OR (" + condition(depth - 1) + ")";
      default -> condition(depth - 1) + " AND " + condition(depth - 1);
    };
  }

  private String number(int depth) {
    if (depth == 0 || random.nextInt(3) > 0) {
      return one(NUMBERS);
    }
    return number(depth - 1) + " " + one(List.of("+", "-", "*", "/")) + " " + number(depth - 1);
  }

  private String text() {
    return one(TEXTS);
  }

  private String comparison() {
    return " " + one(List.of("=", "!=", "<", "<=", ">", ">=", "<>")) + " ";
  }

  private String damaged(String query) {
    int at = random.nextInt(query.length());
    int end = Math.min(query.length(), at + 1 + random.nextInt(4));
    return switch (random.nextInt(3)) {
      case 0 -> query.substring(0, at) + query.substring(end);
      case 1 -> query.substring(0, at) + one(WORDS) + query.substring(at);
      default -> query.substring(0, end) + query.substring(at);
    };
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
