package io.tributary.metadata.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.metadata.filter.Expression.Between;
import io.tributary.metadata.filter.Expression.Column;
import io.tributary.metadata.filter.Expression.Comparison;
import io.tributary.metadata.filter.Expression.In;
import io.tributary.metadata.filter.Expression.Is;
import io.tributary.metadata.filter.Expression.Junction;
import io.tributary.metadata.filter.Expression.Like;
import io.tributary.metadata.filter.Expression.Literal;
import io.tributary.metadata.filter.Expression.Not;
import io.tributary.metadata.filter.Expression.StateTest;
import io.tributary.metadata.filter.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter query by recursive descent. From loose to tight: OR, AND, NOT, comparisons (which
 * do not chain), {@link Values}.
 */
final class Parser {

  /** How many conditions a query has: databases need the square of it to plan. */
  private static final int MOST_CONDITIONS = 1000;

  /** As long a pattern as SQLite takes, in bytes. */
  private static final int LONGEST_PATTERN = 50_000;

  private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");

  private final Cursor tokens;
  private final Values values;
  private int conditions;

  private Parser(List<Token> tokens, Names names) {
    this.tokens = new Cursor(tokens);
    this.values = new Values(this.tokens, names, this::disjunction);
  }

  static Expression parse(Subject subject, String text) {
    var tokens = Lexer.tokens(text);
    var parser = new Parser(tokens, new Names(subject, tokens));
    var expression = parser.disjunction();
    if (!parser.tokens.isAtEnd()) {
      throw parser.tokens.unexpected("an operator, or the end");
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
    return tokens.deeper(() -> junction("OR", () -> junction("AND", this::negation)));
  }

  private Expression junction(String operator, Supplier<Expression> operand) {
    var start = tokens.peek();
    var first = operand.get();
    if (!tokens.peek().isKeyword(operator)) {
      return first;
    }
    var parts = new ArrayList<Expression>();
    parts.add(requireCondition(first, start, operator));
    while (tokens.accept(operator)) {
      var next = tokens.peek();
      parts.add(requireCondition(operand.get(), next, operator));
    }
    return new Junction(operator.equals("AND"), parts);
  }

  static Expression requireCondition(Expression expression, Token start, String operator) {
    if (!expression.type().fits(Type.BOOL)) {
      throw FilterException.mismatch(start, operator, expression);
    }
    return expression;
  }

  private Expression negation() {
    if (!tokens.accept("NOT")) {
      return comparison();
    }
    var start = tokens.peek();
    var operand = tokens.deeper(this::negation);
    if (operand.type() != Type.BOOL) {
      throw FilterException.mismatch(start, "NOT", operand);
    }
    return new Not(operand);
  }

  private Expression comparison() {
    var start = tokens.position();
    if (++conditions > MOST_CONDITIONS) {
      throw FilterException.at(
          tokens.peek().start(),
          "more than " + MOST_CONDITIONS + " conditions and groups (expected: fewer)",
          "use IN for many values");
    }
    var left = values.sum();
    var state = left instanceof Column column && isBareState(start, column) ? column : null;
    var compared = compared(left, state);
    if (compared != left && (isComparison(tokens.peek()) || isPredicate())) {
      throw tokens.unexpected(
          "AND, OR or the end, for comparisons do not chain without parentheses");
    }
    return compared;
  }

  private Expression compared(Expression left, @Nullable Column state) {
    var operator = tokens.peek();
    if (isComparison(operator)) {
      tokens.next();
      if (state != null && (operator.text().equals("=") || operator.text().equals("!="))) {
        return new StateTest(operator.text().equals("!="), state, List.of(state(state)));
      }
      var right = values.sum();
      requireComparable(operator, left, right);
      return new Comparison(operator.text().equals("!=") ? "<>" : operator.text(), left, right);
    }
    if (tokens.accept("IS")) {
      return is(operator, left);
    }
    var negated = tokens.peek().isKeyword("NOT") && isPredicate(tokens.ahead(1));
    if (negated) {
      tokens.next();
    }
    operator = tokens.peek();
    if (tokens.accept("IN")) {
      return in(negated, left, state);
    }
    if (tokens.accept("LIKE")) {
      var pattern = values.sum();
      if (left.type() != Type.STRING || pattern.type() != Type.STRING) {
        throw FilterException.mismatch(operator, "LIKE", left, pattern);
      }
      checkLength(operator, pattern);
      return new Like(negated, left, pattern);
    }
    if (tokens.accept("BETWEEN")) {
      var low = values.sum();
      if (!tokens.accept("AND")) {
        throw tokens.unexpected("AND");
      }
      var high = values.sum();
      if (Function.common(List.of(left, low, high)) == null) {
        throw FilterException.mismatch(operator, "BETWEEN", left, low, high);
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
    return tokens.peek().isKeyword("IS")
        || isPredicate(tokens.peek())
        || (tokens.peek().isKeyword("NOT") && isPredicate(tokens.ahead(1)));
  }

  private static boolean isPredicate(Token token) {
    return token.isKeyword("IN") || token.isKeyword("LIKE") || token.isKeyword("BETWEEN");
  }

  static void requireComparable(Token operator, Expression left, Expression right) {
    if (left.type() == Type.NULL
        || right.type() == Type.NULL
        || Type.common(left.type(), right.type()) == null) {
      throw FilterException.mismatch(operator, operator.text(), left, right);
    }
  }

  /**
   * Whether the column stands there as itself, in small letters: only then its states go by name.
   */
  private boolean isBareState(int start, Column column) {
    var last = tokens.behind(1);
    int length = tokens.position() - start;
    return column.field().isState()
        && last.kind() == Kind.WORD
        && last.text().equals(column.field().name())
        && (length == 1
            || (length == 3 && tokens.behind(2).isSymbol(".") && tokens.behind(2).touches(last)));
  }

  private long state(Column column) {
    var name = tokens.peek();
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
    tokens.next();
    return number;
  }

  private Expression is(Token operator, Expression left) {
    var negated = tokens.accept("NOT");
    if (tokens.accept("NULL")) {
      return new Is(negated, left, null);
    }
    @Nullable Boolean value;
    if (tokens.accept("TRUE")) {
      value = true;
    } else if (tokens.accept("FALSE")) {
      value = false;
    } else if (tokens.accept("UNKNOWN")) {
      value = null;
    } else {
      throw tokens.unexpected("NULL, TRUE, FALSE or UNKNOWN");
    }
    if (!left.type().fits(Type.BOOL)) {
      throw FilterException.mismatch(operator, "IS", left);
    }
    return new Is(negated, left, value);
  }

  private Expression in(boolean negated, Expression left, @Nullable Column state) {
    var operator = tokens.behind(1);
    var open = tokens.peek();
    tokens.expect("(");
    if (state != null && !operator.touches(open) && tokens.peek().kind() == Kind.WORD && isItem()) {
      var numbers = new ArrayList<Long>();
      do {
        numbers.add(state(state));
      } while (tokens.acceptSymbol(","));
      tokens.expect(")");
      return new StateTest(negated, state, numbers);
    }
    var items = new ArrayList<Expression>();
    do {
      items.add(item());
    } while (tokens.acceptSymbol(","));
    tokens.expect(")");
    for (var item : items) {
      if (Type.common(left.type(), item.type()) == null) {
        throw FilterException.mismatch(operator, "IN", left, item);
      }
    }
    return new In(negated, left, items);
  }

  /** A value of a list; the usual ones without the detour over all that it could be. */
  private Expression item() {
    return isItem() && (tokens.peek().kind() == Kind.NUMBER || tokens.peek().kind() == Kind.STRING)
        ? values.primary()
        : disjunction();
  }

  /** Whether the next token is all of an item. */
  private boolean isItem() {
    var next = tokens.ahead(1);
    return next.isSymbol(",") || next.isSymbol(")");
  }
}
