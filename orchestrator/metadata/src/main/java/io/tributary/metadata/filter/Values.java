package io.tributary.metadata.filter;

import io.tributary.metadata.filter.Expression.Case;
import io.tributary.metadata.filter.Expression.Literal;
import io.tributary.metadata.filter.Expression.When;
import io.tributary.metadata.filter.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what conditions are about, by recursive descent: from loose to tight sums, products, signs,
 * and then literals, names, calls, CASE, and conditions in parentheses.
 */
final class Values {

  /** How many operators of one sum or product follow each other. */
  private static final int LONGEST = 100;

  private final Cursor tokens;
  private final Names names;
  private final Supplier<Expression> condition;

  /**
   * @param condition reads a condition, or less
   */
  Values(Cursor tokens, Names names, Supplier<Expression> condition) {
    this.tokens = tokens;
    this.names = names;
    this.condition = condition;
  }

  Expression sum() {
    return arithmetic(() -> arithmetic(this::signed, "*", "/"), "+", "-");
  }

  private Expression arithmetic(Supplier<Expression> operand, String one, String other) {
    var result = operand.get();
    for (int count = 1; tokens.peek().isSymbol(one) || tokens.peek().isSymbol(other); count++) {
      var operator = tokens.next();
      if (count > LONGEST) {
        throw FilterException.at(
            operator.start(),
            "more than " + LONGEST + " operators in a row (expected: fewer)",
            "compute it before");
      }
      var right = operand.get();
      if (!result.type().isNumber() || !right.type().isNumber()) {
        throw FilterException.mismatch(operator, operator.text(), result, right);
      }
      var type =
          operator.text().equals("/") || result.type() == Type.DOUBLE ? Type.DOUBLE : right.type();
      result = new Expression.Arithmetic(operator.text(), result, right, type);
    }
    return result;
  }

  private Expression signed() {
    var sign = tokens.peek();
    if (!sign.isSymbol("-") && !sign.isSymbol("+")) {
      return primary();
    }
    tokens.next();
    var operand = tokens.deeper(this::signed);
    if (!operand.type().isNumber()) {
      throw FilterException.mismatch(sign, sign.text(), operand);
    }
    if (sign.isSymbol("+")) {
      return operand;
    }
    return operand instanceof Literal literal ? negative(literal) : new Expression.Minus(operand);
  }

  private static Literal negative(Literal literal) {
    return new Literal(
        literal.value() instanceof Long number
            ? (Object) (-number)
            : (Object) (-((Double) Objects.requireNonNull(literal.value()))));
  }

  Expression primary() {
    var token = tokens.peek();
    if (token.kind() == Kind.END || (token.kind() == Kind.SYMBOL && !token.isSymbol("("))) {
      throw tokens.unexpected("a value, a name or a condition");
    }
    tokens.next();
    return switch (token.kind()) {
      case STRING -> new Literal(token.text());
      case NUMBER -> new Literal(token.value());
      case PROPERTY -> names.property((Token.Property) Objects.requireNonNull(token.value()));
      case QUOTED_WORD -> name(token);
      case WORD -> word(token);
      case SYMBOL, END -> {
        var inner = condition.get();
        tokens.expect(")");
        yield inner;
      }
    };
  }

  private Expression word(Token token) {
    return switch (token.text().toUpperCase(Locale.ROOT)) {
      case "TRUE" -> new Literal(true);
      case "FALSE" -> new Literal(false);
      case "NULL" -> new Literal(null);
      case "CASE" -> tokens.deeper(() -> choice(token));
      case "AND",
          "OR",
          "NOT",
          "IN",
          "IS",
          "LIKE",
          "BETWEEN",
          "SELECT",
          "WHEN",
          "THEN",
          "ELSE",
          "END" -> {
        tokens.back();
        throw tokens.unexpected("a value, a name or a condition");
      }
      default -> tokens.peek().isSymbol("(") ? call(token) : name(token);
    };
  }

  private Expression name(Token token) {
    if (!tokens.acceptSymbol(".")) {
      return names.attribute(token);
    }
    var field = tokens.peek();
    if (field.kind() != Kind.WORD && field.kind() != Kind.QUOTED_WORD) {
      throw tokens.unexpected("the name of a field");
    }
    tokens.next();
    if (tokens.peek().isSymbol(".")) {
      throw tokens.unexpected("an operator, or the end");
    }
    if (!tokens.behind(3).touches(tokens.behind(2))) {
      throw Names.unknown(token, "an alias with the dot right behind it");
    }
    return names.fieldOf(token, field);
  }

  private Expression call(Token name) {
    var function =
        Function.named(name.text())
            .orElseThrow(
                () -> Names.unknown(name, "one of the functions " + List.of(Function.values())));
    tokens.expect("(");
    var arguments = new ArrayList<Expression>();
    if (!tokens.peek().isSymbol(")")) {
      do {
        arguments.add(condition.get());
      } while (tokens.acceptSymbol(","));
    }
    tokens.expect(")");
    var type = function.result(arguments);
    if (type == null) {
      throw FilterException.mismatch(name, function.name(), arguments.toArray(Expression[]::new));
    }
    return new Expression.Call(function, arguments, type);
  }

  private Expression choice(Token start) {
    var operand = tokens.peek().isKeyword("WHEN") ? null : condition.get();
    var whens = new ArrayList<When>();
    var results = new ArrayList<Expression>();
    while (tokens.accept("WHEN")) {
      var when = condition.get();
      if (operand == null) {
        Parser.requireCondition(when, start, "WHEN");
      } else {
        Parser.requireComparable(start, operand, when);
      }
      if (!tokens.accept("THEN")) {
        throw tokens.unexpected("THEN");
      }
      var result = condition.get();
      results.add(result);
      whens.add(new When(when, result));
    }
    if (whens.isEmpty()) {
      throw tokens.unexpected("WHEN");
    }
    @Nullable Expression otherwise = null;
    if (tokens.accept("ELSE")) {
      otherwise = condition.get();
      results.add(otherwise);
    }
    if (!tokens.accept("END")) {
      throw tokens.unexpected("WHEN, ELSE or END");
    }
    var type = Function.common(results);
    if (type == null) {
      throw FilterException.mismatch(start, "CASE", results.toArray(Expression[]::new));
    }
    return new Case(operand, whens, otherwise, type);
  }
}
