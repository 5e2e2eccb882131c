package io.tributary.metadata.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter query as a tree, names resolved and types checked. */
sealed interface Expression {

  Type type();

  /** A Long, Double, String, Boolean, or null for NULL. */
  record Literal(@Nullable Object value) implements Expression {
    @Override
    public Type type() {
      return value == null
          ? Type.NULL
          : value instanceof Long
              ? Type.INT64
              : value instanceof Double
                  ? Type.DOUBLE
                  : value instanceof Boolean ? Type.BOOL : Type.STRING;
    }
  }

  /** A column of the node or of a neighbour. */
  record Column(Relation relation, Field field) implements Expression {
    @Override
    public Type type() {
      return field.type();
    }
  }

  /** AND or OR of two or more. */
  record Junction(boolean all, List<Expression> parts) implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record Not(Expression operand) implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record Comparison(String operator, Expression left, Expression right) implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record Between(boolean negated, Expression operand, Expression low, Expression high)
      implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record In(boolean negated, Expression operand, List<Expression> items) implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record Like(boolean negated, Expression operand, Expression pattern) implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** IS [NOT] NULL, TRUE or FALSE. */
  record Is(boolean negated, Expression operand, @Nullable Boolean value) implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** A state or event type among some; negated also true where there is none. */
  record StateTest(boolean negated, Column column, List<Long> numbers) implements Expression {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  record Arithmetic(String operator, Expression left, Expression right, Type type)
      implements Expression {}

  record Minus(Expression operand) implements Expression {
    @Override
    public Type type() {
      return operand.type();
    }
  }

  record Call(Function function, List<Expression> arguments, Type type) implements Expression {}

  record When(Expression condition, Expression result) {}

  /** CASE; with an operand each condition is a value that it is compared with. */
  record Case(
      @Nullable Expression operand, List<When> whens, @Nullable Expression otherwise, Type type)
      implements Expression {}
}
