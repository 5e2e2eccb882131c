package io.tributary.metadata.filter;

import io.tributary.metadata.filter.Expression.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes an expression as SQL. Every relation it looks at is joined once, so a node is found when
 * there is a choice of neighbours and properties for which the whole expression holds.
 */
final class SqlWriter {

  /** As many tables as SQLite joins. */
  private static final int MOST_TABLES = 60;

  /** As many parameters as SQLite and PostgreSQL take, and some left for the statement around. */
  private static final int MOST_PARAMETERS = 30_000;

  private final Subject subject;
  private final String node;
  private final Map<Relation, String> joined = new LinkedHashMap<>();
  private final StringBuilder joins = new StringBuilder();
  private final StringBuilder where = new StringBuilder();
  private final List<Object> joinParameters = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();
  private int tables;

  private SqlWriter(Subject subject, String node) {
    this.subject = subject;
    this.node = node;
  }

  /**
   * @param node the alias of the node's table in the statement around
   */
  static Filter write(Subject subject, Expression expression, String node) {
    var plain = new SqlWriter(subject, node);
    plain.write(expression);
    if (plain.joined.isEmpty()) {
      return plain.filter(plain.where.toString());
    }
    var inner = new SqlWriter(subject, "f0");
    inner.write(expression);
    return inner.filter(
        node
            + ".id IN (SELECT f0.id FROM "
            + subject.table()
            + " f0"
            + inner.joins
            + " WHERE "
            + inner.where
            + ")");
  }

  private Filter filter(String condition) {
    if (tables > MOST_TABLES) {
      throw new FilterException(
          "filter_query: it looks at "
              + joined.size()
              + " properties and neighbours (expected: about 20, or 60 properties); ask in several queries");
    }
    var all = new ArrayList<>(joinParameters);
    all.addAll(parameters);
    if (all.size() > MOST_PARAMETERS) {
      throw new FilterException(
          "filter_query: "
              + all.size()
              + " values (expected: at most "
              + MOST_PARAMETERS
              + "); ask in several queries");
    }
    return new Filter("(" + condition + ")", List.copyOf(all));
  }

  private void write(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      write(literal);
    } else if (expression instanceof Column column) {
      where.append(alias(column.relation())).append('.').append(columnOf(column));
    } else if (expression instanceof Expression.Junction junction) {
      balanced(junction.all() ? " AND " : " OR ", junction.parts());
    } else if (expression instanceof Expression.Not not) {
      where.append("NOT ");
      nested(not.operand());
    } else if (expression instanceof Expression.Comparison comparison) {
      nested(comparison.left());
      where.append(' ').append(comparison.operator()).append(' ');
      nested(comparison.right());
    } else if (expression instanceof Expression.Between between) {
      nested(between.operand());
      where.append(between.negated() ? " NOT BETWEEN " : " BETWEEN ");
      nested(between.low());
      where.append(" AND ");
      nested(between.high());
    } else if (expression instanceof Expression.In in) {
      nested(in.operand());
      where.append(in.negated() ? " NOT IN (" : " IN (");
      list(in.items());
      where.append(')');
    } else if (expression instanceof Expression.Like like) {
      nested(like.operand());
      where.append(like.negated() ? " NOT LIKE " : " LIKE ");
      nested(like.pattern());
    } else if (expression instanceof Expression.Is is) {
      write(is);
    } else if (expression instanceof Expression.StateTest test) {
      write(test);
    } else if (expression instanceof Expression.Arithmetic arithmetic) {
      write(arithmetic);
    } else if (expression instanceof Expression.Minus minus) {
      where.append("- ");
      nested(minus.operand());
    } else if (expression instanceof Expression.Call call) {
      write(call);
    } else if (expression instanceof Expression.Case choice) {
      write(choice);
    }
  }

  private void nested(Expression expression) {
    var simple = expression instanceof Expression.Literal || expression instanceof Column;
    where.append(simple ? "" : "(");
    write(expression);
    where.append(simple ? "" : ")");
  }

  private void write(Expression.Literal literal) {
    var value = literal.value();
    if (value == null) {
      where.append("NULL");
    } else if (value instanceof Boolean truth) {
      where.append(truth ? "TRUE" : "FALSE");
    } else {
      where.append('?');
      parameters.add(value);
    }
  }

  /** As a balanced tree, for databases limit how deep expressions nest. */
  private void balanced(String operator, List<Expression> parts) {
    if (parts.size() == 1) {
      write(parts.get(0));
      return;
    }
    var middle = parts.size() / 2;
    where.append('(');
    balanced(operator, parts.subList(0, middle));
    where.append(')').append(operator).append('(');
    balanced(operator, parts.subList(middle, parts.size()));
    where.append(')');
  }

  private void list(List<Expression> expressions) {
    for (int i = 0; i < expressions.size(); i++) {
      where.append(i == 0 ? "" : ", ");
      nested(expressions.get(i));
    }
  }

  private void write(Expression.Is is) {
    if (is.value() == null && is.operand() instanceof Expression.Literal literal) {
      // PostgreSQL wants to know the type of a parameter, and from this it could not.
      where.append((literal.value() == null) == is.negated() ? "FALSE" : "TRUE");
      return;
    }
    nested(is.operand());
    where.append(is.negated() ? " IS NOT " : " IS ");
    where.append(is.value() == null ? "NULL" : is.value() ? "TRUE" : "FALSE");
  }

  private void write(Expression.StateTest test) {
    if (test.negated()) {
      write(test.column());
      where.append(" IS NULL OR ");
    }
    write(test.column());
    where.append(test.negated() ? " NOT IN (" : " IN (");
    test.numbers().forEach(number -> where.append(number).append(", "));
    where.setLength(where.length() - 2);
    where.append(')');
  }

  private void write(Expression.Arithmetic arithmetic) {
    var division = arithmetic.operator().equals("/");
    where.append(division ? "CAST(" : "");
    nested(arithmetic.left());
    where.append(division ? " AS DOUBLE PRECISION)" : "");
    where.append(' ').append(arithmetic.operator()).append(division ? " NULLIF(" : " ");
    nested(arithmetic.right());
    where.append(division ? ", 0)" : "");
  }

  private void write(Expression.Call call) {
    var name =
        call.function() == Function.IFNULL
            ? "coalesce"
            : call.function().name().toLowerCase(Locale.ROOT);
    if (call.arguments().size() == 1 && call.function() == Function.COALESCE) {
      nested(call.arguments().get(0));
      return;
    }
    if (call.function() == Function.ROUND && call.arguments().size() == 2) {
      round(call.arguments().get(0), call.arguments().get(1));
      return;
    }
    where.append(name).append('(');
    if (call.function() == Function.SUBSTR) {
      substr(call.arguments());
    } else {
      list(call.arguments());
    }
    // The smallest whole number has no absolute value among them.
    where.append(call.function() == Function.ABS ? " + 0.0)" : ")");
  }

  /** PostgreSQL rounds to digits what is decimal only. */
  private void round(Expression number, Expression digits) {
    where.append("CAST(round(CAST(");
    write(number);
    where.append(" AS NUMERIC), CAST(");
    write(digits);
    where.append(" AS INTEGER)) AS DOUBLE PRECISION)");
  }

  /** PostgreSQL has it for numbers of 32 bits only. */
  private void substr(List<Expression> arguments) {
    nested(arguments.get(0));
    for (var number : arguments.subList(1, arguments.size())) {
      where.append(", CAST(");
      write(number);
      where.append(" AS INTEGER)");
    }
  }

  private void write(Expression.Case choice) {
    where.append("CASE ");
    if (choice.operand() != null) {
      nested(choice.operand());
    }
    for (var when : choice.whens()) {
      where.append(" WHEN ");
      nested(when.condition());
      where.append(" THEN ");
      nested(when.result());
    }
    if (choice.otherwise() != null) {
      where.append(" ELSE ");
      nested(choice.otherwise());
    }
    where.append(" END");
  }

  private static String columnOf(Column column) {
    return column.relation() instanceof Relation.NodeType ? "name" : column.field().name();
  }

  /** The table alias that a column is read from; joins its table at first sight. */
  private String alias(Relation relation) {
    if (relation instanceof Relation.Self) {
      return node;
    }
    var known = joined.get(relation);
    if (known == null) {
      known = "f" + (joined.size() + 1);
      joined.put(relation, known);
      join(relation, known);
    }
    return known;
  }

  private void join(Relation relation, String alias) {
    if (relation instanceof Relation.NodeType) {
      tables++;
      joins
          .append(" JOIN Type ")
          .append(alias)
          .append(" ON " + alias + ".id = f0.type_id AND " + alias + ".type_kind = ")
          .append(subject.typeKind());
    } else if (relation instanceof Relation.Property property) {
      tables++;
      var lower = property.name().toLowerCase(Locale.ROOT);
      var asWritten = lower.equals(property.name());
      joins
          .append(" JOIN " + subject.table() + "Property " + alias + " ON " + alias + ".")
          .append(subject.key() + " = f0.id AND " + alias)
          .append(asWritten ? ".name = ? AND " : ".name IN (?, ?) AND ")
          .append(alias + ".is_custom_property = ?");
      joinParameters.add(property.name());
      if (!asWritten) {
        joinParameters.add(lower);
      }
      joinParameters.add(property.custom());
    } else if (relation instanceof Relation.Neighbour neighbour) {
      join(neighbour.kind(), alias);
    }
  }

  private void join(Relation.Kind kind, String alias) {
    switch (kind) {
      case EVENTS -> {
        tables++;
        joins.append(" JOIN Event " + alias + " ON " + alias + "." + subject.key() + " = f0.id");
      }
      case CONTEXTS ->
          join(
              alias,
              subject == Subject.ARTIFACT ? "Attribution" : "Association",
              subject.key(),
              "context_id",
              Subject.CONTEXT);
      case ARTIFACTS -> join(alias, "Attribution", "context_id", "artifact_id", Subject.ARTIFACT);
      case EXECUTIONS ->
          join(alias, "Association", "context_id", "execution_id", Subject.EXECUTION);
      case PARENT_CONTEXTS ->
          join(alias, "ParentContext", "context_id", "parent_context_id", Subject.CONTEXT);
      case CHILD_CONTEXTS ->
          join(alias, "ParentContext", "parent_context_id", "context_id", Subject.CONTEXT);
    }
  }

  /** A neighbour behind a table of pairs, with the name of its type as a column of its own. */
  private void join(String alias, String pairs, String here, String there, Subject neighbour) {
    tables += 3;
    joins
        .append(" JOIN (SELECT p." + here + " AS here, c.*, t.name AS type FROM ")
        .append(pairs + " p JOIN " + neighbour.table() + " c ON c.id = p." + there)
        .append(" JOIN Type t ON t.id = c.type_id) " + alias)
        .append(" ON " + alias + ".here = f0.id");
  }
}
