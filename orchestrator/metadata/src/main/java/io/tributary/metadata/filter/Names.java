package io.tributary.metadata.filter;

import io.tributary.metadata.filter.Token.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The names that a query can use: those of the node, and the aliases of neighbours, which come into
 * being by being mentioned, a dot right behind them.
 */
final class Names {

  private final Subject subject;
  private final Map<String, Relation.Neighbour> neighbours = new HashMap<>();

  Names(Subject subject, List<Token> tokens) {
    this.subject = subject;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      var token = tokens.get(i);
      if (token.kind() == Kind.WORD
          && token.touches(tokens.get(i + 1))
          && tokens.get(i + 1).isSymbol(".")
          && !(i > 0 && tokens.get(i - 1).isSymbol("."))) {
        kind(token.text()).ifPresent(kind -> declare(kind, token));
      }
    }
  }

  private Optional<Relation.Kind> kind(String alias) {
    return subject.neighbours().stream()
        .filter(kind -> alias.startsWith(kind.prefix()) && alias.length() > kind.prefix().length())
        .findFirst();
  }

  private void declare(Relation.Kind kind, Token mention) {
    var alias = mention.text();
    var known =
        neighbours.putIfAbsent(alias.toLowerCase(Locale.ROOT), new Relation.Neighbour(kind, alias));
    if (known != null && !known.alias().equals(alias)) {
      throw FilterException.at(
          mention.start(),
          "'"
              + alias
              + "' beside '"
              + known.alias()
              + "' (expected: names that differ in more than case)",
          "rename one");
    }
  }

  Expression.Column property(Token.Property property) {
    var type =
        switch (property.column()) {
          case "int_value" -> Type.INT64;
          case "double_value" -> Type.DOUBLE;
          case "bool_value" -> Type.BOOL;
          default -> Type.STRING;
        };
    return new Expression.Column(
        new Relation.Property(property.custom(), property.name()),
        new Field(property.column(), type, Map.of()));
  }

  Expression.Column attribute(Token name) {
    return Relation.attribute(subject, name.text())
        .orElseThrow(
            () ->
                unknown(
                    name,
                    "an attribute of "
                        + subject.table()
                        + ", properties.NAME.int_value, custom_properties.NAME.int_value (or double_value, string_value, bool_value), or "
                        + String.join(
                            ", ",
                            subject.neighbours().stream()
                                .map(kind -> kind.prefix() + "0.FIELD")
                                .toList())));
  }

  Expression.Column fieldOf(Token alias, Token field) {
    var neighbour = neighbours.get(alias.text().toLowerCase(Locale.ROOT));
    if (neighbour == null || alias.kind() != Kind.WORD) {
      throw unknown(
          alias,
          "an alias that begins with "
              + String.join(", ", subject.neighbours().stream().map(Relation.Kind::prefix).toList())
              + ", or a property with its kind of value");
    }
    return neighbour
        .kind()
        .field(subject, field.text())
        .map(found -> new Expression.Column(neighbour, found))
        .orElseThrow(() -> unknown(field, "a field of " + neighbour.alias()));
  }

  static FilterException unknown(Token name, String expected) {
    return FilterException.at(
        name.start(),
        "the unknown name " + name.shown() + " (expected: " + expected + ")",
        "correct it, or put a string into quotes");
  }
}
