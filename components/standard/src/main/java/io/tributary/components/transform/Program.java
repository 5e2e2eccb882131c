package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.data.row.Hash64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Expressions in an order in which operands precede their users. Equal expressions are stored once.
 * Grows while a preprocessing is defined, and is only read afterwards.
 */
final class Program {
  private static final int LONGEST_SOURCE = 2_000;

  private record Line(
      Expression expression, boolean mayBeMissing, boolean singlePrecision, boolean constant) {}

  private final List<Line> lines = new ArrayList<>();
  private final Map<Expression, Integer> positions = new HashMap<>();

  int add(Expression expression) {
    return positions.computeIfAbsent(
        expression,
        added -> {
          boolean missing = false;
          boolean single = added instanceof Raw raw && raw.isFloat();
          boolean constant = true;
          for (int operand : added.required()) {
            missing |= mayBeMissing(operand);
          }
          for (int operand : added.operands()) {
            single |= isSinglePrecision(operand);
            constant &= isConstant(operand);
          }
          lines.add(
              new Line(added, added.mayBeMissing(missing), single, added.isConstant(constant)));
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

  /** Whether the value is the same in all rows. */
  boolean isConstant(int position) {
    return lines.get(position).constant();
  }

  /**
   * Positions of all expressions that those at {@code roots} need, themselves included, ascending.
   */
  SortedSet<Integer> needed(Iterable<Integer> roots) {
    return reachable(roots, Expression::operands);
  }

  /**
   * Positions of all expressions that a graph computes which gives those at {@code roots},
   * ascending: what constants were fitted on is not among them.
   */
  SortedSet<Integer> computed(Iterable<Integer> roots) {
    return reachable(roots, Expression::rowOperands);
  }

  /**
   * Positions of all expressions whose values get into those at {@code roots}, or into constants of
   * theirs, ascending: what only guided a choice is not among them.
   */
  SortedSet<Integer> informing(Iterable<Integer> roots) {
    return reachable(
        roots,
        expression -> {
          var operands = new ArrayList<>(expression.operands());
          operands.removeAll(expression.guides());
          return operands;
        });
  }

  private SortedSet<Integer> reachable(
      Iterable<Integer> roots, Function<Expression, List<Integer>> operands) {
    var reached = new TreeSet<Integer>();
    roots.forEach(reached::add);
    for (var at = reached.isEmpty() ? null : reached.last(); at != null; at = reached.lower(at)) {
      reached.addAll(operands.apply(at(at)));
    }
    return reached;
  }

  /** What its author wrote for an expression, on {@code f}; shortened if it is very long. */
  String source(int position) {
    var sources = new HashMap<Integer, String>();
    for (int at : needed(List.of(position))) {
      var operands =
          at(at).operands().stream().map(operand -> sources.getOrDefault(operand, "")).toList();
      var source = at(at).source(operands);
      sources.put(
          at,
          source.length() > LONGEST_SOURCE
              ? "..." + source.substring(source.length() - LONGEST_SOURCE)
              : source);
    }
    return sources.getOrDefault(position, "");
  }

  /** Tells expressions apart, also those whose {@link #source} is shortened. */
  long hash(List<Integer> roots) {
    var hashes = new HashMap<Integer, String>();
    for (int at : needed(roots)) {
      var operands = at(at).operands().stream().map(operand -> hashes.get(operand)).toList();
      hashes.put(at, Long.toHexString(hash(at(at).source(operands))));
    }
    return hash(String.join(",", roots.stream().map(hashes::get).toList()));
  }

  private static long hash(String text) {
    var bytes = text.getBytes(UTF_8);
    return Hash64.of(bytes, 0, bytes.length, 0);
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
