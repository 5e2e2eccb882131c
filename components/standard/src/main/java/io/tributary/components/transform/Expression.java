package io.tributary.components.transform;

import java.util.List;

/**
 * One operation of a {@link Program}: what it means is the ONNX nodes that it emits, and nothing
 * else. Operands are positions in the program, so equal expressions are equal records and comparing
 * them costs no walk through their operands.
 */
interface Expression {

  /** What the values are, and what represents them in a graph, one value per row. */
  enum Type {
    /** DOUBLE; NaN where missing, never infinite unless arithmetic overflows. */
    NUMBER,
    /** INT64; {@link Long#MIN_VALUE} where missing. */
    INTEGER,
    /** STRING; empty where missing. */
    TEXT,
    /** BOOL, never missing. */
    BOOLEAN,
    /** INT64 from 0 to below the expression's size, never missing. */
    ID,
    /**
     * STRING {@code [N + 1, words of the longest row]}; empty where there is no word, as in the
     * last row, which is not of the batch.
     */
    WORDS,
    /** DOUBLE {@code [N, size]}, never missing. */
    VECTOR
  }

  Type type();

  /** Positions of the operands. */
  List<Integer> operands();

  /** Whether a value can be missing, given whether an operand's can. */
  default boolean mayBeMissing(boolean operandMayBe) {
    return operandMayBe;
  }

  /** Adds the nodes; returns the tensor. */
  String emit(Emission e);

  /** An expression of which there are several ids or components. */
  interface Sized extends Expression {
    /** How many there are. */
    long size(Fitted fitted);
  }

  /** An expression of type ID. */
  interface OfIds extends Sized {
    @Override
    default Type type() {
      return Type.ID;
    }
  }

  /** An expression of type VECTOR. */
  interface OfVectors extends Sized {
    @Override
    default Type type() {
      return Type.VECTOR;
    }
  }

  /** An expression whose constants come from a full pass over its only operand. */
  interface Analyzer extends Expression {
    int operand();

    @Override
    default List<Integer> operands() {
      return List.of(operand());
    }

    /** What to gather from the operand's values. */
    Statistic.Kind statistic();

    /** The constants that follow from what was gathered. */
    Fit fit(Statistic gathered);
  }
}
