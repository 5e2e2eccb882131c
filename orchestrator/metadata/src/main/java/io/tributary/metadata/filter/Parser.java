package io.tributary.metadata.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.metadata.filter.Expression.Between;
import io.tributary.metadata.filter.Expression.Case;
import io.tributary.metadata.filter.Expression.Column;
import io.tributary.metadata.filter.Expression.Comparison;
import io.tributary.metadata.filter.Expression.In;
import io.tributary.metadata.filter.Expression.Is;
import io.tributary.metadata.filter.Expression.Junction;
import io.tributary.metadata.filter.Expression.Like;
import io.tributary.metadata.filter.Expression.Literal;
import io.tributary.metadata.filter.Expression.Not;
import io.tributary.metadata.filter.Expression.StateTest;
import io.tributary.metadata.filter.Expression.When;
import io.tributary.metadata.filter.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter query by recursive descent. From loose to tight: OR, AND, NOT, comparisons (which
 * do not chain), sums, products, signs.
 */
final class Parser {

  /** How deep expressions nest, and how many operators of one sum or product follow each other. */
  private static final int DEEPEST = 100;

  /** How many conditions a query has: databases need the square of it to plan. */
  private static final int MOST_CONDITIONS = 1000;

  /** As long a pattern as SQLite takes, in bytes. */
  private static final int LONGEST_PATTERN = 50_000;

  private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");

  private final List<Token> tokens;
  private final Names names;
  private int at;
  private int depth;
  private int conditions;

  private Parser(List<Token> tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
  }

  static Expression parse(Subject subject, String text) {
    var tokens = Lexer.tokens(text);
    var parser = new Parser(tokens, new Names(subject, tokens));
    var expression = parser.disjunction();
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected("an operator, or the end");
    }
    if (expression.type() != Type.BOOL) {
      throw FilterException.at(
          0,
          "a value of type " + expression.type() + " (expected: a condition)",
          "compare it with something");
    }
    return expression;
  }

  private Expression disjunction() {
    return deeper(() -> junction("OR", () -> junction("AND", this::negation)));
  }

  private Expression deeper(Supplier<Expression> rule) {
    if (++depth > DEEPEST) {
      throw FilterException.at(
          peek().start(),
          "nesting deeper than " + DEEPEST + " (expected: less)",
          "write it flatter");
    }
    var expression = rule.get();
    depth--;
    return expression;
  }

  private Expression junction(String operator, Supplier<Expression> operand) {
    var start = peek();
    var first = operand.get();
    if (!peek().isKeyword(operator)) {
      return first;
    }
    var parts = new ArrayList<Expression>();
    parts.add(condition(first, start, operator));
    while (accept(operator)) {
      var next = peek();
      parts.add(condition(operand.get(), next, operator));
    }
    return new Junction(operator.equals("AND"), parts);
  }

  private static Expression condition(Expression expression, Token start, String operator) {
    if (!expression.type().fits(Type.BOOL)) {
      throw mismatch(start, operator, expression);
    }
    return expression;
  }

  private Expression negation() {
    if (!accept("NOT")) {
      return comparison();
    }
    var start = peek();
    var operand = deeper(this::negation);
    if (operand.type() != Type.BOOL) {
      throw mismatch(start, "NOT", operand);
    }
    return new Not(operand);
  }

  private Expression comparison() {
    var start = at;
    if (++conditions > MOST_CONDITIONS) {
      throw FilterException.at(
          peek().start(),
          "more than " + MOST_CONDITIONS + " conditions and groups (expected: fewer)",
          "use IN for many values");
    }
    var left = sum();
    var state = left instanceof Column column && isBareState(start, column) ? column : null;
    var compared = compared(left, state);
    if (compared != left && (isComparison(peek()) || isPredicate())) {
      throw unexpected("AND, OR or the end, for comparisons do not chain without parentheses");
    }
    return compared;
  }

  private Expression compared(Expression left, @Nullable Column state) {
    var operator = peek();
    if (isComparison(operator)) {
      at++;
      if (state != null && (operator.text().equals("=") || operator.text().equals("!="))) {
        return new StateTest(operator.text().equals("!="), state, List.of(state(state)));
      }
      var right = sum();
      comparable(operator, left, right);
      return new Comparison(operator.text().equals("!=") ? "<>" : operator.text(), left, right);
    }
    if (accept("IS")) {
      return is(operator, left);
    }
    var negated = peek().isKeyword("NOT") && isPredicateAt(at + 1);
    if (negated) {
      at++;
    }
    operator = peek();
    if (accept("IN")) {
      return in(negated, left, state);
    }
    if (accept("LIKE")) {
      var pattern = sum();
      if (left.type() != Type.STRING || pattern.type() != Type.STRING) {
        throw mismatch(operator, "LIKE", left, pattern);
      }
      checkLength(operator, pattern);
      return new Like(negated, left, pattern);
    }
    if (accept("BETWEEN")) {
      var low = sum();
      if (!accept("AND")) {
        throw unexpected("AND");
      }
      var high = sum();
      if (Function.common(List.of(left, low, high)) == null) {
        throw mismatch(operator, "BETWEEN", left, low, high);
      }
      return new Between(negated, left, low, high);
    }
    return left;
  }

  private static void checkLength(Token operator, Expression pattern) {
    if (pattern instanceof Literal literal
        && literal.value() instanceof String text
        && text.getBytes(UTF_8).length > LONGEST_PATTERN) {
      throw FilterException.at(
          operator.start(),
          "a pattern longer than " + LONGEST_PATTERN + " bytes (expected: a shorter one)",
          "cut it");
    }
  }

  private static boolean isComparison(Token token) {
    return token.kind() == Kind.SYMBOL && COMPARISONS.contains(token.text());
  }

  private boolean isPredicate() {
    return peek().isKeyword("IS")
        || isPredicateAt(at)
        || (peek().isKeyword("NOT") && isPredicateAt(at + 1));
  }

  private boolean isPredicateAt(int index) {
    var token = tokens.get(Math.min(index, tokens.size() - 1));
    return token.isKeyword("IN") || token.isKeyword("LIKE") || token.isKeyword("BETWEEN");
  }

  private static void comparable(Token operator, Expression left, Expression right) {
    if (left.type() == Type.NULL
        || right.type() == Type.NULL
        || Type.common(left.type(), right.type()) == null) {
      throw mismatch(operator, operator.text(), left, right);
    }
  }

  /**
   * Whether the column stands there as itself, in small letters: only then its states go by name.
   */
  private boolean isBareState(int start, Column column) {
    var last = tokens.get(at - 1);
    return column.field().isState()
        && last.kind() == Kind.WORD
        && last.text().equals(column.field().name())
        && (at - start == 1
            || (at - start == 3
                && tokens.get(start + 1).isSymbol(".")
                && tokens.get(start + 1).touches(last)));
  }

  private long state(Column column) {
    var name = peek();
    var number = name.kind() == Kind.WORD ? column.field().states().get(name.text()) : null;
    if (number == null) {
      throw FilterException.at(
          name.start(),
          name.shown()
              + " (expected: one of "
              + String.join(", ", column.field().states().keySet().stream().sorted().toList())
              + ")",
          "name a state in capitals and without quotes");
    }
    at++;
    return number;
  }

  private Expression is(Token operator, Expression left) {
    var negated = accept("NOT");
    if (accept("NULL")) {
      return new Is(negated, left, null);
    }
    @Nullable Boolean value;
    if (accept("TRUE")) {
      value = true;
    } else if (accept("FALSE")) {
      value = false;
    } else if (accept("UNKNOWN")) {
      value = null;
    } else {
      throw unexpected("NULL, TRUE, FALSE or UNKNOWN");
    }
    if (!left.type().fits(Type.BOOL)) {
      throw mismatch(operator, "IS", left);
    }
    return new Is(negated, left, value);
  }

  private Expression in(boolean negated, Expression left, @Nullable Column state) {
    var operator = tokens.get(at - 1);
    var open = peek();
    expect("(");
    if (state != null && !operator.touches(open) && peek().kind() == Kind.WORD && isItem()) {
      var numbers = new ArrayList<Long>();
      do {
        numbers.add(state(state));
      } while (acceptSymbol(","));
      expect(")");
      return new StateTest(negated, state, numbers);
    }
    var items = new ArrayList<Expression>();
    do {
      items.add(item());
    } while (acceptSymbol(","));
    expect(")");
    for (var item : items) {
      if (Type.common(left.type(), item.type()) == null) {
        throw mismatch(operator, "IN", left, item);
      }
    }
    return new In(negated, left, items);
  }

  /** A value of a list; the usual ones without the detour over all that it could be. */
  private Expression item() {
    return isItem() && (peek().kind() == Kind.NUMBER || peek().kind() == Kind.STRING)
        ? primary()
        : disjunction();
  }

  /** Whether the next token is all of an item. */
  private boolean isItem() {
    var next = tokens.get(Math.min(at + 1, tokens.size() - 1));
    return next.isSymbol(",") || next.isSymbol(")");
  }

  private Expression sum() {
    return arithmetic(() -> arithmetic(this::signed, "*", "/"), "+", "-");
  }

  private Expression arithmetic(Supplier<Expression> operand, String one, String other) {
    var result = operand.get();
    for (int count = 1; peek().isSymbol(one) || peek().isSymbol(other); count++) {
      var operator = tokens.get(at++);
      if (count > DEEPEST) {
        throw FilterException.at(
            operator.start(),
            "more than " + DEEPEST + " operators in a row (expected: fewer)",
            "compute it before");
      }
      var right = operand.get();
      if (!result.type().isNumber() || !right.type().isNumber()) {
        throw mismatch(operator, operator.text(), result, right);
      }
      var type =
          operator.text().equals("/") || result.type() == Type.DOUBLE ? Type.DOUBLE : right.type();
      result = new Expression.Arithmetic(operator.text(), result, right, type);
    }
    return result;
  }

  private Expression signed() {
    var sign = peek();
    if (!sign.isSymbol("-") && !sign.isSymbol("+")) {
      return primary();
    }
    at++;
    var operand = deeper(this::signed);
    if (!operand.type().isNumber()) {
      throw mismatch(sign, sign.text(), operand);
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

  private Expression primary() {
    var token = peek();
    if (token.kind() == Kind.END || (token.kind() == Kind.SYMBOL && !token.isSymbol("("))) {
      throw unexpected("a value, a name or a condition");
    }
    at++;
    return switch (token.kind()) {
      case STRING -> new Literal(token.text());
      case NUMBER -> new Literal(token.value());
      case PROPERTY -> names.property((Token.Property) Objects.requireNonNull(token.value()));
      case QUOTED_WORD -> name(token);
      case WORD -> word(token);
      case SYMBOL, END -> {
        var inner = disjunction();
        expect(")");
        yield inner;
      }
    };
  }

  private Expression word(Token token) {
    return switch (token.text().toUpperCase(Locale.ROOT)) {
      case "TRUE" -> new Literal(true);
      case "FALSE" -> new Literal(false);
      case "NULL" -> new Literal(null);
      case "CASE" -> deeper(() -> choice(token));
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
        at--;
        throw unexpected("a value, a name or a condition");
      }
      default -> peek().isSymbol("(") ? call(token) : name(token);
    };
  }

  private Expression name(Token token) {
    if (!acceptSymbol(".")) {
      return names.attribute(token);
    }
    var field = peek();
    if (field.kind() != Kind.WORD && field.kind() != Kind.QUOTED_WORD) {
      throw unexpected("the name of a field");
    }
    at++;
    if (peek().isSymbol(".")) {
      throw unexpected("an operator, or the end");
    }
    if (!tokens.get(at - 3).touches(tokens.get(at - 2))) {
      throw Names.unknown(token, "an alias with the dot right behind it");
    }
    return names.fieldOf(token, field);
  }

  private Expression call(Token name) {
    var function =
        Function.named(name.text())
            .orElseThrow(
                () -> Names.unknown(name, "one of the functions " + List.of(Function.values())));
    expect("(");
    var arguments = new ArrayList<Expression>();
    if (!peek().isSymbol(")")) {
      do {
        arguments.add(disjunction());
      } while (acceptSymbol(","));
    }
    expect(")");
    var type = function.result(arguments);
    if (type == null) {
      throw mismatch(name, function.name(), arguments.toArray(Expression[]::new));
    }
    return new Expression.Call(function, arguments, type);
  }

  private Expression choice(Token start) {
    var operand = peek().isKeyword("WHEN") ? null : disjunction();
    var whens = new ArrayList<When>();
    var results = new ArrayList<Expression>();
    while (accept("WHEN")) {
      var condition = disjunction();
      if (operand == null) {
        condition(condition, start, "WHEN");
      } else {
        comparable(start, operand, condition);
      }
      if (!accept("THEN")) {
        throw unexpected("THEN");
      }
      var result = disjunction();
      results.add(result);
      whens.add(new When(condition, result));
    }
    if (whens.isEmpty()) {
      throw unexpected("WHEN");
    }
    @Nullable Expression otherwise = null;
    if (accept("ELSE")) {
      otherwise = disjunction();
      results.add(otherwise);
    }
    if (!accept("END")) {
      throw unexpected("WHEN, ELSE or END");
    }
    var type = Function.common(results);
    if (type == null) {
      throw mismatch(start, "CASE", results.toArray(Expression[]::new));
    }
    return new Case(operand, whens, otherwise, type);
  }

  private Token peek() {
    return tokens.get(at);
  }

  private boolean accept(String keyword) {
    if (!peek().isKeyword(keyword)) {
      return false;
    }
    at++;
    return true;
  }

  private boolean acceptSymbol(String symbol) {
    if (!peek().isSymbol(symbol)) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  private FilterException unexpected(String expected) {
    return FilterException.at(
        peek().start(), peek().shown() + " (expected: " + expected + ")", "correct the query");
  }

  private static FilterException mismatch(Token at, String operator, Expression... operands) {
    var types = new ArrayList<String>();
    for (var operand : operands) {
      types.add(operand.type().name());
    }
    return FilterException.at(
        at.start(),
        operator + " of " + String.join(" and ", types) + " (expected: values that go with it)",
        "compare numbers with numbers, strings with strings, and NULL with IS NULL");
  }
}
