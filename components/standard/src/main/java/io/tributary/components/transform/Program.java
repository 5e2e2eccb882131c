package io.tributary.components.transform;

import io.tributary.components.transform.Expression.Analyzer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Expressions in an order in which operands precede their users. Equal expressions are stored once.
 * Grows while a preprocessing is defined, and is only read afterwards.
 */
final class Program {
  private record Line(Expression expression, boolean mayBeMissing, boolean singlePrecision) {}

  private final List<Line> lines = new ArrayList<>();
  private final Map<Expression, Integer> positions = new HashMap<>();

  int add(Expression expression) {
    return positions.computeIfAbsent(
        expression,
        added -> {
          boolean missing = false;
          boolean single = added instanceof Raw raw && raw.kind() == Raw.Kind.FLOAT;
          for (int operand : added.operands()) {
            missing |= mayBeMissing(operand);
            single |= isSinglePrecision(operand);
          }
          lines.add(new Line(added, added.mayBeMissing(missing), single));
          return lines.size() - 1;
        });
  }

  int size() {
    return lines.size();
  }

  Expression at(int position) {
    return lines.get(position).expression();
  }

  int position(Expression expression) {
    var position = positions.get(expression);
    if (position == null) {
      throw new IllegalStateException(expression + " is not of this program");
    }
    return position;
  }

  boolean mayBeMissing(int position) {
    return lines.get(position).mayBeMissing();
  }

  /** Whether a floating-point column, which enters a feature in single precision, is part of it. */
  boolean isSinglePrecision(int position) {
    return lines.get(position).singlePrecision();
  }

  /**
   * Positions of all expressions that those at {@code roots} need, themselves included, ascending.
   */
  SortedSet<Integer> needed(Iterable<Integer> roots) {
    var needed = new TreeSet<Integer>();
    roots.forEach(needed::add);
    for (var at = needed.isEmpty() ? null : needed.last(); at != null; at = needed.lower(at)) {
      needed.addAll(at(at).operands());
    }
    return needed;
  }

  /** How many analyzers stand one on another at most, from a raw column to this expression. */
  int depth(int position) {
    var depths = new int[position + 1];
    for (int i : needed(List.of(position))) {
      for (int operand : at(i).operands()) {
        depths[i] = Math.max(depths[i], depths[operand]);
      }
      if (at(i) instanceof Analyzer) {
        depths[i]++;
      }
    }
    return depths[position];
  }
}
